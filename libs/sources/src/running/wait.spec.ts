import { setTimeout as sleep } from 'node:timers/promises';
import { wait } from './wait.ts';

test('waits for longer than a timer can be set, such as for a schedule that comes once a year', async () => {
  const stopping = new AbortController();
  const waiting = wait(366 * 86_400_000, stopping.signal).then(() => 'over');
  expect(await Promise.race([waiting, sleep(100, 'still waiting')])).toBe('still waiting');
  stopping.abort();
  expect(await waiting).toBe('over');
});

test('does not wait when it was told to stop before', async () => {
  await expect(wait(60_000, AbortSignal.abort())).resolves.toBeUndefined();
});
