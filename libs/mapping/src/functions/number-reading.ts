import { Big } from 'big.js';
import type { JsonObject } from '@exchange/contracts';
import { narrowText, quote, trimSpace, type Value } from '../value.ts';
import { readDecimal, readNumber, withScale } from './decimal-text.ts';
import type { StepRun } from './mapping-function.ts';

/** Parameters that several functions of numbers share. */
export const SCALE = { type: 'integer', minimum: 0, maximum: 12 };
export const THOUSANDS = { type: 'boolean' };
export const ROUND = { type: 'boolean' };

/** A value as canonical decimal text, or a rejection. */
export function decimalOf(value: string | number | boolean, thousands: boolean, run: StepRun): Value {
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

export function rejectLossy(value: string | number | boolean, run: StepRun): Value {
  return run.reject(
    'lossy-number',
    `${quote(value)}超出数值精度或为科学计数法，末尾数字已丢失，请以文本形式提供`,
    `${quote(value)} is beyond the precision of a number or in scientific notation: digits are lost; send it as text`,
  );
}

/** Canonical decimal text brought to the `scale` of the parameters. */
export function scaled(text: string, given: JsonObject, run: StepRun): Value {
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
