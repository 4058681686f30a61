import type { WallTime } from './wall-time.ts';

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'ms';
type Token =
  { readonly part: Part; readonly min: number; readonly max: number } | { readonly literal: string };

const LETTERS: Readonly<Record<string, { readonly part: Part; readonly widths: readonly number[] }>> = {
  y: { part: 'year', widths: [4] },
  M: { part: 'month', widths: [1, 2] },
  d: { part: 'day', widths: [1, 2] },
  H: { part: 'hour', widths: [1, 2] },
  m: { part: 'minute', widths: [1, 2] },
  s: { part: 'second', widths: [1, 2] },
  S: { part: 'ms', widths: [3] },
};

/**
 * A parser for a pattern such as `yyyy/M/d HH:mm:ss`: a doubled letter stands for exactly two digits, a single one for one
 * or two; text in single quotes and everything that is not an ASCII letter stands for itself. null when a letter has no
 * meaning, one part comes twice, or the date is not complete.
 */
export function compilePattern(pattern: string): ((text: string) => WallTime | null) | null {
  const tokens = tokenise(pattern);
  if (tokens === null) return null;
  const parts = tokens.flatMap((token) => ('part' in token ? [token.part] : []));
  const isComplete = (['year', 'month', 'day'] as const).every((part) => parts.includes(part));
  if (!isComplete || new Set(parts).size !== parts.length) return null;
  return (text) => parse(text, tokens);
}

function tokenise(pattern: string): Token[] | null {
  const tokens: Token[] = [];
  for (let index = 0; index < pattern.length;) {
    const letter = pattern[index] as string;
    if (letter === "'") {
      const end = pattern.indexOf("'", index + 1);
      if (end < 0) return null;
      tokens.push({ literal: pattern.slice(index + 1, end) });
      index = end + 1;
      continue;
    }
    if (!/[A-Za-z]/.test(letter)) {
      tokens.push({ literal: letter });
      index += 1;
      continue;
    }
    const known = LETTERS[letter];
    let width = 1;
    while (pattern[index + width] === letter) width += 1;
    if (known === undefined || !known.widths.includes(width)) return null;
    tokens.push({ part: known.part, min: width, max: Math.max(width, 2) });
    index += width;
  }
  return tokens;
}

function parse(text: string, tokens: readonly Token[]): WallTime | null {
  const found = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, ms: 0, offset: null };
  let at = 0;
  for (const token of tokens) {
    if ('literal' in token) {
      if (!text.startsWith(token.literal, at)) return null;
      at += token.literal.length;
      continue;
    }
    let value = 0;
    let count = 0;
    while (count < token.max) {
      const digit = text.charCodeAt(at + count) - 0x30;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      count += 1;
    }
    if (count < token.min) return null;
    found[token.part] = value;
    at += count;
  }
  return at === text.length ? found : null;
}
