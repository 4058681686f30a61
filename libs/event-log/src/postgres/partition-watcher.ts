import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Position } from '../port.ts';
import { asLogError } from './postgres-error.ts';

export interface PartitionBounds {
  readonly earliest: Position;
  readonly next: Position;
}

interface Waiter {
  readonly partitionId: number;
  readonly isOver: (bounds: PartitionBounds) => boolean;
  readonly resolve: (bounds: PartitionBounds | null) => void;
  readonly reject: (error: Error) => void;
}

/** Polling is the truth: an event is seen after this time even when its hint was lost. */
const pollIntervalMs = 150;
/** Hints in quick succession share a poll. */
const pollIntervalMsMin = 10;

/** One poll of the counters for everybody in this process who waits for a partition; it rests when nobody does. */
export class PartitionWatcher {
  readonly #pool: Pool;
  readonly #waiters = new Set<Waiter>();
  #polling: Promise<void> | null = null;
  #hinted = false;
  #wakeUp: () => void = () => undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * Resolves with the bounds of a poll that began after the call as soon as they satisfy the condition; null when the
   * signal was given. Rejects with an ExchangeError when the counters cannot be read.
   */
  async waitFor(
    partitionId: number,
    isOver: (bounds: PartitionBounds) => boolean,
    signal: AbortSignal,
  ): Promise<PartitionBounds | null> {
    if (signal.aborted) return null;
    return new Promise((resolve, reject) => {
      const settle = <T>(settled: (value: T) => void) => {
        return (value: T): void => {
          this.#waiters.delete(waiter);
          signal.removeEventListener('abort', onAbort);
          settled(value);
        };
      };
      const waiter: Waiter = { partitionId, isOver, resolve: settle(resolve), reject: settle(reject) };
      const onAbort = (): void => waiter.resolve(null);
      signal.addEventListener('abort', onAbort);
      this.#waiters.add(waiter);
      this.hint();
      this.#polling ??= this.#poll();
    });
  }

  /** A hint: the counters have probably moved. */
  hint(): void {
    this.#hinted = true;
    this.#wakeUp();
  }

  /** Resolves when no poll is under way. Called when nobody waits any more. */
  async close(): Promise<void> {
    this.#wakeUp();
    await this.#polling;
  }

  async #poll(): Promise<void> {
    // Whoever begins to wait in the same moment shares the first poll.
    await Promise.resolve();
    while (this.#waiters.size > 0) {
      this.#hinted = false;
      const waiters = [...this.#waiters];
      try {
        this.#tell(waiters, await this.#readBounds(waiters));
      } catch (error) {
        for (const waiter of waiters) waiter.reject(asLogError(error));
      }
      await delay(pollIntervalMsMin);
      if (!this.#hinted) await this.#rest();
    }
    this.#polling = null;
  }

  /** Until the next poll is due, there is a hint, or somebody else waits. */
  async #rest(): Promise<void> {
    const controller = new AbortController();
    this.#wakeUp = () => controller.abort();
    await delay(pollIntervalMs, undefined, { signal: controller.signal }).catch(() => undefined);
    this.#wakeUp = () => undefined;
  }

  async #readBounds(waiters: readonly Waiter[]): Promise<Map<number, PartitionBounds>> {
    const ids = [...new Set(waiters.map(({ partitionId }) => partitionId))];
    const { rows } = await this.#pool.query<{ partition_id: number; next: string; earliest: string }>({
      name: 'watch',
      text: 'SELECT partition_id, next, earliest FROM event_log.partitions WHERE partition_id = ANY($1)',
      values: [ids],
    });
    return new Map(
      rows.map((row) => [row.partition_id, { next: Number(row.next), earliest: Number(row.earliest) }]),
    );
  }

  #tell(waiters: readonly Waiter[], bounds: ReadonlyMap<number, PartitionBounds>): void {
    for (const waiter of waiters) {
      const found = bounds.get(waiter.partitionId);
      if (found && waiter.isOver(found)) waiter.resolve(found);
    }
  }
}
