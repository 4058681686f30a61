import { setTimeout as pause } from 'node:timers/promises';
import { ExchangeError } from '@exchange/contracts';
import type { EventBatch, EventLog, Gap, LoggedEvent, RunningSubscription } from '@exchange/event-log';
import type { Logger } from '@exchange/runtime';
import {
  inTransaction,
  moveOverGap,
  movePosition,
  positionOf,
  positionsOf,
  withStoreErrors,
  type Store,
} from '@exchange/store';
import { turns } from '../turns.ts';
import type { RecordScope } from './record-scope.ts';
import { readMoves, rememberScopes } from './scope-memory.store.ts';

/** Events of a batch that moved their record, with where it was before. */
export type ScopeMoves = ReadonlyMap<LoggedEvent, RecordScope>;

const BATCH_EVENTS_MAX = 1_000;
/** Partitions come side by side; connections are left for the tokens and for the readers. */
const TRANSACTIONS_AT_ONCE_MAX = 3;
/** How often positions are read that another process moves. */
const PROGRESS_POLL_MS = 50;

/**
 * Remembers in PostgreSQL where each record belonged last, so that a reader is told when one leaves its scope, also after a
 * break and in whichever process. A consumer of every topic like any other: its rows and its position move together.
 */
export class ScopeMemory {
  private readonly store: Store;
  private readonly eventLog: EventLog;
  private readonly group: string;
  private readonly log: Logger;
  private readonly progress = new Map<string, number>();
  private readonly inTurn = turns(TRANSACTIONS_AT_ONCE_MAX);
  private subscription: RunningSubscription | null = null;
  private isStopped = false;
  private commit = Promise.withResolvers<void>();

  constructor(parts: {
    readonly store: Store;
    readonly eventLog: EventLog;
    readonly group: string;
    readonly log: Logger;
  }) {
    this.store = parts.store;
    this.eventLog = parts.eventLog;
    this.group = parts.group;
    this.log = parts.log;
  }

  async start(topics: readonly string[]): Promise<void> {
    const { group } = this;
    const { pool } = this.store;
    this.subscription = await this.eventLog.subscribe({
      group,
      topics,
      from: (topic, partition) => withStoreErrors(() => positionOf(pool, { group, topic, partition })),
      onBatch: (batch) => this.remember(batch),
      onGap: (gap) => this.skip(gap),
      onError: (error, at) => this.log.warn('scopes.retrying', at, error),
      batchEventsMax: BATCH_EVENTS_MAX,
    });
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.commit.resolve();
    await this.subscription?.stop();
  }

  /** Waits until the memory has seen the events, then says which of them moved a record. */
  async movesOf(topic: string, events: readonly LoggedEvent[]): Promise<ScopeMoves> {
    const ends = new Map<number, number>();
    for (const { partition, position } of events)
      ends.set(partition, Math.max(position + 1, ends.get(partition) ?? 0));
    await this.reach(topic, ends);
    return withStoreErrors(() => readMoves(this.store.pool, topic, events));
  }

  private async remember(batch: EventBatch): Promise<void> {
    const { topic, partition, from, next } = batch;
    await this.inTurn(() =>
      inTransaction(this.store.pool, async (client) => {
        await movePosition(client, { group: this.group, topic, partition, from, to: next });
        await rememberScopes(client, batch);
      }),
    );
    this.advance(topic, partition, next);
  }

  private async skip({ topic, partition, expected, earliest }: Gap): Promise<void> {
    this.log.warn('scopes.gap', { topic, partition, expected, earliest });
    await inTransaction(this.store.pool, (client) =>
      moveOverGap(client, { group: this.group, topic, partition, from: expected, to: earliest }),
    );
    this.advance(topic, partition, earliest);
  }

  private advance(topic: string, partition: number, position: number): void {
    this.progress.set(`${topic}/${partition}`, position);
    this.commit.resolve();
    this.commit = Promise.withResolvers();
  }

  private async reach(topic: string, ends: ReadonlyMap<number, number>): Promise<void> {
    const isThere = (): boolean =>
      [...ends].every(([partition, end]) => (this.progress.get(`${topic}/${partition}`) ?? 0) >= end);
    while (!isThere()) {
      if (this.isStopped) throw new ExchangeError('stopping', 'the process stops', { retryable: true });
      const woken = await Promise.race([this.commit.promise, pause(PROGRESS_POLL_MS, 'late' as const)]);
      if (woken === 'late') await this.refresh();
    }
  }

  private async refresh(): Promise<void> {
    const standing = await withStoreErrors(() => positionsOf(this.store.pool, this.group));
    for (const { topic, partition, position } of standing) {
      const name = `${topic}/${partition}`;
      this.progress.set(name, Math.max(position, this.progress.get(name) ?? 0));
    }
  }
}
