import { isWorkingDay } from './working-day.ts';

test.each([
  ['2026-11-23', true, 'a Monday'],
  ['2026-11-22', false, 'a Sunday'],
  ['2026-02-17', false, 'the first day of the lunar year'],
  ['2026-02-14', true, 'a Saturday that is worked for the holiday'],
  ['2026-10-01', false, 'National Day'],
])('%s is worked: %s (%s)', (day, expected) => {
  expect(isWorkingDay(day)).toBe(expected);
});
