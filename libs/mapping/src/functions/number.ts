import { narrowText, quote, trimSpace } from '../value.ts';
import { parameters, TEXTS, type MappingFunction } from './mapping-function.ts';
import { numberAmounts } from './number-amounts.ts';
import { decimalOf, rejectLossy, ROUND, SCALE, scaled, THOUSANDS } from './number-reading.ts';

export const numberFunctions: readonly MappingFunction[] = [
  {
    name: 'number.decimal',
    summary: {
      zh: '十进制数文本，精确不取舍；scale 为小数位数（不足补零，超出退回，round 时四舍五入）；thousands 允许千分位逗号',
      en: 'Exact decimal text; scale is the number of digits after the point (filled up; more are rejected, with round rounded half up); thousands allows 12,345.60',
    },
    parameters: parameters({ scale: SCALE, thousands: THOUSANDS, round: ROUND }),
    accepts: 'scalar',
    gives: 'decimal',
    examples: [
      { input: '5000', params: { scale: 2 }, output: '5000.00' },
      { input: 0.1, output: '0.1' },
      { input: '１２，３４５．６０', params: { thousands: true }, output: '12345.6' },
      { input: '007.10', output: '7.1' },
      { input: '12.345', params: { scale: 2 }, rejection: 'bad-number' },
      { input: '12.345', params: { scale: 2, round: true }, output: '12.35' },
      { input: '12,345', rejection: 'bad-number' },
      { input: '3.21E+17', rejection: 'lossy-number' },
      { input: 123456789012345680000, rejection: 'lossy-number' },
      { input: '伍仟', rejection: 'bad-number' },
      { input: true, rejection: 'bad-type' },
    ],
    compile: (given) => (value, run) => {
      const text = decimalOf(value, given['thousands'] === true, run);
      return typeof text === 'string' ? scaled(text, given, run) : text;
    },
  },
  {
    name: 'number.integer',
    summary: { zh: '整数（JSON 数值）', en: 'An integer, as a JSON number' },
    parameters: parameters({ thousands: THOUSANDS }),
    accepts: 'scalar',
    gives: 'integer',
    examples: [
      { input: '12', output: 12 },
      { input: '12.0', output: 12 },
      { input: '1,200', params: { thousands: true }, output: 1200 },
      { input: '12.5', rejection: 'bad-number' },
      { input: '9007199254740993', rejection: 'lossy-number' },
    ],
    compile:
      ({ thousands }) =>
      (value, run) => {
        const text = decimalOf(value, thousands === true, run);
        if (typeof text !== 'string') return text;
        const number = Number(text);
        if (text.includes('.'))
          return run.reject('bad-number', `${quote(value)}不是整数`, `${quote(value)} is not an integer`);
        if (!Number.isSafeInteger(number)) return rejectLossy(value, run);
        return number;
      },
  },
  {
    name: 'number.real',
    summary: {
      zh: '测量值（JSON 数值，可有小数）；金额请用 number.decimal',
      en: 'A measured value, as a JSON number; for money use number.decimal',
    },
    parameters: parameters({ thousands: THOUSANDS }),
    accepts: 'scalar',
    gives: 'number',
    examples: [
      { input: '36.50', output: 36.5 },
      { input: '1.5e-3', output: 0.0015 },
      { input: 'abc', rejection: 'bad-number' },
    ],
    compile:
      ({ thousands }) =>
      (value, run) => {
        const text = decimalOf(value, thousands === true, run);
        return typeof text === 'string' ? Number(text) : text;
      },
  },
  ...numberAmounts,
  {
    name: 'number.boolean',
    summary: {
      zh: '是/否转为布尔值；可用 true、false 参数另列各自的写法',
      en: 'Yes or no as a boolean; the parameters true and false list other spellings',
    },
    parameters: parameters({ true: TEXTS, false: TEXTS }),
    accepts: 'text',
    gives: 'boolean',
    folds: true,
    examples: [
      { input: '是', output: true },
      { input: 0, output: false },
      { input: true, output: true },
      { input: 'N', output: false },
      { input: '已审核', params: { true: ['已审核'], false: ['未审核'] }, output: true },
      { input: '也许', rejection: 'bad-code' },
    ],
    compile: (given) => {
      const yes = new Set((given['true'] as string[] | undefined) ?? YES);
      const no = new Set((given['false'] as string[] | undefined) ?? NO);
      return (text, run) => {
        const word = trimSpace(narrowText(text));
        if (yes.has(word) || yes.has(word.toLowerCase())) return true;
        if (no.has(word) || no.has(word.toLowerCase())) return false;
        return run.reject(
          'bad-code',
          `${quote(text)}不是约定的是/否写法`,
          `${quote(text)} is none of the agreed words for yes and no`,
        );
      };
    },
  },
];

const YES = ['是', '有', '1', 'true', 'y', 'yes'];
const NO = ['否', '无', '0', 'false', 'n', 'no'];
