import { Big } from 'big.js';
import type { JsonObject } from '@exchange/contracts';
import { narrowText, quote, trimSpace, type Value } from '../value.ts';
import { readChineseAmount } from './chinese-number.ts';
import { readDecimal, readNumber, shiftDecimal, withScale } from './decimal-text.ts';
import { parameters, TEXTS, type MappingFunction, type StepRun } from './mapping-function.ts';
import { trailingUnit, unitRatio, UNITS, type UnitRatio } from './units.ts';

const SCALE = { type: 'integer', minimum: 0, maximum: 12 };
const THOUSANDS = { type: 'boolean' };
const UNIT = { enum: [...UNITS.keys()] };

export const numberFunctions: readonly MappingFunction[] = [
  {
    name: 'number.decimal',
    summary: {
      zh: '十进制数文本，精确不取舍；scale 为小数位数（不足补零，超出退回，round 时四舍五入）；thousands 允许千分位逗号',
      en: 'Exact decimal text; scale is the number of digits after the point (filled up; more are rejected, with round rounded half up); thousands allows 12,345.60',
    },
    parameters: parameters({ scale: SCALE, thousands: THOUSANDS, round: { type: 'boolean' } }),
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
  {
    name: 'number.convert',
    summary: {
      zh: '换算单位，结果为精确的十进制数文本；文本自带同类单位时以其为准；不能整除的（亩）按 scale（默认 2）四舍五入',
      en: 'Converts a unit, exactly, to decimal text; a unit written in the text itself holds; where the ratio is no finite decimal (亩) it is rounded half up to scale (default 2)',
    },
    parameters: parameters(
      { from: UNIT, to: UNIT, scale: SCALE, thousands: THOUSANDS, round: { type: 'boolean' } },
      ['from', 'to'],
    ),
    accepts: 'scalar',
    gives: 'decimal',
    examples: [
      { input: '1.5', params: { from: '万元', to: '元', scale: 2 }, output: '15000.00' },
      { input: 0.000001, params: { from: '万元', to: '元' }, output: '0.01' },
      { input: '5000元', params: { from: '万元', to: '元' }, output: '5000' },
      { input: '3', params: { from: '亩', to: '㎡' }, output: '2000.00' },
      { input: '1', params: { from: '亩', to: '㎡' }, output: '666.67' },
      { input: '2.5', params: { from: '公顷', to: '㎡' }, output: '25000' },
      { input: '49000', params: { from: 'kg', to: 't' }, output: '49' },
      { input: '1.23456789', params: { from: '万元', to: '元', scale: 2 }, rejection: 'bad-number' },
      { input: '5吨', params: { from: '万元', to: '元' }, rejection: 'bad-number' },
    ],
    problems: ({ from, to }) =>
      unitRatio(from as string, to as string)
        ? []
        : [
            {
              code: 'bad-parameters',
              detail: {
                zh: `${String(from)}与${String(to)}不是同类单位`,
                en: `${String(from)} and ${String(to)} do not measure the same`,
              },
            },
          ],
    compile: compileConvert,
  },
  {
    name: 'number.chinese',
    summary: {
      zh: '中文大小写金额（贰仟元整、三万五千元、2万元）转为以元计的十进制数文本',
      en: 'An amount in Chinese numerals (贰仟元整, 三万五千元, 2万元) as decimal text in yuan',
    },
    parameters: parameters({ scale: SCALE, round: { type: 'boolean' } }),
    accepts: 'text',
    gives: 'decimal',
    examples: [
      { input: '贰仟元整', output: '2000' },
      { input: '人民币叁万伍仟元整', params: { scale: 2 }, output: '35000.00' },
      { input: '一亿零五十万元', output: '100500000' },
      { input: '十五元三角五分', output: '15.35' },
      { input: '2.5万元', output: '25000' },
      { input: '3000元', output: '3000' },
      { input: '若干元', rejection: 'bad-number' },
    ],
    compile: (given) => (text, run) => {
      const amount = readChineseAmount(narrowText(text).replaceAll(' ', ''));
      if (amount === null)
        return run.reject(
          'bad-number',
          `${quote(text)}不是可识别的金额`,
          `${quote(text)} is not an amount that can be read`,
        );
      return scaled(amount, given, run);
    },
  },
  {
    name: 'number.amountInText',
    summary: {
      zh: '从一段文字（如处罚内容）中提取唯一的一处金额，以元计；只作参考并附提醒；没有或不止一处时为空',
      en: 'The one amount that a text such as a decision’s content holds, in yuan: a suggestion, with a warning; empty when there is none or more than one',
    },
    parameters: parameters({ scale: SCALE }),
    accepts: 'text',
    gives: 'decimal',
    examples: [
      { input: '责令改正，罚款人民币贰仟元整。', output: '2000', warning: 'derived-suggestion' },
      { input: '处以5,000.50元罚款', params: { scale: 2 }, output: '5000.50', warning: 'derived-suggestion' },
      { input: '没收违法所得100元，罚款200元', output: null },
      { input: '警告', output: null },
    ],
    compile: (given) => (text, run) => {
      const amounts = new Set(
        [...narrowText(text).matchAll(AMOUNTS)].map(([amount]) => readChineseAmount(amount)),
      );
      amounts.delete(null);
      const [amount] = amounts;
      if (amount === undefined || amount === null || amounts.size > 1) return undefined;
      run.warn(
        'derived-suggestion',
        '金额由文字内容推断，仅供参考，请核对',
        'the amount was derived from wording; it is a suggestion, please verify',
      );
      return scaled(amount, given, run);
    },
  },
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
const AMOUNTS =
  /[\d.,]+[千万亿]?元|[零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟两]+[元圆](?:[一二三四五六七八九壹贰叁肆伍陆柒捌玖零]+角)?(?:[一二三四五六七八九壹贰叁肆伍陆柒捌玖零]+分)?/gu;

function compileConvert(given: JsonObject): (value: string | number | boolean, run: StepRun) => Value {
  const [from, to] = [given['from'] as string, given['to'] as string];
  const convert = converter(unitRatio(from, to), given);
  return (value, run) => {
    if (typeof value !== 'string') return convert(decimalOf(value, false, run), run);
    const written = trimSpace(narrowText(value));
    const own = trailingUnit(written, from);
    if (own === undefined) return convert(decimalOf(written, given['thousands'] === true, run), run);
    const number = trimSpace(written.slice(0, -own.length));
    return converter(unitRatio(own, to), given)(decimalOf(number, given['thousands'] === true, run), run);
  };
}

/** Multiplies canonical decimal text by a ratio. */
function converter(ratio: UnitRatio | null, given: JsonObject): (text: Value, run: StepRun) => Value {
  const { numerator, denominator } = ratio ?? { numerator: 1, denominator: 1 };
  // 万元 to 元 and most others: the point moves, nothing is calculated.
  const places = Math.log10(numerator / denominator);
  if (Number.isInteger(places))
    return (text, run) => (typeof text === 'string' ? scaled(shiftDecimal(text, places), given, run) : text);
  if (isFinite10(denominator))
    return (text, run) =>
      typeof text === 'string'
        ? scaled(new Big(text).times(numerator).div(denominator).toFixed(), given, run)
        : text;
  const scale = (given['scale'] as number | undefined) ?? 2;
  return (text) =>
    typeof text === 'string'
      ? new Big(text).times(numerator).div(denominator).round(scale, Big.roundHalfUp).toFixed(scale)
      : text;
}

/** Whether a division by this is a finite decimal: no prime factors but 2 and 5. */
function isFinite10(denominator: number): boolean {
  let rest = denominator;
  while (rest % 2 === 0) rest /= 2;
  while (rest % 5 === 0) rest /= 5;
  return rest === 1;
}

function decimalOf(value: string | number | boolean, thousands: boolean, run: StepRun): Value {
  if (typeof value === 'boolean')
    return run.reject('bad-type', '这里需要数值，收到的是布尔值', 'a number is wanted here, not a boolean');
  const reading = typeof value === 'number' ? readNumber(value) : readText(value, thousands);
  if ('text' in reading) return reading.text;
  if (reading.problem === 'lossy') return rejectLossy(value, run);
  return run.reject('bad-number', `${quote(value)}不是数值`, `${quote(value)} is not a number`);
}

function readText(value: string, thousands: boolean): ReturnType<typeof readDecimal> {
  const reading = readDecimal(value, thousands);
  return 'text' in reading ? reading : readDecimal(trimSpace(narrowText(value)), thousands);
}

function rejectLossy(value: string | number | boolean, run: StepRun): Value {
  return run.reject(
    'lossy-number',
    `${quote(value)}超出数值精度或为科学计数法，末尾数字已丢失，请以文本形式提供`,
    `${quote(value)} is beyond the precision of a number or in scientific notation: digits are lost; send it as text`,
  );
}

function scaled(text: string, given: JsonObject, run: StepRun): Value {
  const scale = given['scale'] as number | undefined;
  if (scale === undefined) return text;
  const filled = withScale(text, scale);
  if (filled !== null) return filled;
  if (given['round'] === true) return new Big(text).round(scale, Big.roundHalfUp).toFixed(scale);
  return run.reject(
    'bad-number',
    `${quote(text)}的小数超过 ${scale} 位`,
    `${quote(text)} has more than ${scale} digits after the point`,
  );
}
