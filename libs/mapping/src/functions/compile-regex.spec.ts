import fc from 'fast-check';
import { RE2JS } from 're2js';
import { compileRegex, isPlain } from './compile-regex.ts';

const PLAIN = [
  '^[0-9a-f]{64}$',
  '^[1-9][0-9]{5}',
  '[〔\\[]',
  '^a+b',
  '\\d{4}',
  '^[1-9](19|20)[0-9]{2}',
  '(?:ab|a)b',
  '^[A-Z]{2,3}-?\\d+$',
];

describe('a pattern', () => {
  it.each(PLAIN)('%s is plain and means the same to both engines', (pattern) => {
    expect(isPlain(pattern)).toBe(true);
    const ours = compileRegex(pattern);
    const theirs = RE2JS.compile(pattern);
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^[0-9a-fA-Z〔ab-]{0,70}$/u),
      fc.stringMatching(/^[0-9a-f]{63,65}$/u),
    );
    fc.assert(
      fc.property(text, (given) => {
        const matcher = theirs.matcher(given);
        const expected = matcher.find() ? matcher.group(0) : undefined;
        return ours.test(given) === theirs.test(given) && ours.group(given, 0) === expected;
      }),
    );
  });

  it.each([
    '(a+)+$',
    'a+b',
    '^a+b+',
    '(ab)?',
    'a|b',
    '\\s+',
    '.',
    '\\w',
    '(?i)a',
    '[[:alpha:]]',
    '\\pL',
    'a{1000}',
    '^a*a*a*b',
  ])('%s is left to the linear engine', (pattern) => {
    expect(isPlain(pattern)).toBe(false);
  });

  it('cannot be made to run away', () => {
    const regex = compileRegex('^(a+)+$');
    const startedAt = performance.now();
    expect(regex.test(`${'a'.repeat(20_000)}!`)).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('gives its groups', () => {
    expect(compileRegex('〔(\\d{4})〕').group('苏〔2024〕1号', 1)).toBe('2024');
    expect(compileRegex('a(b)?').group('a', 1)).toBeUndefined();
    expect(compileRegex('x').group('a', 0)).toBeUndefined();
  });
});
