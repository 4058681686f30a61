import { matchesPattern } from './name-pattern.ts';

it.each([
  ['许可_2026.csv', '许可_*.csv', true],
  ['许可_2026.CSV', '许可_????.csv', true],
  ['许可_2026.csv.bak', '许可_*.csv', false],
  ['a.csv', '*', true],
  ['a.csv', '**a**.c*v*', true],
  ['abcabc', 'a*b?', true],
  ['abcabc', 'a*b??', false],
  ['a(1).csv', 'a(?).csv', true],
  ['', '*', true],
  ['', '?', false],
])('the name %j and the pattern %j: %s', (name, pattern, matches) => {
  expect(matchesPattern(name, pattern)).toBe(matches);
});

it('is quick for any pattern', () => {
  expect(matchesPattern('a'.repeat(200), `${'a*'.repeat(99)}b`)).toBe(false);
});
