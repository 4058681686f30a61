import { ExchangeError } from '@exchange/contracts';
import { BackOff, pause } from './back-off.ts';
import type { PartitionSource } from './partition-source.ts';
import type { Position, Subscription } from './port.ts';

export interface PartitionLoop {
  readonly topic: string;
  readonly partition: number;
  readonly subscription: Subscription;
  readonly source: PartitionSource;
  /** Whether this member may still take the partition to be its own: asked before every delivery. */
  readonly holds: () => boolean;
}

const batchEventsDefault = 500;
const retryFirstMs = 50;
const retryMaxMs = 10_000;
/** How long a member that is no longer sure of its partition waits before it looks again. */
const unsureMs = 100;

/**
 * Delivers one partition to one group until the signal is given: start at the group's position row, and go back to it after
 * every failure. The batch at hand is always finished before it resolves.
 */
export async function runPartitionLoop(loop: PartitionLoop, signal: AbortSignal): Promise<void> {
  const { topic, partition, subscription } = loop;
  const backOff = new BackOff(retryFirstMs, retryMaxMs);
  /** undefined = not known, the row must be read; null = the row is not there yet. */
  let position: Position | null | undefined;
  while (!signal.aborted) {
    try {
      if (position === undefined) position = await subscription.from(topic, partition);
      position = await deliverNext(loop, position, signal);
      backOff.reset();
    } catch (error) {
      position = undefined;
      // The row moved under us: another member was faster. That is how a take-over looks, not a failure.
      const isMoved = error instanceof ExchangeError && error.code === 'position-moved';
      if (!isMoved && !signal.aborted) subscription.onError?.(error, { topic, partition });
      await backOff.wait(signal);
    }
  }
}

async function deliverNext(
  loop: PartitionLoop,
  position: Position | null,
  signal: AbortSignal,
): Promise<Position | null> {
  const { topic, partition, subscription, source } = loop;
  const eventsMax = subscription.batchEventsMax ?? batchEventsDefault;
  const fetched = await source.fetch({ topic, partition, position, eventsMax }, signal);
  if (signal.aborted) return position;
  if (!loop.holds()) {
    await pause(unsureMs, signal);
    return position;
  }
  if (fetched.kind === 'gap') {
    // A group without a row begins at the earliest event: nothing of its own is lost.
    if (position !== null)
      await subscription.onGap({ topic, partition, expected: position, earliest: fetched.earliest });
    return fetched.earliest;
  }
  const { events, next } = fetched;
  if (events.length === 0) return position === null ? null : next;
  await subscription.onBatch({ topic, partition, events, from: position ?? fetched.from, next });
  return next;
}
