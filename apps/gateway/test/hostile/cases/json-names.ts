import {
  accepted,
  acceptedOrQuarantined,
  partly,
  quarantined,
  type CaseGroup,
  type Expectation,
} from '../hostile-case.ts';
import { order, ORDERS, orderWith } from '../records.ts';
import { pushCases } from '../wire.ts';

const twice = quarantined('duplicate-field');
const missing = quarantined('missing-required');

/** Names that mean something to JavaScript, to a database or to a template: members like any other. */
const special: ReadonlyArray<[string, string, Expectation]> = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__defineGetter__',
  'toJSON',
  'then',
  'length',
  '$ref',
  '$where',
].map((name) => [
  `a member named ${name}`,
  orderWith(`"${name}":{"工单编号":"x","polluted":true}`),
  accepted,
]);

const odd: ReadonlyArray<[string, string, Expectation]> = (
  [
    ['empty', ''],
    ['blank', ' '],
    ['with slashes and tildes, as JSON Pointers escape them', 'a/b~c~1'],
    ['with a dot and brackets', 'a.b[0]'],
    ['with a line break', 'a\nb'],
    ['with a control character', 'a\u0001b'],
    ['with a change of direction', '\u202egnp.exe'],
    ['of emoji', '👩‍👩‍👧‍👦🏳️‍🌈'],
    ['that is a script', '<script>alert(1)</script>'],
    ['of 10,000 characters', '长'.repeat(10_000)],
  ] as const
).map(([name, member]) => [`a member with a name ${name}`, order({ [member]: 1 }), accepted]);

const PROTO_RECORD = '{"__proto__":{"工单编号":"DH1","来电时间":"2026-11-24 09:00:00","工单状态":"已派单"}}';

export const jsonNames: CaseGroup = {
  kind: 'odd and double names',
  cases: pushCases(ORDERS, [
    ...special,
    ...odd,
    ['a record that has its key only from __proto__', PROTO_RECORD, missing],
    [
      '__proto__ within a nested object',
      orderWith('"附件":[{"__proto__":{"名称":"a"}}]'),
      acceptedOrQuarantined,
    ],
    ['constructor.prototype as a path', orderWith('"constructor":{"prototype":{"工单编号":"x"}}'), accepted],
    ['__proto__ twice', orderWith('"__proto__":1,"__proto__":2'), twice],
    ['a name with half a surrogate pair', orderWith('"\\ud800":1'), quarantined('bad-text')],
    ['a name with an escaped NUL', orderWith('"a\\u0000b":1'), quarantined('bad-text')],
    ['the same member twice with the same value', orderWith('"标题":"花园街一店使用煤气罐"'), twice],
    ['the same member twice with another value', orderWith('"标题":"另一件"'), twice],
    ['the key twice', orderWith('"工单编号":"DH2"'), twice],
    ['the same name in letters and in escapes', orderWith('"\\u6807\\u9898":"另一件"'), twice],
    ['a member twice in a nested object', orderWith('"附件":[{"名称":"a","名称":"b"}]'), twice],
    ['the empty name twice', orderWith('"":1,"":2'), twice],
    ['a member 1,000 times', orderWith(Array.from({ length: 1_000 }, () => '"x":1').join(',')), twice],
    [
      'one record with a member twice among others',
      `[${order()},${orderWith('"x":1,"x":2')}]`,
      partly('duplicate-field'),
    ],
    ['names that differ in case only', orderWith('"ID":1,"id":2,"Id":3'), accepted],
    [
      'names that differ in Unicode normalisation only',
      orderWith('"caf\\u00e9":1,"cafe\\u0301":2'),
      accepted,
    ],
    ['names that differ in width only', orderWith('"A1":1,"\\uff21\\uff11":2'), accepted],
    ['a mixed-script twin of a known name', orderWith('"工单编號":"DH2"'), accepted],
  ]),
};
