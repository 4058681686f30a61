import { ExchangeError, type ExchangeEvent } from '@exchange/contracts';
import { Kafka } from 'kafkajs';
import { AppendQueue } from '../append-queue.ts';
import { withDeadline } from '../deadline.ts';
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
import { calmRequestQueue } from './calm-request-queue.ts';
import { ClusterConnection } from './cluster-connection.ts';
import { GroupMembership } from './group-membership.ts';
import { asLogError, isUnknownTopic } from './kafka-error.ts';
import { KAFKAJS_LOG_LEVEL, logCreator } from './kafka-logger.ts';
import type { KafkaLogSettings } from './kafka-settings.ts';
import { LogReader } from './log-reader.ts';
import type { PartitionBounds } from './offsets.ts';
import { PartitionFetcher } from './partition-fetcher.ts';
import { Producer } from './producer.ts';
import { ensureTopics } from './topic-admin.ts';
import { TrackedSockets } from './tracked-sockets.ts';

/** What a topic that we created takes, less its envelope. */
const eventBytesMax = 8_000_000;
const LIMITS = { eventsMax: 4000, bytesMax: 6_000_000, queuedBytesMax: 64_000_000, lingerMs: 1 } as const;

/** The event log in Kafka: what scales past one machine. */
export class KafkaEventLog implements EventLog {
  readonly #settings: KafkaLogSettings;
  readonly #hooks: EventLogHooks;
  /** Appends, pages and each reader have connections of their own: a broker answers one request of each at a time. */
  readonly #producing: ClusterConnection;
  readonly #reading: ClusterConnection;
  readonly #reader: LogReader;
  readonly #queue: AppendQueue;
  readonly #tailing: PartitionFetcher;
  readonly #tails: Tails;
  readonly #knownTopics = new Set<string>();
  readonly #subscriptions = new Set<RunningSubscription>();
  #closing: Promise<void> | null = null;

  constructor(settings: KafkaLogSettings, hooks: EventLogHooks = {}) {
    calmRequestQueue();
    this.#settings = settings;
    this.#hooks = hooks;
    this.#producing = new ClusterConnection(settings, hooks);
    this.#reading = new ClusterConnection(settings, hooks);
    this.#reader = new LogReader(this.#reading, this.#onForeign);
    const producer = new Producer(this.#producing);
    this.#queue = new AppendQueue({
      ...LIMITS,
      check: (events) => this.#check(events),
      send: (events, signal) => producer.send(events, signal),
    });
    this.#tailing = this.#fetcher();
    this.#tails = new Tails(
      this.#tailing,
      (topic) => this.bounds(topic),
      (error) => hooks.onError?.(error),
    );
  }

  async ensureTopics(topics: readonly TopicSettings[]): Promise<void> {
    const sockets = new TrackedSockets();
    const { brokers, clientId, sasl, ssl } = this.#settings;
    const kafka = new Kafka({
      brokers: [...brokers],
      clientId,
      ...(sasl ? { sasl } : {}),
      ...(ssl ? { ssl } : {}),
      socketFactory: sockets.factory,
      connectionTimeout: 3000,
      logLevel: KAFKAJS_LOG_LEVEL,
      logCreator: logCreator(this.#hooks),
    });
    const admin = kafka.admin({ retry: { retries: 3, initialRetryTime: 100 } });
    try {
      await admin.connect();
      await ensureTopics(admin, this.#settings, topics);
    } catch (error) {
      throw asLogError(error);
    } finally {
      await admin.disconnect().catch(() => undefined);
      sockets.destroy();
    }
  }

  append(events: readonly ExchangeEvent[], { deadlineMs }: { deadlineMs: number }): Promise<void> {
    return this.#queue.append(events, deadlineMs);
  }

  async subscribe(subscription: Subscription): Promise<RunningSubscription> {
    const fetcher = this.#fetcher();
    const { group, topics } = subscription;
    const membership = new GroupMembership(this.#settings, this.#hooks, group, topics);
    const running = new GroupSubscription(subscription, fetcher, membership);
    const stop = async (): Promise<void> => {
      await running.stop();
      await fetcher.close();
      this.#subscriptions.delete(member);
    };
    const member = { stop };
    this.#subscriptions.add(member);
    await running.start();
    return member;
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
    try {
      await withDeadline(this.#reading.refresh(), pingMsMax);
    } catch (error) {
      this.#reading.reset();
      throw asLogError(error);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#reader.close();
    await this.#queue.close();
    await this.#tails.close();
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.stop()));
    await this.#tailing.close();
    await Promise.all([this.#producing.close(), this.#reading.close()]);
  }

  #check(events: readonly ExchangeEvent[]): Promise<void> | null {
    const unknown = new Set<string>();
    for (const { topic, value } of events) {
      if (!this.#knownTopics.has(topic)) unknown.add(topic);
      if (value.length > eventBytesMax / 3 && Buffer.byteLength(value) > eventBytesMax)
        throw new ExchangeError('log-rejected', `an event is larger than ${eventBytesMax} bytes`, {
          retryable: false,
        });
    }
    if (unknown.size === 0) return null;
    return Promise.all([...unknown].map((topic) => this.#findTopic(topic))).then(() => undefined);
  }

  #fetcher(): PartitionFetcher {
    return new PartitionFetcher(new ClusterConnection(this.#settings, this.#hooks), this.#onForeign);
  }

  readonly #onForeign = (at: { topic: string; partition: number; position: number }): void => {
    const place = `${at.topic}/${at.partition} at ${at.position}`;
    const message = `a record that is not an exchange event was passed over: ${place}`;
    this.#hooks.onError?.(new ExchangeError('log-rejected', message, { retryable: false }));
  };

  async #findTopic(topic: string): Promise<void> {
    try {
      await this.#reading.leaders(topic);
      this.#knownTopics.add(topic);
    } catch (error) {
      if (isUnknownTopic(error)) throw missingTopic(topic, error);
      this.#reading.reset();
      throw asLogError(error);
    }
  }
}

const pingMsMax = 10_000;
