import { dayAfter, dayOf, dayStart } from './shanghai-day.ts';

test('a day begins at midnight of Asia/Shanghai', () => {
  expect(dayStart('2026-11-24')).toEqual(new Date('2026-11-23T16:00:00Z'));
  expect(dayOf(new Date('2026-11-23T15:59:59.999Z'))).toBe('2026-11-23');
  expect(dayOf(new Date('2026-11-23T16:00:00Z'))).toBe('2026-11-24');
  expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(dayAfter('2028-03-01', -1)).toBe('2028-02-29');
});

test.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-01-01T00:00', ''])('%j is no day', (text) => {
  expect(dayStart(text)).toBeNull();
});
