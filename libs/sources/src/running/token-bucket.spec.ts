import fc from 'fast-check';
import { TokenBucket } from './token-bucket.ts';

test('lets through no more than its rate and one burst, whatever the sizes of what is taken', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 300 })), {
        minLength: 1,
        maxLength: 200,
      }),
      (perSecond, steps) => {
        const bucket = new TokenBucket(perSecond, 0);
        let now = 0;
        let taken = 0;
        for (const [count, workMs] of steps) {
          now += bucket.waitMs(now);
          expect(bucket.waitMs(now)).toBe(0);
          // All before this one has been paid for.
          expect(taken).toBeLessThanOrEqual(perSecond + (now * perSecond) / 1_000);
          bucket.take(count, now);
          taken += count;
          now += workMs;
        }
      },
    ),
  );
});

test('keeps up its rate when the work itself takes less time', () => {
  const bucket = new TokenBucket(500, 0);
  let now = 0;
  let taken = 0;
  while (now < 20_000) {
    now += bucket.waitMs(now);
    bucket.take(100, now);
    taken += 100;
    now += 40;
  }
  expect(taken / (now / 1_000)).toBeGreaterThan(490);
});

test('takes up a new rate at once', () => {
  const bucket = new TokenBucket(10, 0);
  bucket.take(110, 0);
  expect(bucket.waitMs(0)).toBeGreaterThan(9_000);
  bucket.setRate(1_000);
  expect(bucket.waitMs(0)).toBeLessThan(120);
});
