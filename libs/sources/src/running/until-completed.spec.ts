import { untilCompleted } from './until-completed.ts';

test('asks less and less often while the log is away', async () => {
  let asked = 0;
  const readers = { outcome: async () => ((asked += 1), null) };
  expect(await untilCompleted(readers, 'r', AbortSignal.timeout(3_100))).toBeNull();
  // At 0, 0.2, 0.6, 1.4 and 3.0 s.
  expect(asked).toBe(5);
});

test('tells a receipt that is gone from one that is not completed yet', async () => {
  const answers = [null, 'gone'] as const;
  let asked = 0;
  const readers = { outcome: async () => answers[asked++]! };
  expect(await untilCompleted(readers, 'r', AbortSignal.timeout(3_000))).toBe('gone');
});
