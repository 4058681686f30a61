import fc from 'fast-check';
import { evaluatePolicy, type StreamMinute } from './evaluate-policy.ts';
import { DEFAULT_FAILURE_POLICY, type FailurePolicy } from './failure-policy.ts';

const MINUTE_MS = 60_000;
const NOW = new Date('2026-11-24T02:00:30.000Z');

function minute(minutesAgo: number, records: number, quarantined: number): StreamMinute {
  return { from: new Date(NOW.getTime() - minutesAgo * MINUTE_MS), records, quarantined };
}

function policy(...limits: FailurePolicy['limits']): FailurePolicy {
  return { onLimit: 'block', limits };
}

test('a stream of which nothing was quarantined is far from every limit', () => {
  expect(evaluatePolicy(DEFAULT_FAILURE_POLICY, [minute(1, 100_000, 0)], NOW)).toEqual({
    usage: 0,
    heldUsage: 0,
    nearest: null,
    until: null,
  });
  expect(evaluatePolicy(DEFAULT_FAILURE_POLICY, [], NOW).usage).toBe(0);
});

test('a count is reached by the record that makes it full', () => {
  const five = policy({ count: 5, windowMinutes: 10 });
  expect(evaluatePolicy(five, [minute(1, 400, 4)], NOW)).toMatchObject({ usage: 0.8, until: null });
  expect(evaluatePolicy(five, [minute(1, 400, 4), minute(3, 1, 1)], NOW).usage).toBe(1);
});

test('a ratio says nothing of a few records', () => {
  const tenth = policy({ ratio: 0.1, windowMinutes: 10 });
  expect(evaluatePolicy(tenth, [minute(1, 49, 49)], NOW).usage).toBe(0);
  expect(evaluatePolicy(tenth, [minute(1, 50, 5)], NOW).usage).toBe(1);
  expect(
    evaluatePolicy(policy({ ratio: 0.1, recordsMin: 5, windowMinutes: 10 }), [minute(1, 5, 5)], NOW).usage,
  ).toBe(10);
});

test('count and ratio of one limit must both be reached, one of several limits is enough', () => {
  const both = { count: 10, ratio: 0.5, windowMinutes: 10 };
  expect(evaluatePolicy(policy(both), [minute(1, 1_000, 20)], NOW).usage).toBeCloseTo(0.04);
  const verdict = evaluatePolicy(
    policy(both, { count: 15, windowMinutes: 5 }),
    [minute(1, 1_000, 20), minute(7, 3, 3)],
    NOW,
  );
  expect(verdict.nearest).toEqual({
    limit: { count: 15, windowMinutes: 5 },
    records: 1_000,
    quarantined: 20,
  });
});

test('a minute counts while any of it is within the window', () => {
  const five = policy({ count: 5, windowMinutes: 10 });
  expect(evaluatePolicy(five, [minute(10, 5, 5)], NOW).usage).toBe(1);
  expect(evaluatePolicy(five, [minute(10.6, 5, 5)], NOW).usage).toBe(0);
});

test('a block ends when enough has left the window, also where most of it stays in', () => {
  const five = policy({ count: 5, windowMinutes: 10 });
  const { until } = evaluatePolicy(five, [minute(8, 10, 2), minute(1, 10, 4)], NOW);
  expect(until).toEqual(new Date(NOW.getTime() + 2.5 * MINUTE_MS));
});

test('a block does not end where good minutes that leave the window bring the limit back', () => {
  const half = policy({ ratio: 0.5, recordsMin: 1, windowMinutes: 10 }, { count: 9, windowMinutes: 5 });
  // The count is below its limit soon, but then the good minute leaves the window of the ratio.
  const came = [minute(9, 20, 0), minute(4, 10, 9)];
  const { until } = evaluatePolicy(half, came, NOW);
  expect(until).toEqual(new Date(NOW.getTime() + 6.5 * MINUTE_MS));
});

