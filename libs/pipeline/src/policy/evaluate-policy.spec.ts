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

test('what has left the window counts no more', () => {
  const five = policy({ count: 5, windowMinutes: 10 });
  expect(evaluatePolicy(five, [minute(9.9, 5, 5)], NOW).usage).toBe(1);
  expect(evaluatePolicy(five, [minute(10, 5, 5)], NOW).usage).toBe(0);
});

test('a block ends when enough has left the window, also where most of it stays in', () => {
  const five = policy({ count: 5, windowMinutes: 10 });
  const { until } = evaluatePolicy(five, [minute(8, 10, 2), minute(1, 10, 4)], NOW);
  expect(until).toEqual(new Date(NOW.getTime() + 2 * MINUTE_MS));
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

test('a block ends within the longest window, below every limit, and no minute earlier', () => {
  fc.assert(
    fc.property(limits, minutes, (some, came) => {
      const { usage, until } = evaluatePolicy(policy(...some), came, NOW);
      expect(until === null).toBe(usage < 1);
      if (until === null) return;
      const longest = Math.max(...some.map(({ windowMinutes }) => windowMinutes));
      expect(until.getTime()).toBeGreaterThan(NOW.getTime());
      expect(until.getTime()).toBeLessThanOrEqual(NOW.getTime() + longest * MINUTE_MS);
      expect(evaluatePolicy(policy(...some), came, until).usage).toBeLessThan(1);
      for (let at = NOW.getTime() + MINUTE_MS; at < until.getTime(); at += MINUTE_MS)
        expect(evaluatePolicy(policy(...some), came, new Date(at)).usage).toBeGreaterThanOrEqual(1);
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
