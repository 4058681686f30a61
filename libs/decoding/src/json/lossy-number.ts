import { isJsonObject, type Json } from '@exchange/contracts';
import { jsonPointer } from '../json-pointer.ts';

const LOSSY = Symbol('lossy');

/**
 * Where a JSON text holds a number that parsing would change (an identity number sent as a number, 1e400), as a JSON
 * Pointer; null when every number keeps all its digits.
 */
export function findLossyNumber(text: string): string | null {
  let found = false;
  const marked: unknown = parseWithSources(text, (value, source) => {
    if (typeof value !== 'number' || keepsDigits(source)) return value;
    found = true;
    return LOSSY;
  });
  return found ? pointerTo(marked, []) : null;
}

/** Whether the number that is written so is the same number in decimal after parsing: `1.50` and `1e2` are, 18 digits are not. */
export function keepsDigits(source: string): boolean {
  const parsed = String(Number(source));
  return parsed === source || significance(parsed) === significance(source);
}

type SourceReviver = (value: unknown, source: string) => unknown;

/** The third argument of a reviver is younger than the language version that the types are for. */
function parseWithSources(text: string, revive: SourceReviver): unknown {
  const parse = JSON.parse as (
    text: string,
    reviver: (name: string, value: unknown, context: { source?: string }) => unknown,
  ) => unknown;
  return parse(text, (_name, value, context) => revive(value, context.source ?? ''));
}

/** Sign, digits without zeros at either end and the power of ten: equal for numbers that are equal in decimal. */
function significance(source: string): string {
  const [mantissa = '', exponent = '0'] = source.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const trimmed = withoutTrailingZeros(digits);
  if (trimmed === '') return '0';
  const power = Number(exponent) - fraction.length + (digits.length - trimmed.length);
  return `${mantissa.startsWith('-') ? '-' : ''}${trimmed}e${power}`;
}

/** By hand: `/0+$/` tries every run of zeros again from each of its places, and a record has room for a million zeros. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

function pointerTo(value: unknown, path: (string | number)[]): string | null {
  if (value === LOSSY) return jsonPointer(path);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = pointerTo(item, [...path, index]);
      if (found !== null) return found;
    }
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries<Json>(value)) {
      const found = pointerTo(member, [...path, name]);
      if (found !== null) return found;
    }
  }
  return null;
}
