import assert from 'node:assert/strict';

/** Consecutive events of one partition, and where the group's position stands before and after them. */
export interface BatchPart<E extends { readonly position: number }> {
  readonly events: readonly E[];
  readonly from: number;
  readonly next: number;
}

export interface DeliveryPorts<E extends { readonly position: number }> {
  /** The effect of the events and the move of the position from `from` to `next`, in one transaction. */
  apply(part: BatchPart<E>): Promise<void>;
  /** Keeps the one event of `part` as a delivery failure and moves the position past it, in one transaction. */
  keepFailure(part: BatchPart<E>, error: unknown): Promise<void>;
  /** The world is wrong (database down, position moved): the same call may succeed later. */
  isRetryable(error: unknown): boolean;
}

/**
 * Applies a batch. A failure that no retry can mend splits it until the bad event stands alone, which is kept aside so
 * that the events behind it go on; what stands before it is committed by then. Rejects with retryable errors only (and
 * with whatever `keepFailure` throws): the caller goes on from the position row.
 *
 * @returns how many events were kept as failures
 */
export async function deliverBatch<E extends { readonly position: number }>(
  batch: BatchPart<E>,
  ports: DeliveryPorts<E>,
): Promise<number> {
  try {
    await ports.apply(batch);
    return 0;
  } catch (error) {
    if (ports.isRetryable(error) || batch.events.length === 0) throw error;
    if (batch.events.length === 1) {
      await ports.keepFailure(batch, error);
      return 1;
    }
  }
  const [left, right] = split(batch);
  return (await deliverBatch(left, ports)) + (await deliverBatch(right, ports));
}

function split<E extends { readonly position: number }>(batch: BatchPart<E>): [BatchPart<E>, BatchPart<E>] {
  const middle = batch.events.length >> 1;
  const first = batch.events[middle];
  assert(
    first !== undefined && first.position >= batch.from && first.position < batch.next,
    'events lie in their batch',
  );
  return [
    { events: batch.events.slice(0, middle), from: batch.from, next: first.position },
    { events: batch.events.slice(middle), from: first.position, next: batch.next },
  ];
}
