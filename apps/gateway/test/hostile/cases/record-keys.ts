import {
  accepted,
  acceptedOrQuarantined,
  quarantined,
  type CaseGroup,
  type Expectation,
} from '../hostile-case.ts';
import { ORDERS, orderWithKey } from '../records.ts';
import { pushCases } from '../wire.ts';

const wrongType = quarantined('source-schema');
const tooLong = quarantined('key-too-long');
const unfit = quarantined('bad-text');

const KEYS: ReadonlyArray<[string, unknown, Expectation]> = [
  ['null', null, wrongType],
  ['true', true, wrongType],
  ['a number', 20261124, wrongType],
  ['a list', ['DH1'], wrongType],
  ['an object', { 编号: 'DH1' }, wrongType],
  ['empty', '', wrongType],
  ['blank', '   ', quarantined('missing-required')],
  ['ideographic blanks', '\u3000\u3000', quarantined('missing-required')],
  ['a word for "none"', '无', quarantined('missing-required')],
  ['64 characters long', 'K'.repeat(64), accepted],
  ['65 characters long, one too many for the target', 'K'.repeat(65), quarantined('target-schema')],
  ['201 characters long', 'K'.repeat(201), tooLong],
  ['10,000 characters long', '号'.repeat(10_000), tooLong],
  ['a line break within', 'DH1\nce_id: forged', unfit],
  ['a tab within', 'DH\t1', unfit],
  ['a C1 control character within', 'DH\u00851', unfit],
  ['an escape of a terminal', 'DH\u001b[31m1', unfit],
  ['in the other direction', '\u202e1HD', acceptedOrQuarantined],
  ['in Arabic', 'شكوى-١', accepted],
  ['emoji', '📞☎️', accepted],
  ['composed', 'caf\u00e9', accepted],
  ['decomposed', 'cafe\u0301', accepted],
  ['a compatibility character', '\u2160\u3231', accepted],
  ['of full width', 'ＤＨ１', accepted],
  ['with a zero-width space', 'DH\u200b1', acceptedOrQuarantined],
  ['a path', '../../../../etc/passwd', accepted],
  ['with slashes', 'a/b//c', accepted],
  ['with an encoded slash and NUL', 'a%2Fb%00', accepted],
  ['a hash and a question mark', '#1?x=1', accepted],
  ['__proto__', '__proto__', accepted],
  ['the end of a statement', "'); DELETE FROM exchange.receipt; --", accepted],
  ['a script', '"><svg onload=alert(1)>', accepted],
  ['a template', '${7*7}{{7*7}}', accepted],
  ['a quote and a backslash', '"\\', accepted],
];

export const recordKeys: CaseGroup = {
  kind: 'odd record keys',
  cases: pushCases(
    ORDERS,
    KEYS.map(([name, key, expectation]) => [
      `a key that is ${name}`,
      orderWithKey(JSON.stringify(key)),
      expectation,
    ]),
  ),
};
