import { isReconciliationDue } from './reconciliation-due.ts';

const NOW = new Date('2026-11-24T03:00:00+08:00');

test('one that was never made is due at once, by a cron at its next time since the reader began', () => {
  expect(isReconciliationDue({ everyHours: 24 }, { lastEnd: null, since: NOW }, NOW)).toBe(true);
  const since = new Date('2026-11-24T02:10:00+08:00');
  expect(isReconciliationDue({ cron: '20 2 * * *' }, { lastEnd: null, since }, NOW)).toBe(true);
  expect(isReconciliationDue({ cron: '20 3 * * *' }, { lastEnd: null, since }, NOW)).toBe(false);
});

test('hours count from the end of the last one', () => {
  expect(
    isReconciliationDue(
      { everyHours: 24 },
      { lastEnd: new Date('2026-11-23T03:00:01+08:00'), since: NOW },
      NOW,
    ),
  ).toBe(false);
  expect(
    isReconciliationDue(
      { everyHours: 24 },
      { lastEnd: new Date('2026-11-23T03:00:00+08:00'), since: NOW },
      NOW,
    ),
  ).toBe(true);
});

test('an hour of the day that was missed is made up for, and one that was kept is not repeated', () => {
  const nightly = { cron: '20 2 * * *' };
  expect(
    isReconciliationDue(nightly, { lastEnd: new Date('2026-11-23T02:25:00+08:00'), since: NOW }, NOW),
  ).toBe(true);
  expect(
    isReconciliationDue(nightly, { lastEnd: new Date('2026-11-24T02:25:00+08:00'), since: NOW }, NOW),
  ).toBe(false);
});
