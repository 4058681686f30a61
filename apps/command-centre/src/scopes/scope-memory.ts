import { GroupConsumer } from '@exchange/consuming';
import type { EventLog, LoggedEvent } from '@exchange/event-log';
import type { Logger, Metrics } from '@exchange/runtime';
import { withStoreErrors, type Store, type TableEffect } from '@exchange/store';
import { turns } from '../turns.ts';
import { ReachedPositions } from './reached-positions.ts';
import { dropNotes, readNotes, rememberScopes, type EventNotes } from './scope-memory.store.ts';

/** Partitions come side by side; connections are left for the tokens and for the readers. */
const TRANSACTIONS_AT_ONCE_MAX = 3;

/**
 * Remembers in PostgreSQL where each record belonged last and how new that was, so that a reader is told when one leaves its
 * scope, and not told of what is outdated: also after a break and in whichever process. A consumer of every topic like any
 * other: its rows and its position move together, and an event that it cannot take is kept aside.
 */
export class ScopeMemory {
  readonly consumer: GroupConsumer;
  private readonly pool: Store['pool'];
  private readonly progress: ReachedPositions;

  constructor(parts: {
    readonly store: Store;
    readonly eventLog: Pick<EventLog, 'bounds'>;
    readonly group: string;
    readonly topics: readonly string[];
    readonly log: Logger;
    readonly metrics: Metrics;
  }) {
    const { group, topics, log, metrics } = parts;
    const { pool } = parts.store;
    this.pool = pool;
    this.progress = new ReachedPositions({ pool, log: parts.eventLog, group });
    this.consumer = new GroupConsumer({
      name: 'scopes',
      group,
      effects: new Map(topics.map((topic) => [topic, remembering(topic)])),
      pool,
      log,
      metrics,
      gapEffect: dropNotes,
      inTurn: turns(TRANSACTIONS_AT_ONCE_MAX),
      onMoved: (reached) => this.progress.moved(reached),
    });
  }

  /** Waits until the memory has passed the events, then gives their notes. Rejects when the signal is given. */
  async notesOf(topic: string, events: readonly LoggedEvent[], signal: AbortSignal): Promise<EventNotes> {
    const ends = new Map<number, number>();
    for (const { partition, position } of events)
      ends.set(partition, Math.max(position + 1, ends.get(partition) ?? 0));
    await this.progress.reach(topic, ends, signal);
    return withStoreErrors(() => readNotes(this.pool, topic, events));
  }

  /** To be called where a topic's log may have been made anew: how far the memory was need not hold. */
  forgetProgress(topic: string): void {
    this.progress.forget(topic);
  }
}

function remembering(topic: string): TableEffect<LoggedEvent> {
  return (client, partition, events) => rememberScopes(client, topic, partition, events);
}
