import { complementOf, unionOf, type CharacterSet } from './character-set.ts';

/** A part of a pattern: a repeated character, a group, or an edge of the text. */
export type RegexPart =
  | {
      readonly kind: 'characters';
      readonly set: CharacterSet;
      readonly min: number;
      readonly max: number;
      readonly isLazy: boolean;
    }
  | {
      readonly kind: 'group';
      readonly branches: RegexBranches;
      readonly isCapturing: boolean;
      readonly isOptional: boolean;
      readonly isLazy: boolean;
    }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

export type RegexBranches = ReadonlyArray<readonly RegexPart[]>;

/**
 * The parts of a pattern in RE2 syntax, alternative by alternative; null when it holds anything on which RE2 and native
 * patterns might differ, or that need not be understood because mappings hardly use it: flags, named classes, word
 * boundaries, groups that are repeated more than once.
 */
export function regexShape(pattern: string): RegexBranches | null {
  const reader = new PatternReader(pattern);
  const branches = reader.branches();
  return reader.rest === '' ? branches : null;
}

const DIGITS: CharacterSet = [[0x30, 0x39]];
const CAPITALS: CharacterSet = [[0x41, 0x5a]];
const SMALL_LETTERS: CharacterSet = [[0x61, 0x7a]];
const WORD = unionOf([DIGITS, CAPITALS, [[0x5f, 0x5f]], SMALL_LETTERS]);
/** As RE2 has it; native patterns take all of Unicode's white space. */
const SPACE: CharacterSet = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];
const NO_LINE_BREAK = complementOf([[0x0a, 0x0a]]);

const ESCAPED: Readonly<Record<string, CharacterSet>> = {
  d: DIGITS,
  D: complementOf(DIGITS),
  w: WORD,
  W: complementOf(WORD),
  s: SPACE,
  S: complementOf(SPACE),
  t: [[0x09, 0x09]],
  n: [[0x0a, 0x0a]],
  f: [[0x0c, 0x0c]],
  r: [[0x0d, 0x0d]],
};

const GROUP = /^\((?:\?:)?(?!\?)/;
const CLASS = /^\[(\^?)((?:\\.|[^\\[\]])+)\]/su;
const ESCAPE = /^\\(?:[dDwWsStnfr]|[!-/:-@[-`{-~])/;
const LITERAL = /^[^\\[\](){}*+?^$|.]/su;
const REPEAT = /^(?:[*+?]|\{(\d{1,3})(,(\d{1,3})?)?\})(\?)?/;

class PatternReader {
  rest: string;

  constructor(pattern: string) {
    this.rest = pattern;
  }

  branches(): RegexBranches {
    const branches = [this.sequence()];
    while (this.rest.startsWith('|')) {
      this.skip(1);
      branches.push(this.sequence());
    }
    return branches;
  }

  /** Ends where it cannot read on: at the end of the branch, or at something that is not understood. */
  private sequence(): RegexPart[] {
    const parts: RegexPart[] = [];
    for (;;) {
      const part = this.edge() ?? this.group() ?? this.characters();
      if (part === null) return parts;
      parts.push(part);
    }
  }

  private edge(): RegexPart | null {
    const kind = this.rest[0] === '^' ? 'start' : this.rest[0] === '$' ? 'end' : null;
    if (kind === null) return null;
    this.skip(1);
    return { kind };
  }

  private group(): RegexPart | null {
    const whole = this.rest;
    const opening = GROUP.exec(whole)?.[0];
    if (opening === undefined) return null;
    this.skip(opening.length);
    const branches = this.branches();
    if (this.rest.startsWith(')')) {
      this.skip(1);
      const { min, max, isLazy } = this.repeat();
      const isOptional = min === 0;
      // What a group that matched nothing gives is told differently by the two engines.
      if (max === 1 && !(isOptional && branches.some(canBeEmpty)))
        return { kind: 'group', branches, isCapturing: opening === '(', isOptional, isLazy };
    }
    this.rest = whole;
    return null;
  }

  private characters(): RegexPart | null {
    const { rest } = this;
    const read = readClass(rest) ?? readOne(rest);
    if (read === null) return null;
    this.skip(read.length);
    return { kind: 'characters', set: read.set, ...this.repeat() };
  }

  private repeat(): { min: number; max: number; isLazy: boolean } {
    const found = REPEAT.exec(this.rest);
    if (!found) return { min: 1, max: 1, isLazy: false };
    const [text, from, comma, to, lazy] = found;
    this.skip(text.length);
    const isLazy = lazy === '?';
    if (from === undefined)
      return { min: text[0] === '+' ? 1 : 0, max: text[0] === '?' ? 1 : Infinity, isLazy };
    const min = Number(from);
    return { min, max: comma === undefined ? min : to === undefined ? Infinity : Number(to), isLazy };
  }

  private skip(count: number): void {
    this.rest = this.rest.slice(count);
  }
}

export function canBeEmpty(parts: readonly RegexPart[]): boolean {
  return parts.every((part) => {
    if (part.kind === 'characters') return part.min === 0;
    return part.kind !== 'group' || part.isOptional || part.branches.some(canBeEmpty);
  });
}

interface ReadSet {
  readonly set: CharacterSet;
  readonly length: number;
}

/** One character outside a class. */
function readOne(rest: string): ReadSet | null {
  if (rest[0] === '.') return { set: NO_LINE_BREAK, length: 1 };
  const text = ESCAPE.exec(rest)?.[0] ?? LITERAL.exec(rest)?.[0];
  return text === undefined ? null : { set: setOf(text), length: text.length };
}

function setOf(written: string): CharacterSet {
  const letter = written.length === 2 && written[0] === '\\' ? (written[1] as string) : null;
  const known = letter === null ? undefined : ESCAPED[letter];
  const code = (letter ?? written).codePointAt(0) as number;
  return known ?? [[code, code]];
}

/** A class of characters, escapes and ranges between characters; a hyphen anywhere else than at an end is not understood. */
function readClass(rest: string): ReadSet | null {
  const [text, negation, inner] = CLASS.exec(rest) ?? [];
  if (text === undefined || inner === undefined) return null;
  const members = inner.match(/\\.|[^\\]/gsu) ?? [];
  const sets: CharacterSet[] = [];
  for (let index = 0; index < members.length; index += 1) {
    const member = members[index] as string;
    if (member.startsWith('\\') && !ESCAPE.test(member)) return null;
    if (member === '-' && index > 0 && index < members.length - 1) return null;
    const last = members[index + 2];
    if (members[index + 1] !== '-' || last === undefined) {
      sets.push(setOf(member));
      continue;
    }
    const [from, to] = [setOf(member), setOf(last)];
    const [[low, high] = [0, -1], [lowest, highest] = [0, -1]] = [from[0], to[0]];
    const isRange =
      from.length === 1 && to.length === 1 && low === high && lowest === highest && low <= lowest;
    if (!isRange || (last.startsWith('\\') && !ESCAPE.test(last))) return null;
    sets.push([[low, lowest]]);
    index += 2;
  }
  const set = unionOf(sets);
  return { set: negation === '^' ? complementOf(set) : set, length: text.length };
}
