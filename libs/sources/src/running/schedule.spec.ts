import { untilNextMs, type Schedule } from './schedule.ts';

const HOUR = 3_600_000;
const DAILY: Schedule = { cron: '0 2 * * *' };
/** 2026-11-24 09:00 in Wujin. */
const NOW = new Date('2026-11-24T01:00:00Z');
const none = (): number => 0;

test.each<[string, Schedule, number | null, number]>([
  ['a source that was never read', DAILY, null, 0],
  ['a daily look that was missed while nobody read', DAILY, 8 * HOUR, 0],
  ['a daily look that was done', DAILY, 6 * HOUR, 17 * HOUR],
  ['a daily look that was done just now', DAILY, 0, 17 * HOUR],
  ['an interval that has begun', { everySeconds: 3_600 }, HOUR / 4, (HOUR * 3) / 4],
  ['an interval that has passed', { everySeconds: 3_600 }, 2 * HOUR, 0],
  ['no schedule', {}, 0, 1_000],
])('%s: waits as long as is left of its schedule', (_, schedule, lookedAgoMs, expected) => {
  expect(untilNextMs(schedule, lookedAgoMs, NOW, none)).toBe(expected);
});

test('what has not come yet is spread, what was missed long ago is not', () => {
  const spread = { ...DAILY, jitterSeconds: 600 };
  expect(untilNextMs(spread, 6 * HOUR, NOW, () => 0.5)).toBe(17 * HOUR + 300_000);
  expect(untilNextMs(spread, 8 * HOUR, NOW, () => 0.5)).toBe(0);
});
