import { setTimeout as pause } from 'node:timers/promises';
import type { ReachedPosition } from '@exchange/consuming';
import type { EventLog } from '@exchange/event-log';
import { positionsOf, withStoreErrors, type Store } from '@exchange/store';

/** How often positions are read that another process moves. */
const POLL_MS = 50;

/** How far a group has come, in whichever process: its own moves are told, the others' are read. */
export class ReachedPositions {
  private readonly pool: Store['pool'];
  private readonly log: Pick<EventLog, 'bounds'>;
  private readonly group: string;
  /** By topic and partition. */
  private readonly reached = new Map<string, Map<number, number>>();
  private readonly readings = new Map<string, Promise<void>>();
  private move = Promise.withResolvers<void>();

  constructor(parts: {
    readonly pool: Store['pool'];
    readonly log: Pick<EventLog, 'bounds'>;
    readonly group: string;
  }) {
    this.pool = parts.pool;
    this.log = parts.log;
    this.group = parts.group;
  }

  /** The group moved, forward or over a gap. */
  moved({ topic, partition, position }: ReachedPosition): void {
    this.of(topic).set(partition, position);
    this.move.resolve();
    this.move = Promise.withResolvers();
  }

  /** What was known of a topic need not hold: its log may have been made anew. */
  forget(topic: string): void {
    this.reached.delete(topic);
  }

  /** Waits until the group has passed these positions of a topic. Rejects when the signal is given. */
  async reach(topic: string, ends: ReadonlyMap<number, number>, signal: AbortSignal): Promise<void> {
    const isThere = (): boolean =>
      [...ends].every(([partition, end]) => (this.of(topic).get(partition) ?? 0) >= end);
    if (!this.reached.has(topic)) await this.read(topic);
    while (!isThere()) {
      signal.throwIfAborted();
      const woken = await Promise.race([this.move.promise, pause(POLL_MS, 'late' as const)]);
      if (woken === 'late') await this.read(topic);
    }
  }

  private of(topic: string): Map<number, number> {
    const known = this.reached.get(topic) ?? new Map<number, number>();
    this.reached.set(topic, known);
    return known;
  }

  // Whoever waits at the same time shares one reading.
  private read(topic: string): Promise<void> {
    const reading =
      this.readings.get(topic) ?? this.readPositions(topic).finally(() => this.readings.delete(topic));
    this.readings.set(topic, reading);
    return reading;
  }

  // A position beyond the end is one of the log before this one: the group has not noticed yet.
  private async readPositions(topic: string): Promise<void> {
    const standing = await withStoreErrors(() => positionsOf(this.pool, this.group));
    const bounds = await this.log.bounds(topic);
    const known = this.of(topic);
    for (const { topic: name, partition, position } of standing) {
      if (name !== topic || position > (bounds.get(partition)?.next ?? 0)) continue;
      known.set(partition, Math.max(position, known.get(partition) ?? 0));
    }
  }
}