test('by default a stream goes on, and every twentieth record of a busy one is no cause for an alarm', () => {
  expect(DEFAULT_FAILURE_POLICY.onLimit).toBe('quarantine');
  expect(evaluatePolicy(DEFAULT_FAILURE_POLICY, [minute(1, 2_000, 100)], NOW).usage).toBeLessThan(0.5);
  expect(evaluatePolicy(DEFAULT_FAILURE_POLICY, [minute(1, 50, 10)], NOW).usage).toBe(1);
  expect(evaluatePolicy(DEFAULT_FAILURE_POLICY, [minute(50, 10, 10)], NOW).usage).toBe(2);
});

const limits = fc.array(
  fc
    .record(
      {
        count: fc.integer({ min: 1, max: 50 }),
        ratio: fc.double({ min: 0.01, max: 1, noNaN: true }),
        recordsMin: fc.integer({ min: 1, max: 60 }),
        windowMinutes: fc.integer({ min: 1, max: 30 }),
      },
      { requiredKeys: ['windowMinutes'] },
    )
    .filter(({ count, ratio }) => count !== undefined || ratio !== undefined),
  { minLength: 1, maxLength: 3 },
);
const minutes = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.nat({ max: 40 }), fc.nat({ max: 40 }))
    .map(([ago, good, broken]) => minute(ago, good + broken, broken)),
  { maxLength: 20 },
);

test('a block ends within the longest window, below every limit and staying there, and no earlier', () => {
  fc.assert(
    fc.property(limits, minutes, (some, came) => {
      const { usage, until } = evaluatePolicy(policy(...some), came, NOW);
      expect(until === null).toBe(usage < 1);
      if (until === null) return;
      const longest = Math.max(...some.map(({ windowMinutes }) => windowMinutes));
      expect(until.getTime()).toBeGreaterThan(NOW.getTime());
      expect(until.getTime()).toBeLessThanOrEqual(NOW.getTime() + (longest + 1) * MINUTE_MS);
      const usageAt = (at: number): number => evaluatePolicy(policy(...some), came, new Date(at)).usage;
      expect(usageAt(until.getTime() - 1)).toBeGreaterThanOrEqual(1);
      for (let after = 0; after <= longest; after += 1)
        expect(usageAt(until.getTime() + after * MINUTE_MS)).toBeLessThan(1);
    }),
  );
});

test('neither the order of the minutes nor how they are cut changes the verdict, and one more broken record never helps', () => {
  fc.assert(
    fc.property(limits, minutes, (some, came) => {
      const verdict = evaluatePolicy(policy(...some), came, NOW);
      expect(evaluatePolicy(policy(...some), came.toReversed(), NOW)).toEqual(verdict);
      const cut = came.flatMap(({ from, records, quarantined }) => [
        { from, records: records - quarantined, quarantined: 0 },
        { from, records: quarantined, quarantined },
      ]);
      expect(evaluatePolicy(policy(...some), cut, NOW)).toEqual(verdict);
      expect(evaluatePolicy(policy(...some), [...came, minute(0, 1, 1)], NOW).usage).toBeGreaterThanOrEqual(
        verdict.usage,
      );
    }),
  );
});

test('a stream that sends as it did when it reached a ratio is held, however few of its records are in the window', () => {
  const broken = fc.array(fc.tuple(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(broken, fc.integer({ min: 2, max: 60 }), (came, recordsMin) => {
      const half = policy({ ratio: 0.5, recordsMin, windowMinutes: 15 });
      // Every other record is broken.
      const halves = came.map(([ago, each]) => minute(ago, each * 2, each));
      const { usage, heldUsage } = evaluatePolicy(half, halves, NOW);
      expect([0, 1]).toContain(usage);
      expect(heldUsage).toBe(1);
    }),
  );
});

test('one record more or less about the least number of records is no end of an alarm', () => {
  const [nine, ten] = [9, 10].map((records) =>
    evaluatePolicy(DEFAULT_FAILURE_POLICY, [minute(30, records, records)], NOW),
  );
  expect(ten).toMatchObject({ usage: 2, heldUsage: 2 });
  expect(nine).toMatchObject({ usage: 0, heldUsage: 2 });
});
