import { isReconciliationDue } from './reconciliation-due.ts';

const NOW = new Date('2026-11-24T03:00:00+08:00');

test('one that was never made is due', () => {
  expect(isReconciliationDue({ everyHours: 24 }, null, NOW)).toBe(true);
  expect(isReconciliationDue({ cron: '20 2 * * *' }, null, NOW)).toBe(true);
});

test('hours count from the end of the last one', () => {
  expect(isReconciliationDue({ everyHours: 24 }, new Date('2026-11-23T03:00:01+08:00'), NOW)).toBe(false);
  expect(isReconciliationDue({ everyHours: 24 }, new Date('2026-11-23T03:00:00+08:00'), NOW)).toBe(true);
});

test('an hour of the day that was missed is made up for, and one that was kept is not repeated', () => {
  const nightly = { cron: '20 2 * * *' };
  expect(isReconciliationDue(nightly, new Date('2026-11-23T02:25:00+08:00'), NOW)).toBe(true);
  expect(isReconciliationDue(nightly, new Date('2026-11-24T02:25:00+08:00'), NOW)).toBe(false);
});
