import { Big } from 'big.js';
import type { JsonObject } from '@exchange/contracts';
import { narrowText, quote, trimSpace, type Value } from '../value.ts';
import { readChineseAmount } from './chinese-number.ts';
import { shiftDecimal } from './decimal-text.ts';
import { parameters, type MappingFunction, type StepRun } from './mapping-function.ts';
import { decimalOf, ROUND, SCALE, scaled, THOUSANDS } from './number-reading.ts';
import { trailingUnit, unitRatio, UNITS, type UnitRatio } from './units.ts';

const UNIT = { enum: [...UNITS.keys()] };

/** Amounts and measures: what has a unit, or is written in words. */
export const numberAmounts: readonly MappingFunction[] = [
  {
    name: 'number.convert',
    summary: {
      zh: '换算单位，结果为精确的十进制数文本；文本自带同类单位时以其为准；不能除尽的（亩、m/s）按 scale（默认 2）四舍五入',
      en: 'Converts a unit, exactly, to decimal text; a unit written in the text itself holds; where the ratio is no finite decimal (亩, km/h to m/s) it is rounded half up to scale (default 2)',
    },
    parameters: parameters({ from: UNIT, to: UNIT, scale: SCALE, thousands: THOUSANDS, round: ROUND }, [
      'from',
      'to',
    ]),
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
      { input: '12.5', params: { from: 'kn', to: 'km/h' }, output: '23.15' },
      { input: 11.1, params: { from: 'm/s', to: 'km/h' }, output: '39.96' },
      { input: '50', params: { from: 'km/h', to: 'm/s' }, output: '13.89' },
      { input: '40km/h', params: { from: '节', to: 'km/h' }, output: '40' },
      { input: '1.5', params: { from: 'h', to: 's' }, output: '5400' },
      { input: '90分钟', params: { from: 's', to: 'h' }, output: '1.50' },
      { input: '2', params: { from: 'd', to: 'min' }, output: '2880' },
      { input: '3.06', params: { from: '万m³', to: 'm³' }, output: '30600' },
      { input: '0.12', params: { from: '亿立方米', to: '万立方米' }, output: '1200' },
      { input: '1.5', params: { from: 'm³/s', to: '万m³/d' }, output: '12.96' },
      { input: '480', params: { from: 't/d', to: 't/h' }, output: '20.00' },
      { input: '12', params: { from: '万m³/a', to: 'm³/a' }, output: '120000' },
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
    parameters: parameters({ scale: SCALE, round: ROUND }),
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
];

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
