import { compareCounts } from './compare-counts.ts';

const ARRIVED = {
  receipts: 3,
  records: 10,
  accepted: 9,
  quarantined: 1,
  deleted: 2,
  pending: 0,
};

test('counts that agree leave nothing to do but to mend what is in quarantine', () => {
  const same = compareCounts({ records: 10, deleted: 2 }, ARRIVED, true);
  expect(same).toMatchObject({ state: 'agrees', difference: { records: 0, deleted: 0 } });
  expect(same.advice.en).toContain('1 of the records wait in quarantine');
});

test('withdrawals that a system does not count are not compared', () => {
  expect(compareCounts({ records: 10, deleted: null }, ARRIVED, true)).toMatchObject({
    state: 'agrees',
    difference: { records: 0, deleted: null },
  });
});

test('what is missing and what is too much are told apart, with what to do', () => {
  const less = compareCounts({ records: 12, deleted: 1 }, ARRIVED, true);
  expect(less).toMatchObject({ state: 'differs', difference: { records: -2, deleted: 1 } });
  expect(less.advice.en).toMatch(/^2 records have not arrived: .*; 1 more withdrawals arrived/u);
  expect(less.advice.zh).toContain('少收到 2 条记录');
});

test('a day that is not over, or of which something is pending, is provisional whatever the counts', () => {
  const reported = { records: 10, deleted: 2 };
  expect(compareCounts(reported, ARRIVED, false).state).toBe('provisional');
  expect(compareCounts(reported, { ...ARRIVED, pending: 1 }, true).state).toBe('provisional');
  expect(compareCounts(null, ARRIVED, true).state).toBe('unreported');
});
