/** What a text says when it is read as a number: canonical decimal text, or why it is none. */
export type DecimalReading = { readonly text: string } | { readonly problem: 'not-a-number' | 'lossy' };

const NOT_A_NUMBER: DecimalReading = { problem: 'not-a-number' };
const LOSSY: DecimalReading = { problem: 'lossy' };

const SCIENTIFIC = /^([+-]?)(\d+)(?:\.(\d*))?[eE]([+-]?\d{1,4})$/;
const GROUPED = /^([+-]?\d{1,3}(?:,\d{3})+)(\.\d*)?$/;

/**
 * Canonical decimal text: no exponent, no superfluous zeros, no minus zero. Scientific notation that leaves digits out
 * (3.21E+17: a spreadsheet's rendering of a long number) is lossy, not a number.
 */
export function readDecimal(text: string, thousands: boolean): DecimalReading {
  const plain = readPlain(text);
  if (plain !== null) return { text: plain };
  if (thousands && GROUPED.test(text)) return readDecimal(text.replaceAll(',', ''), false);
  const scientific = SCIENTIFIC.exec(text);
  if (!scientific) return NOT_A_NUMBER;
  return expand(scientific[1] as string, scientific[2] as string, scientific[3] ?? '', Number(scientific[4]));
}

/** Digits with a sign and a point, either optional; null for anything else. */
function readPlain(text: string): string | null {
  const sign = text.charCodeAt(0);
  const start = sign === 0x2b || sign === 0x2d ? 1 : 0;
  let point = -1;
  for (let index = start; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x2e && point < 0) point = index;
    else if (!(code >= 0x30 && code <= 0x39)) return null;
  }
  if (text.length - start - (point < 0 ? 0 : 1) === 0) return null;
  const whole = point < 0 ? text.slice(start) : text.slice(start, point);
  return canonical(sign === 0x2d ? '-' : '', whole, point < 0 ? '' : text.slice(point + 1));
}

/**
 * A JSON number as decimal text. A double carries 15 digits: noise beyond them (0.1 + 0.2) is rounded away, an integer
 * beyond 2^53 is lossy.
 */
export function readNumber(value: number): DecimalReading {
  if (!Number.isFinite(value)) return NOT_A_NUMBER;
  if (Number.isSafeInteger(value)) return { text: String(value === 0 ? 0 : value) };
  if (Number.isInteger(value)) return LOSSY;
  const text = String(value);
  return readDecimal(text.length > 16 ? String(Number(value.toPrecision(15))) : text, false);
}

function expand(sign: string, whole: string, fraction: string, exponent: number): DecimalReading {
  if (exponent > fraction.length || exponent < -40)
    return /[1-9]/.test(whole + fraction) ? LOSSY : { text: '0' };
  if (exponent >= 0)
    return { text: canonical(sign, whole + fraction.slice(0, exponent), fraction.slice(exponent)) };
  const padded = whole.padStart(1 - exponent, '0');
  return { text: canonical(sign, padded.slice(0, exponent), padded.slice(exponent) + fraction) };
}

function canonical(sign: string, whole: string, fraction: string): string {
  let start = 0;
  while (start < whole.length - 1 && whole.charCodeAt(start) === 0x30) start += 1;
  let end = fraction.length;
  while (end > 0 && fraction.charCodeAt(end - 1) === 0x30) end -= 1;
  const integer = whole.slice(start) || '0';
  const unsigned = end === 0 ? integer : `${integer}.${fraction.slice(0, end)}`;
  return sign === '-' && unsigned !== '0' ? `-${unsigned}` : unsigned;
}

/** Canonical decimal text times ten to the power of `places`, by moving the point. */
export function shiftDecimal(text: string, places: number): string {
  const start = text.charCodeAt(0) === 0x2d ? 1 : 0;
  const dot = text.indexOf('.');
  const whole = dot < 0 ? text.slice(start) : text.slice(start, dot);
  const fraction = dot < 0 ? '' : text.slice(dot + 1);
  const digits =
    places < 0 ? whole.padStart(1 - places, '0') + fraction : whole + fraction.padEnd(places, '0');
  const point = places < 0 ? Math.max(whole.length, 1 - places) + places : whole.length + places;
  return canonical(start === 1 ? '-' : '', digits.slice(0, point), digits.slice(point));
}

/** Fills up to `scale` digits after the point; null when there are more than that. `text` is canonical. */
export function withScale(text: string, scale: number): string | null {
  const point = text.indexOf('.');
  const digits = point < 0 ? 0 : text.length - point - 1;
  if (digits > scale) return null;
  if (digits === scale) return text;
  return (point < 0 ? `${text}.` : text) + '0'.repeat(scale - digits);
}
