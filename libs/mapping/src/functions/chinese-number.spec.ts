import fc from 'fast-check';
import { readChineseAmount } from './chinese-number.ts';

const CAPITALS = '零壹贰叁肆伍陆柒捌玖';

/** Four digits in capitals, as an accountant writes them. */
function section(number: number): string {
  let text = '';
  let isGap = false;
  for (const [index, unit] of ['仟', '佰', '拾', ''].entries()) {
    const digit = Math.trunc(number / 10 ** (3 - index)) % 10;
    if (digit === 0) isGap = text !== '';
    else {
      text += `${isGap ? '零' : ''}${CAPITALS[digit]}${unit}`;
      isGap = false;
    }
  }
  return text;
}

function write(number: number): string {
  const [high, low] = [Math.trunc(number / 10_000), number % 10_000];
  if (high === 0) return section(low);
  const gap = low > 0 && low < 1000 ? '零' : '';
  return `${section(high)}万${gap}${section(low)}`;
}

it('reads every amount back that an accountant writes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999 }), (number) => {
      expect(readChineseAmount(`人民币${write(number)}元整`)).toBe(String(number));
    }),
  );
});

it.each([
  ['三百元', '300'],
  ['十元', '10'],
  ['二十五元', '25'],
  ['两万元', '20000'],
  ['一亿二千万元', '120000000'],
  ['叁角', '0.3'],
  ['伍元零伍分', '5.05'],
  ['1.5万元', '15000'],
  ['12,000元', '12000'],
  ['5000', '5000'],
])('reads %s', (text, expected) => {
  expect(readChineseAmount(text)).toBe(expected);
});

it.each(['', '元', '整', '若干元', '二〇二四元', '百元', 'abc', '一二元', '万'])(
  'does not guess at “%s”',
  (text) => {
    expect(readChineseAmount(text)).toBeNull();
  },
);
