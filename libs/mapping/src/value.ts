import type { Json } from '@exchange/contracts';

/** Stands for a value that could not be made; the reason is among the findings, so nobody above reports it again. */
export const FAILED = Symbol('failed');

/** What an expression gives: a value, nothing (`undefined`: empty), or a failure that has been reported. */
export type Value = Json | undefined | typeof FAILED;

/** Space, control character or one of the invisible characters that hand-over databases are full of. */
export function isSpace(code: number): boolean {
  if (code <= 0x20) return true;
  if (code < 0xa0) return false;
  if (code >= 0x3000) return code === 0x3000 || code === 0xfeff;
  if (code < 0x2000) return code === 0xa0;
  return (
    code <= 0x200f ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x2060
  );
}

/** Like `trim`, and takes zero-width characters and U+3000 off as well. Returns the same string when there is nothing to do. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** Full-width ASCII (U+FF01–FF5E) and the ideographic space to ASCII; 〔〕【】 and all else stay. */
export function narrowText(text: string): string {
  let index = 0;
  while (index < text.length && !isWide(text.charCodeAt(index))) index += 1;
  if (index === text.length) return text;
  let narrowed = text.slice(0, index);
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    narrowed += isWide(code) ? String.fromCharCode(code === 0x3000 ? 0x20 : code - 0xfee0) : text[index];
  }
  return narrowed;
}

function isWide(code: number): boolean {
  return (code >= 0xff01 && code <= 0xff5e) || code === 0x3000;
}

export type EmptyTest = (value: Json | undefined) => boolean;

/** The test for "nothing": absent, null, blank text, a null word, an empty list. */
export function emptyTest(nullWords: readonly string[]): EmptyTest {
  const words = new Set(nullWords.map(trimSpace));
  const longest = Math.max(0, ...nullWords.map((word) => word.length));
  return (value) => {
    if (typeof value === 'string') {
      if (value.length === 0) return true;
      const padded = isSpace(value.charCodeAt(0)) || isSpace(value.charCodeAt(value.length - 1));
      if (!padded && value.length > longest) return false;
      const text = padded ? trimSpace(value) : value;
      return text.length === 0 || words.has(text);
    }
    if (value === undefined || value === null) return true;
    return Array.isArray(value) && value.length === 0;
  };
}

/**
 * A piece of a value for a finding's sentence. Findings are read by people who may not see the record, so long texts and
 * long runs of digits (identity numbers, phones) are left out.
 */
export function quote(value: Json): string {
  if (typeof value === 'object') return value === null ? 'null' : Array.isArray(value) ? '[…]' : '{…}';
  const text = String(value);
  let digits = 0;
  for (let index = 0; index < text.length && index < 64; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0x30 && code <= 0x39) digits += 1;
  }
  if (text.length > 24 || (digits >= 11 && !/[-/:.年]/u.test(text))) return `“…”(${text.length})`;
  // Control characters and lone surrogates would spoil logs and answers.
  return `“${text.replace(/[\p{Cc}\p{Cs}\p{Cf}]/gu, '·')}”`;
}
