import { disclosureDueDate } from './due-date.ts';

const weekdays = (day: string) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

test('a decision is disclosed by the seventh working day after it', () => {
  expect(disclosureDueDate('2026-11-16', weekdays)).toBe('2026-11-25');
  expect(disclosureDueDate('2026-11-20', weekdays)).toBe('2026-12-01');
});

test('holidays do not count, and weekends that are worked do', () => {
  const holidays = new Set(['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07']);
  const isWorkingDay = (day: string) => day === '2026-10-10' || (weekdays(day) && !holidays.has(day));
  expect(disclosureDueDate('2026-09-29', isWorkingDay)).toBe('2026-10-14');
});

test('a calendar without working days is our own mistake', () => {
  expect(() => disclosureDueDate('2026-11-16', () => false)).toThrow('working days');
});
