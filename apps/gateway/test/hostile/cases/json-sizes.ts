import {
  acceptedOrQuarantined,
  accepted,
  partly,
  quarantined,
  tooLarge,
  unreadable,
  type CaseGroup,
} from '../hostile-case.ts';
import { order, ORDERS, ORDER_LINES, orderWith } from '../records.ts';
import { chunked, headBytes, pushCases, requestBytes, scriptCase } from '../wire.ts';

const MIB = 1_048_576;
const tooMuch = quarantined('record-too-large');

function nested(levels: number, open: string, close: string): string {
  return open.repeat(levels) + close.repeat(levels);
}

function members(count: number): string {
  return Array.from({ length: count }, (_, place) => `"f${place}":0`).join(',');
}

const depth = pushCases(ORDERS, [
  ['lists 31 levels deep in a member, as deep as may be', orderWith(`"x":${nested(31, '[', ']')}`), accepted],
  ['lists 32 levels deep in a member', orderWith(`"x":${nested(32, '[', ']')}`), unreadable],
  ['objects 32 levels deep', orderWith(`"x":${nested(31, '{"a":', '}').replace('}', '0}')}`), accepted],
  ['100,000 lists in each other', nested(100_000, '[', ']'), unreadable],
  [
    'a million objects in each other',
    () => `${'{"a":'.repeat(1_000_000)}1${'}'.repeat(1_000_000)}`,
    unreadable,
  ],
  ['five million lists that are never closed', () => '['.repeat(5_000_000), unreadable],
  ['five million closing brackets', () => `[${']'.repeat(5_000_000)}`, unreadable],
  ['a title of 5,000 opening brackets', order({ 标题: '[{'.repeat(2_500) }), acceptedOrQuarantined],
]);

const number = pushCases(ORDERS, [
  ['a list of a million zeros', () => `[${'0,'.repeat(999_999)}0]`, unreadable],
  ['a list of a million empty records', () => `[${'{},'.repeat(999_999)}{}]`, unreadable],
  ['a list of 10,001 records, one too many', () => `[${'{},'.repeat(10_000)}{}]`, unreadable],
  [
    'a list of 3,000 records without members',
    () => `[${'{},'.repeat(2_999)}{}]`,
    quarantined('missing-required'),
  ],
  ['a member with a list of 400,000 zeros', () => orderWith(`"x":[${'0,'.repeat(399_999)}0]`), tooMuch],
  [
    'a member of the source with a list of 400,000 zeros where objects belong',
    () => orderWith(`"延期":[${'0,'.repeat(399_999)}0]`),
    tooMuch,
  ],
  [
    'a member of the source with a list of 19,000 zeros where objects belong',
    () => orderWith(`"延期":[${'0,'.repeat(18_999)}0]`),
    quarantined('source-schema'),
  ],
  [
    'a member of the source with a list of 60,000 attachments',
    () => orderWith(`"附件":[${'{"名称":"a"},'.repeat(59_999)}{"名称":"a"}]`),
    tooMuch,
  ],
  ['a record with a list of a million zeros', () => orderWith(`"x":[${'0,'.repeat(999_999)}0]`), tooMuch],
  ['a record of 1,900 members nobody knows', orderWith(members(1_900)), acceptedOrQuarantined],
  ['a record of 2,001 members', `{${members(2_001)}}`, tooMuch],
  ['a record of 100,000 members', () => `{${members(100_000)}}`, tooMuch],
  [
    'one record of 100,000 members among others',
    () => `[${order()},{${members(100_000)}}]`,
    partly('record-too-large'),
  ],
  [
    'a million blank lines around a record',
    () => '\n'.repeat(500_000) + order() + '\n'.repeat(500_000),
    accepted,
  ],
]);

const size = pushCases(ORDERS, [
  ['a title of 900,000 characters', () => order({ 标题: 'a'.repeat(900_000) }), acceptedOrQuarantined],
  ['a record of more than 1 MiB', () => order({ 标题: 'a'.repeat(MIB) }), tooMuch],
  ['a record of 15 MiB', () => order({ 标题: 'a'.repeat(15 * MIB) }), tooMuch],
  ['a name of 900,000 characters', () => orderWith(`"${'n'.repeat(900_000)}":1`), acceptedOrQuarantined],
  ['a body of exactly 16 MiB of blanks', () => ' '.repeat(16 * MIB), unreadable],
  ['a body of one byte more than 16 MiB', () => ' '.repeat(16 * MIB + 1), tooLarge],
  ['a body of 64 MiB', () => Buffer.alloc(64 * MIB, ' '), tooLarge],
]);

const more = [
  scriptCase(
    'a body of 64 MiB from a client that reads only when it has written all',
    (access) => [{ deaf: true }, { write: requestBytes(access, ORDERS, Buffer.alloc(64 * MIB, ' ')) }],
    [tooLarge],
  ),
  scriptCase(
    'a body of 64 MiB in chunks, its length not announced',
    (access) => [
      { deaf: true },
      { write: headBytes(access, ORDERS, { headers: { 'transfer-encoding': 'chunked' } }) },
      { write: chunked(Buffer.alloc(64 * MIB, ' '), 65_536) },
    ],
    [tooLarge],
  ),
  scriptCase(
    'a body of 8 EiB that is only announced',
    (access) => [
      { write: headBytes(access, ORDERS, { headers: { 'content-length': '9223372036854775807' } }) },
    ],
    [tooLarge],
  ),
  scriptCase(
    'a body of 64 MiB that waits for 100-continue',
    (access) => [
      {
        write: headBytes(access, ORDERS, {
          headers: { 'content-length': String(64 * MIB), expect: '100-continue' },
        }),
      },
    ],
    [tooLarge],
  ),
];

/** Small bodies of very many records: there is room for a few, and the others are told to wait. */
const crowd = [
  scriptCase(
    'twelve lists at once of 10,000 numbers where records belong',
    (access) => [{ write: requestBytes(access, ORDERS, `[${'0,'.repeat(9_999)}0]`) }],
    [{ status: [422, 503] }],
    { crowd: 12, eachOf: [422, 503] },
  ),
];

const lines = pushCases(ORDER_LINES, [
  ['a line of 6 MiB without an end', () => `{"a":"${'x'.repeat(6 * MIB)}`, quarantined('unreadable-record')],
  ['a million lines', () => '0\n'.repeat(1_000_000), unreadable],
]);

export const jsonSizes: CaseGroup = {
  kind: 'too deep, too many, too large',
  cases: [...depth, ...number, ...size, ...more, ...crowd, ...lines],
};
