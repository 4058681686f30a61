import fc from 'fast-check';
import { RE2JS } from 're2js';
import { compileRegex, nativeLengthMax } from './compile-regex.ts';
import { regexCost } from './regex-cost.ts';
import { regexShape, type RegexBranches, type RegexPart } from './regex-shape.ts';

function lengthMaxOf(pattern: string): number {
  const shape = regexShape(pattern);
  return shape === null ? -1 : nativeLengthMax(shape);
}

/** What the linear engine finds: the match and its groups; undefined where there is none. */
function found(pattern: string, text: string): Array<string | undefined> | undefined {
  const matcher = RE2JS.compile(pattern).matcher(text);
  if (!matcher.find()) return undefined;
  return Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? undefined);
}

function foundByOurs(pattern: string, text: string): Array<string | undefined> | undefined {
  const regex = compileRegex(pattern);
  if (!regex.test(text)) return undefined;
  const groups = RE2JS.compile(pattern).groupCount();
  return Array.from({ length: groups + 1 }, (_, index) => regex.group(text, index));
}

const PATTERNS = [
  '^[0-9a-f]{64}$',
  '^[1-9][0-9]{5}(19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx]$',
  '^(https?://|\\\\)\\S+$',
  '^\\s*(?:常州市)?(?:武进区)?(.+?)\\s*$',
  '([^/\\\\?#]+)(?:[?#].*)?$',
  '[:时]|^[0-9]{12,14}$',
  '^(\\d{15}|\\d{17}[0-9Xx])$|[*]|^[0-9.]+[Ee]',
  '没收[^，。；;、,违]*([，。；;、,]|$)|没收[^，。；;、,]*违法[^所，。；;、,]',
  '\\(\\s*([0-9A-Za-z]+)\\s*\\)',
  '[^a-c\\s-]+\\W',
  '.',
];

/** Small patterns of everything that is understood, over an alphabet in which choices clash all the time. */
const { pattern: patterns } = fc.letrec<{ part: string; branch: string; pattern: string }>((tie) => ({
  part: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(characters(), repeats()).map((pieces) => pieces.join('')) },
    { weight: 1, arbitrary: fc.constantFrom('^', '$') },
    fc
      .tuple(fc.constantFrom('(', '(?:'), tie('pattern'), fc.constantFrom(')', ')?', ')??'))
      .map((pieces) => pieces.join('')),
  ),
  branch: fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
  pattern: fc.array(tie('branch'), { minLength: 1, maxLength: 3 }).map((branches) => branches.join('|')),
}));

function characters(): fc.Arbitrary<string> {
  const classes = ['[ab]', '[^a]', '[a-c]', '[^\\s汉]', '[-a]', '[a-]', '[\\]\\\\]', '[😀-😃]'];
  const escapes = ['\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '\\n', '\\.', '\\\\'];
  return fc.constantFrom('a', 'b', '汉', '😀', '.', ...classes, ...escapes);
}

function repeats(): fc.Arbitrary<string> {
  return fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?', '??', '{1,3}?');
}

const texts = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'b', 'c', '汉', '😀', ' ', '\n', '\r', '\u2028', '\u00a0', '-', '\\', '1'),
  }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc
    .array(fc.integer({ min: 0xd7ff, max: 0xe000 }), { maxLength: 4 })
    .map((codes) => String.fromCharCode(...codes)),
);

