import { accepted, quarantined, unreadable, type CaseGroup, type Expectation } from '../hostile-case.ts';
import { ORDERS, orderWith } from '../records.ts';
import { pushCases } from '../wire.ts';

const lossy = quarantined('lossy-number');

/** Numbers as a value nobody knows: what decides is whether JSON allows them and whether they survive being read. */
const NUMBERS: ReadonlyArray<[string, string, Expectation]> = [
  ['1e400, larger than any double', '1e400', lossy],
  ['-1e400', '-1e400', lossy],
  ['1e-400, smaller than any double', '1e-400', lossy],
  ['an exponent of 20 digits', '1e99999999999999999999', lossy],
  ['a negative exponent of 20 digits', '1e-99999999999999999999', lossy],
  ['a zero with a huge exponent', '0e999999999', accepted],
  ['the largest double', '1.7976931348623157e308', accepted],
  ['a little more than the largest double', '1.7976931348623159e308', lossy],
  ['the smallest double', '5e-324', accepted],
  ['an identity number as a number', '320412198503124012', lossy],
  ['2 to the 53rd plus 1', '9007199254740993', lossy],
  ['2 to the 53rd minus 1', '9007199254740991', accepted],
  ['2 to the 64th', '18446744073709551616', lossy],
  ['a decimal of 30 places', '0.123456789012345678901234567890', lossy],
  ['a one with 30 zeros behind the point', '1.000000000000000000000000000000', accepted],
  ['minus zero', '-0', accepted],
  ['minus zero with a point', '-0.0', accepted],
  ['an exponent with a plus sign', '1E+2', accepted],
  ['100,000 nines', '9'.repeat(100_000), lossy],
  ['a one, 200,000 zeros and a one', `1${'0'.repeat(200_000)}1`, lossy],
  ['a point, 200,000 zeros and a one', `0.${'0'.repeat(200_000)}1`, lossy],
  [
    'ten thousand numbers that lose digits',
    `[${Array.from({ length: 10_000 }, () => '12345678901234567890').join(',')}]`,
    lossy,
  ],
  ['NaN', 'NaN', unreadable],
  ['Infinity', 'Infinity', unreadable],
  ['-Infinity', '-Infinity', unreadable],
  ['a leading zero', '0123', unreadable],
  ['a leading plus sign', '+1', unreadable],
  ['a point without a digit before it', '.5', unreadable],
  ['a point without a digit behind it', '5.', unreadable],
  ['an exponent without digits', '1e', unreadable],
  ['two minus signs', '--1', unreadable],
  ['two points', '1.2.3', unreadable],
  ['a hexadecimal number', '0x1F', unreadable],
  ['an octal number', '0o17', unreadable],
  ['a number with thousands separators', '1,234,567', unreadable],
  ['a number with underscores', '1_000', unreadable],
  ['a big integer of JavaScript', '1n', unreadable],
  ['a date without quotes', '2026-11-24', unreadable],
  ['digits of full width', '１２', unreadable],
  ['Arabic-Indic digits', '٣', unreadable],
];

export const jsonNumbers: CaseGroup = {
  kind: 'odd numbers',
  cases: pushCases(
    ORDERS,
    NUMBERS.map(([name, text, expectation]) => [name, () => orderWith(`"x":${text}`), expectation]),
  ),
};
