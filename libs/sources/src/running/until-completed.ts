import type { Outcome } from '@exchange/pipeline';
import type { SourceReaders } from '@exchange/store';
import { wait } from './wait.ts';

const PAUSE_MS_MIN = 200;
/** While the log is away every source waits for a receipt; all of them together must not keep the database busy. */
const PAUSE_MS_MAX = 2_000;

/**
 * Waits until the drainer has run a receipt. Resolves with `gone` where the receipt is past its retention, with null when the
 * signal aborts.
 */
export async function untilCompleted(
  readers: Pick<SourceReaders, 'outcome'>,
  receiptId: string,
  signal: AbortSignal,
): Promise<Outcome | 'gone' | null> {
  for (let pauseMs = PAUSE_MS_MIN; !signal.aborted; pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX)) {
    const outcome = await readers.outcome(receiptId);
    if (outcome) return outcome;
    await wait(pauseMs, signal);
  }
  return null;
}
