import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a condition that other processes bring about; rejects with the description when the time is up. */
export async function waitUntil(
  description: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${description}`);
    await delay(20);
  }
}
