import { Big } from 'big.js';
import { readDecimal } from './decimal-text.ts';

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  '○': 0,
  一: 1,
  壹: 1,
  幺: 1,
  二: 2,
  贰: 2,
  两: 2,
  三: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
};
const TENS: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
const MYRIADS: Readonly<Record<string, number>> = { 万: 10_000, 萬: 10_000, 亿: 100_000_000 };

/**
 * The amount that 贰仟元整, 叁万伍仟元, 十五元三角, 2.5万元 or 3000元 says, as canonical decimal text in yuan; null for
 * anything else.
 */
export function readChineseAmount(text: string): string | null {
  const written = text.replace(/^(人民币|¥|￥|RMB)/u, '').replace(/[整正]$/u, '');
  const match =
    /^([^元圆块角分]*)(?:[元圆块])?(?:([^元圆块角分零]|零[^元圆块角分])角)?(?:([^元圆块角分零]|零[^元圆块角分])分)?$/u.exec(
      written,
    );
  if (!match || written === '') return null;
  const [, yuan = '', tenths, hundredths] = match;
  if (yuan === '' && tenths === undefined && hundredths === undefined) return null;
  // A bare 3角 has no yuan part; 元 alone is no amount.
  if (yuan === '' && /^[元圆块]/u.test(written)) return null;
  const whole = yuan === '' ? new Big(0) : readNumeral(yuan);
  const jiao = tenths === undefined ? 0 : readDigit(tenths);
  const fen = hundredths === undefined ? 0 : readDigit(hundredths);
  if (whole === null || jiao === null || fen === null) return null;
  return whole.plus(new Big(jiao).div(10)).plus(new Big(fen).div(100)).toFixed();
}

/** 三千二百, 十五, 一万零五, 2.5万, 3000. */
function readNumeral(text: string): Big | null {
  const myriad = text.at(-1) as string;
  const arabic = readDecimal(MYRIADS[myriad] ? text.slice(0, -1) : text, true);
  if ('text' in arabic) return new Big(arabic.text).times(MYRIADS[myriad] ?? 1);
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  for (const character of text) {
    const value = own(DIGITS, character);
    const ten = own(TENS, character);
    const group = own(MYRIADS, character);
    if (value !== undefined) {
      // Two digits in a row are a list of digits, not a numeral; 零 only holds a place.
      if (digit !== null && digit !== 0) return null;
      digit = value;
    } else if (ten !== undefined) {
      if (digit === null && ten !== 10) return null;
      section += (digit === null || digit === 0 ? 1 : digit) * ten;
      digit = null;
    } else if (group !== undefined) {
      section += digit ?? 0;
      digit = null;
      if (section === 0 && (total === 0 || group !== 100_000_000)) return null;
      if (group === 100_000_000) total = (total + section) * group;
      else total += section * group;
      section = 0;
    } else return null;
  }
  return new Big(total + section + (digit ?? 0));
}

function readDigit(text: string): number | null {
  const character = text.replace(/^零/u, '');
  if (/^\d$/.test(character)) return Number(character);
  return own(DIGITS, character) ?? null;
}

function own(table: Readonly<Record<string, number>>, key: string): number | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
