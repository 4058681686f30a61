import { RE2JS } from 're2js';

/** A compiled pattern of a mapping. Time is linear in the text, whatever the pattern. */
export interface CompiledRegex {
  /** Whether the text holds a match anywhere. */
  test(text: string): boolean;
  /** A group of the first match; undefined when there is no match or the group took no part in it. */
  group(text: string, index: number): string | undefined;
}

/** Compiles a pattern in RE2 syntax. Throws on syntax errors. */
export function compileRegex(pattern: string): CompiledRegex {
  return isPlain(pattern) ? native(new RegExp(pattern, 'u')) : linear(RE2JS.compile(pattern));
}

const ATOM = /^(?:\\[d./\\()[\]{}*+?|^$]|\[\^?(?:[^\]\\[]|\\[d./\\\][-])+\]|[^\\[\](){}*+?^$|.])/u;
/** A choice between literal texts, not repeated. */
const CHOICE = /^\((?:\?:)?[^\\[\](){}*+?^$.]+\)(?![*+?{])/u;
const BOUNDED = /^(?:\?|\{\d{1,3}(?:,\d{1,3})?\})/u;
const UNBOUNDED = /^(?:[*+]|\{\d{1,3},\})/u;

/**
 * Whether the platform's own engine takes no more than linear time, too, and means the same: characters and classes
 * one after the other, choices between literals, no repeated group, and an unbounded repetition once at the most and only in a pattern that is tied
 * to the start. Such patterns are nearly all that mappings hold, and run some ten times as fast there.
 */
export function isPlain(pattern: string): boolean {
  const isTied = pattern.startsWith('^');
  let rest = isTied ? pattern.slice(1) : pattern;
  let unbounded = 0;
  while (rest !== '' && rest !== '$') {
    const atom = CHOICE.exec(rest)?.[0] ?? ATOM.exec(rest)?.[0];
    if (atom === undefined) return false;
    rest = rest.slice(atom.length);
    const repeat = BOUNDED.exec(rest)?.[0] ?? UNBOUNDED.exec(rest)?.[0] ?? '';
    if (UNBOUNDED.test(repeat)) unbounded += 1;
    rest = rest.slice(repeat.length);
  }
  return unbounded === 0 || (unbounded === 1 && isTied);
}

function native(regex: RegExp): CompiledRegex {
  return {
    test: (text) => regex.test(text),
    group: (text, index) => regex.exec(text)?.[index],
  };
}

function linear(regex: RE2JS): CompiledRegex {
  return {
    test: (text) => regex.test(text),
    group: (text, index) => {
      const matcher = regex.matcher(text);
      return matcher.find() ? (matcher.group(index) ?? undefined) : undefined;
    },
  };
}
