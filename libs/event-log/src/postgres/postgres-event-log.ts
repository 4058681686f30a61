import { ExchangeError, type ExchangeEvent } from '@exchange/contracts';
import type { Pool } from 'pg';
import { AppendQueue } from '../append-queue.ts';
import { pause } from '../back-off.ts';
import { GroupSubscription } from '../group-subscription.ts';
import type { EventLogHooks } from '../hooks.ts';
import { missingTopic } from '../missing-topic.ts';
import type {
  EventLog,
  LoggedEvent,
  Positions,
  ReadRequest,
  ReadResult,
  RunningSubscription,
  Subscription,
  TopicSettings,
} from '../port.ts';
import { Tails } from '../tails.ts';
import { Appender } from './appender.ts';
import { openPool } from './connection.ts';
import { EventReader } from './event-reader.ts';
import { HintChannel } from './hint-channel.ts';
import { LeaseMembership } from './lease-membership.ts';
import { PartitionWatcher, type PartitionBounds } from './partition-watcher.ts';
import { asLogError } from './postgres-error.ts';
import { sweepRetention } from './retention.ts';
import { TopicDirectory } from './topic-directory.ts';

export interface PostgresLogSettings {
  readonly kind: 'postgres';
  /** Database with the schema `event_log`, see `migratePostgresEventLog`. Sessions must be real ones (LISTEN). */
  readonly url: string;
  /** Sessions for reading; appending and hints have one more each. */
  readonly poolSessionsMax?: number;
  /** How often events past their retention are removed; 0 = never by this process. */
  readonly sweepIntervalMs?: number;
}

const poolSessionsDefault = 8;
const sweepIntervalMsDefault = 10 * 60_000;
const LIMITS = { eventsMax: 2000, bytesMax: 4_000_000, queuedBytesMax: 64_000_000, lingerMs: 0 } as const;

/** The event log in PostgreSQL: the embedded default, for one machine or a few. */
export class PostgresEventLog implements EventLog {
  readonly #pool: Pool;
  readonly #endPool: () => Promise<void>;
  readonly #hooks: EventLogHooks;
  readonly #topics: TopicDirectory;
  readonly #hints: HintChannel;
  readonly #watcher: PartitionWatcher;
  readonly #reader: EventReader;
  readonly #appender: Appender;
  readonly #queue: AppendQueue;
  readonly #tails: Tails;
  readonly #subscriptions = new Set<RunningSubscription>();
  readonly #controller = new AbortController();
  readonly #sweeping: Promise<void>;
  #closing: Promise<void> | null = null;

  constructor(settings: PostgresLogSettings, hooks: EventLogHooks = {}) {
    this.#hooks = hooks;
    const { pool, end } = openPool(settings.url, settings.poolSessionsMax ?? poolSessionsDefault);
    this.#pool = pool;
    this.#endPool = end;
    this.#topics = new TopicDirectory(this.#pool);
    this.#hints = new HintChannel(settings.url);
    this.#watcher = new PartitionWatcher(this.#pool);
    this.#hints.listen((hint) => {
      if ('topicIds' in hint) this.#watcher.hint();
    });
    this.#reader = new EventReader(this.#pool, this.#topics, this.#watcher);
    this.#appender = new Appender(settings.url, this.#topics);
    this.#queue = new AppendQueue({
      ...LIMITS,
      check: (events) => this.#check(events),
      send: (events, signal) => this.#send(events, signal),
    });
    this.#tails = new Tails(
      this.#reader,
      (topic) => this.bounds(topic),
      (error) => this.#report(error),
    );
    this.#sweeping = this.#keepSweeping(settings.sweepIntervalMs ?? sweepIntervalMsDefault);
  }

  async ensureTopics(topics: readonly TopicSettings[]): Promise<void> {
    await this.#topics.ensure(topics).catch(rethrow);
  }

  append(events: readonly ExchangeEvent[], { deadlineMs }: { deadlineMs: number }): Promise<void> {
    return this.#queue.append(events, deadlineMs);
  }

  async subscribe(subscription: Subscription): Promise<RunningSubscription> {
    const { group, topics } = subscription;
    const membership = new LeaseMembership({
      pool: this.#pool,
      topics: this.#topics,
      hints: this.#hints,
      group,
      subscribed: topics,
      onError: (error) => this.#report(error),
    });
    const running = new GroupSubscription(subscription, this.#reader, membership);
    this.#subscriptions.add(running);
    await running.start();
    return {
      stop: async () => {
        await running.stop();
        this.#subscriptions.delete(running);
      },
    };
  }

  read(request: ReadRequest): Promise<ReadResult> {
    return this.#reader.read(request);
  }

  tail(
    topic: string,
    onEvents: (events: readonly LoggedEvent[]) => void,
  ): Promise<{ from: Positions; stop: () => void }> {
    return this.#tails.listen(topic, onEvents);
  }

  bounds(topic: string): Promise<ReadonlyMap<number, PartitionBounds>> {
    return this.#reader.bounds(topic);
  }

  async ping(): Promise<void> {
    await this.#pool.query('SELECT FROM event_log.topics LIMIT 1').catch(rethrow);
  }

  /** Removes what is past its retention now, without waiting for the next round. */
  async sweep(): Promise<void> {
    await sweepRetention(this.#pool, this.#controller.signal).catch(rethrow);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#controller.abort();
    await this.#queue.close();
    await this.#tails.close();
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.stop()));
    await this.#watcher.close();
    await this.#sweeping;
    await this.#appender.close();
    await this.#hints.close();
    await this.#endPool();
  }

  #check(events: readonly ExchangeEvent[]): Promise<void> | null {
    // PostgreSQL's text cannot hold it, and one such event would cost a whole batch.
    if (events.some(({ value }) => value.includes('\0')))
      throw new ExchangeError('log-rejected', 'the value is not JSON text', { retryable: false });
    const unknown = new Set(events.map(({ topic }) => topic).filter((topic) => !this.#topics.known(topic)));
    if (unknown.size === 0) return null;
    return Promise.all([...unknown].map((topic) => this.#findTopic(topic))).then(() => undefined);
  }

  async #findTopic(topic: string): Promise<void> {
    try {
      await this.#topics.find(topic);
    } catch (error) {
      const failure = asLogError(error);
      throw failure.code === 'log-rejected' ? missingTopic(topic, failure) : failure;
    }
  }

  async #send(events: readonly ExchangeEvent[], signal: AbortSignal): Promise<void> {
    await this.#appender.append(events, signal).catch(rethrow);
    this.#hints.appended(new Set(events.map(({ topic }) => this.#topics.known(topic)?.topicId ?? 0)));
  }

  async #keepSweeping(intervalMs: number): Promise<void> {
    const { signal } = this.#controller;
    if (intervalMs === 0) return;
    while (!signal.aborted) {
      await pause(intervalMs, signal);
      if (!signal.aborted) await this.sweep().catch((error: unknown) => this.#report(error));
    }
  }

  #report(error: unknown): void {
    this.#hooks.onError?.(error);
  }
}

function rethrow(error: unknown): never {
  throw asLogError(error);
}
