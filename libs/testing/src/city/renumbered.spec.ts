import { fold } from './fold.ts';
import { renumbered } from './renumbered.ts';

test.each([
  ['武湖综执立〔2026〕0087号', '武湖综执立〔2026〕0287号'],
  ['武城管立[2026]第127号', '武城管立[2026]第327号'],
  ['武水立〔2026〕4号', '武水立〔2026〕204号'],
  ['〔2026〕兽药经营证字10D0412007号', '〔2026〕兽药经营证字10D0412207号'],
  ['（2026）苏0412行初0019号', '（2026）苏0412行初0219号'],
  ['RQJC-20260305-0012', 'RQJC-20260305-0026'],
  ['CG320412202603000140', 'CG320412202603002140'],
  ['苏DA12345', '苏DA12359'],
  ['苏DQ7X61', '苏DQ7X63'],
  ['WS-8f31c0d4', 'WS-8f31c1d8'],
  ['ZFT-003', 'ZFT-005'],
  ['JLY-HT017-20260305-02', 'JLY-HT017-20260305-16'],
])('%s is %s in the second story', (number, other) => {
  expect(renumbered(number, fold(number), 2)).toBe(other);
});

test('a number is changed alike in every notation', () => {
  const narrow = renumbered('武城管立〔2026〕第127号', fold('武城管立〔2026〕第127号'), 3);
  const wide = renumbered('武城管立［２０２６］第１２７号', fold('武城管立［２０２６］第１２７号'), 3);
  expect(fold(wide)).toBe(fold(narrow));
});