describe('a pattern', () => {
  it('finds the same in both engines', () => {
    const pair = fc.tuple(fc.oneof(patterns, fc.constantFrom(...PATTERNS)), texts);
    fc.assert(
      fc.property(pair, ([pattern, text]) => {
        expect(foundByOurs(pattern, text)).toEqual(found(pattern, text));
      }),
      { numRuns: 3000 },
    );
  });

  it('of a mapping is run natively on texts of usual length', () => {
    for (const pattern of PATTERNS)
      expect(`${pattern} ${lengthMaxOf(pattern) >= 17}`).toBe(`${pattern} true`);
  });

  it.each([
    '^[0-9a-f]{64}$',
    '^(\\d{15}|\\d{17}[0-9Xx])$',
    '^(https?://|\\\\)\\S+$',
    '^[a-z]+/[a-z0-9.+-]+$',
    '^a+b+c*$',
    '[〔\\[]',
    '\\d{4}',
    '开发区|高新区|度假区',
    '(?:ab|a)b',
  ])('%s leaves no choice and is run natively on long texts, too', (pattern) => {
    expect(lengthMaxOf(pattern)).toBe(65_536);
  });

  it.each([
    ['a+b', 141],
    ['^a*a*b', 141],
    ['^a*.*b$', 27],
    ['^a*a*a*b', 27],
    ['^a{0,99}a{0,99}a{0,99}b', 0],
    ['a{999}', 20],
  ])('%s leaves choices and is run natively on texts of up to %d characters', (pattern, length) => {
    expect(lengthMaxOf(pattern)).toBe(length);
  });

  it.each([
    '(a+)+$',
    '(ab)*',
    '(a*)?',
    '(?i)a',
    '[[:alpha:]]',
    '[]a]',
    '\\pL',
    '\\ba',
    '(?P<x>a)',
    'a{1000}',
    '\\Qa',
  ])('%s is left to the linear engine', (pattern) => {
    expect(lengthMaxOf(pattern)).toBe(-1);
  });

  it('cannot be made to run away', () => {
    const text = fc.oneof(
      fc.constantFrom('a', 'b', '汉', ' ', 'ab', 'a ').map((piece) => piece.repeat(4_000)),
      fc.constantFrom('a', '汉', 'ab').map((piece) => `${piece.repeat(10)}!`),
    );
    fc.assert(
      fc.property(patterns, text, (pattern, given) => {
        const regex = compileRegex(pattern);
        const startedAt = performance.now();
        regex.test(given);
        expect(performance.now() - startedAt).toBeLessThan(1_000);
      }),
      { numRuns: 300 },
    );
    expect(compileRegex('^(a+)+$').test(`${'a'.repeat(20_000)}!`)).toBe(false);
    expect(compileRegex('^([^b]+)c?$').group('汉'.repeat(10_000_000), 1)).toHaveLength(10_000_000);
  });

  it('gives its groups', () => {
    expect(compileRegex('〔(\\d{4})〕').group('苏〔2024〕1号', 1)).toBe('2024');
    expect(compileRegex('a(b)?').group('a', 1)).toBeUndefined();
    expect(compileRegex('x').group('a', 0)).toBeUndefined();
  });

  it('that is no pattern throws', () => {
    for (const pattern of ['(', 'a**', 'a{2,1}', '[b-a]']) expect(() => compileRegex(pattern)).toThrow();
  });
});

/** A backtracking engine that does nothing but count the characters it looks at until it knows whether a text matches. */
function stepsOf(branches: RegexBranches, text: string): number {
  const points = [...text].map((character) => character.codePointAt(0) as number);
  let steps = 0;
  const isMember = (part: RegexPart & { kind: 'characters' }, at: number): boolean => {
    steps += 1;
    const point = points[at];
    return point !== undefined && part.set.some(([from, to]) => from <= point && point <= to);
  };
  type Rest = (at: number) => boolean;
  const any = (choices: RegexBranches, at: number, rest: Rest): boolean =>
    choices.some((parts) => go(parts, 0, at, rest));
  const repeat = (
    part: RegexPart & { kind: 'characters' },
    count: number,
    at: number,
    rest: Rest,
  ): boolean => {
    const more = (): boolean =>
      count < part.max && isMember(part, at) && repeat(part, count + 1, at + 1, rest);
    if (count < part.min) return more();
    return part.isLazy ? rest(at) || more() : more() || rest(at);
  };
  const go = (parts: readonly RegexPart[], index: number, at: number, rest: Rest): boolean => {
    const part = parts[index];
    if (part === undefined) return rest(at);
    const next: Rest = (from) => go(parts, index + 1, from, rest);
    switch (part.kind) {
      case 'start':
        return at === 0 && next(at);
      case 'end':
        return at === points.length && next(at);
      case 'group': {
        const taken = (): boolean => any(part.branches, at, next);
        if (!part.isOptional) return taken();
        return part.isLazy ? next(at) || taken() : taken() || next(at);
      }
      case 'characters':
        return repeat(part, 0, at, next);
    }
  };
  for (let start = 0; start <= points.length; start += 1) if (any(branches, start, () => true)) break;
  return steps;
}

describe('the cost of a pattern', () => {
  it('is never less than what a backtracking engine spends', () => {
    const hostile = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', '汉', '-', ' ', '1'), maxLength: 30 }),
      fc.constantFrom('a', 'b', ' ', 'ab').map((piece) => `${piece.repeat(15)}!`),
    );
    fc.assert(
      fc.property(patterns, hostile, (pattern, text) => {
        const shape = regexShape(pattern);
        if (shape === null) return;
        const { factor, degree } = regexCost(shape);
        const perStep = pattern.length + 1;
        expect(stepsOf(shape, text)).toBeLessThanOrEqual(perStep * factor * (text.length + 1) ** degree);
      }),
      { numRuns: 3000 },
    );
  });
});
