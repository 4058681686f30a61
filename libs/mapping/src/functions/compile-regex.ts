import { RE2JS } from 're2js';
import { classText } from './character-set.ts';
import { regexCost } from './regex-cost.ts';
import { regexShape, type RegexBranches, type RegexPart } from './regex-shape.ts';

/** A compiled pattern of a mapping. Time is linear in the text, whatever the pattern. */
export interface CompiledRegex {
  /** Whether the text holds a match anywhere. */
  test(text: string): boolean;
  /** A group of the first match; undefined when there is no match or the group took no part in it. */
  group(text: string, index: number): string | undefined;
}

/**
 * Compiles a pattern in RE2 syntax. Throws on syntax errors.
 *
 * The platform's own engine is some twenty times as fast as the linear one, but it goes back and tries again. It is given
 * the texts with which it cannot take long: all of them where a pattern leaves it no choice, else the short ones.
 */
export function compileRegex(pattern: string): CompiledRegex {
  const linear = linearRegex(RE2JS.compile(pattern));
  const shape = regexShape(pattern);
  if (shape === null) return linear;
  const lengthMax = nativeLengthMax(shape);
  const native = nativeRegex(shape);
  return {
    test: (text) => (text.length <= lengthMax ? native : linear).test(text),
    group: (text, index) => (text.length <= lengthMax ? native : linear).group(text, index),
  };
}

/** Steps of the native engine for each character of a text. */
const STEPS_PER_CHARACTER = 100;
/** Steps of the native engine where they do not grow with the text alone: some tens of microseconds. */
const STEPS_MAX = 20_000;
/** Beyond it the native engine may run out of stack, as it keeps in mind where it could go back to. */
const NATIVE_LENGTH_MAX = 65_536;

/** The longest text that the native engine is given. */
export function nativeLengthMax(shape: RegexBranches): number {
  const { factor, degree } = regexCost(shape);
  if (degree === 0) return factor <= STEPS_MAX ? NATIVE_LENGTH_MAX : 0;
  if (degree === 1 && factor <= STEPS_PER_CHARACTER) return NATIVE_LENGTH_MAX;
  return Math.floor((STEPS_MAX / factor) ** (1 / degree));
}

/** The pattern in the native syntax. Characters are spelt out, because `.` and `\s` mean other things there. */
function sourceOf(branches: RegexBranches): string {
  return branches.map((parts) => parts.map(partSource).join('')).join('|');
}

function partSource(part: RegexPart): string {
  switch (part.kind) {
    case 'start':
      return '^';
    case 'end':
      return '$';
    case 'group': {
      const repeat = part.isOptional ? `?${part.isLazy ? '?' : ''}` : '';
      return `(${part.isCapturing ? '' : '?:'}${sourceOf(part.branches)})${repeat}`;
    }
    case 'characters': {
      const { set, min, max, isLazy } = part;
      const repeat =
        min === 1 && max === 1 ? '' : `{${min},${max === Infinity ? '' : max}}${isLazy ? '?' : ''}`;
      return classText(set) + repeat;
    }
  }
}

function nativeRegex(shape: RegexBranches): CompiledRegex {
  const regex = new RegExp(sourceOf(shape), 'u');
  const [only] = shape;
  // What such a pattern matches is the whole text, and asking whether it does is cheaper than having it cut out.
  const isWhole = shape.length === 1 && only?.at(0)?.kind === 'start' && only.at(-1)?.kind === 'end';
  return {
    test: (text) => regex.test(text),
    group: (text, index) => {
      if (isWhole && index === 0) return regex.test(text) ? text : undefined;
      return regex.exec(text)?.[index];
    },
  };
}

function linearRegex(regex: RE2JS): CompiledRegex {
  return {
    test: (text) => regex.test(text),
    group: (text, index) => {
      const matcher = regex.matcher(text);
      return matcher.find() ? (matcher.group(index) ?? undefined) : undefined;
    },
  };
}
