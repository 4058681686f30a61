import { setTimeout as sleep } from 'node:timers/promises';

/** A timer that is set for longer goes off at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Resolves after so many ms, weeks too, or when the signal aborts. Never rejects. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  for (let left = ms; left > 0 && !signal.aborted; left -= TIMER_MS_MAX)
    await sleep(Math.min(left, TIMER_MS_MAX), undefined, { signal }).catch(() => undefined);
}
