import { Kafka, type Consumer } from 'kafkajs';
import { BackOff } from '../back-off.ts';
import type { AssignmentListener, Membership, TopicPartition } from '../group-subscription.ts';
import type { EventLogHooks } from '../hooks.ts';
import { KAFKAJS_LOG_LEVEL, logCreator } from './kafka-logger.ts';
import type { KafkaLogSettings } from './kafka-settings.ts';
import { TrackedSockets } from './tracked-sockets.ts';

/** A member that says nothing for so long loses its partitions: the least that brokers accept by default. */
const sessionMs = 6000;
const heartbeatMs = 1500;
/** The broker counts from when a heartbeat reached it, we from its answer. */
const sessionMarginMs = 500;
const rebalanceMs = 10_000;
/** How often kafkajs looks whether a heartbeat is due while it has nothing to fetch. */
const lookMs = 500;
const leaveMsMax = 5000;

/**
 * Membership in a Kafka consumer group through the consumer of kafkajs, with every topic paused: it joins, sends heartbeats
 * and follows rebalances, and never fetches. Reading is done by `PartitionFetcher`; offsets are never committed, because
 * the group's own position rows are the truth.
 */
export class GroupMembership implements Membership {
  readonly #settings: KafkaLogSettings;
  readonly #hooks: EventLogHooks;
  readonly #group: string;
  readonly #topics: readonly string[];
  readonly #controller = new AbortController();
  #leaveNow: () => Promise<void> = () => Promise.resolve();
  #staying: Promise<void> = Promise.resolve();
  #heldUntil = 0;

  constructor(settings: KafkaLogSettings, hooks: EventLogHooks, group: string, topics: readonly string[]) {
    this.#settings = settings;
    this.#hooks = hooks;
    this.#group = group;
    this.#topics = topics;
  }

  join(listener: AssignmentListener): Promise<void> {
    const tried = Promise.withResolvers<void>();
    this.#staying = this.#stay(listener, tried.resolve);
    return tried.promise;
  }

  holds(): boolean {
    return performance.now() < this.#heldUntil;
  }

  async leave(): Promise<void> {
    this.#controller.abort();
    await this.#leaveNow();
    await this.#staying;
  }

  /** One consumer after the other: a crashed one is replaced, for ever. */
  async #stay(listener: AssignmentListener, onTried: () => void): Promise<void> {
    const { signal } = this.#controller;
    const backOff = new BackOff(200, 5000);
    while (!signal.aborted) {
      const sockets = new TrackedSockets();
      const consumer = this.#consumer(sockets);
      const crashed = Promise.withResolvers<unknown>();
      this.#leaveNow = async () => {
        await disconnect(consumer, sockets);
        crashed.resolve(null);
      };
      try {
        await this.#run(consumer, listener, crashed.resolve, () => backOff.reset());
        onTried();
        const reason = await crashed.promise;
        if (reason !== null) this.#hooks.onError?.(reason);
      } catch (error) {
        if (!signal.aborted) this.#hooks.onError?.(error);
      }
      onTried();
      this.#heldUntil = 0;
      void listener.revoke(listener.assigned());
      await disconnect(consumer, sockets);
      await backOff.wait(signal);
    }
  }

  async #run(
    consumer: Consumer,
    listener: AssignmentListener,
    onCrash: (reason: unknown) => void,
    onJoined: () => void,
  ): Promise<void> {
    const { GROUP_JOIN, HEARTBEAT, REBALANCING, CRASH } = consumer.events;
    consumer.on(HEARTBEAT, () => this.#renew());
    consumer.on(REBALANCING, () => void listener.revoke(listener.assigned()));
    consumer.on(CRASH, ({ payload }) => onCrash(payload.error));
    consumer.on(GROUP_JOIN, ({ payload }) => {
      // Told before the first fetch: what is paused now is never fetched.
      consumer.pause(this.#topics.map((topic) => ({ topic })));
      this.#renew();
      onJoined();
      const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition): TopicPartition => ({ topic, partition })),
      );
      const names = new Set(assigned.map(({ topic, partition }) => `${topic}/${partition}`));
      const lost = listener.assigned().filter(({ topic, partition }) => !names.has(`${topic}/${partition}`));
      void listener.revoke(lost);
      listener.assign(assigned);
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.#topics], fromBeginning: false });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: () => Promise.resolve(),
    });
  }

  #renew(): void {
    this.#heldUntil = performance.now() + sessionMs - sessionMarginMs;
  }

  #consumer(sockets: TrackedSockets): Consumer {
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
    return kafka.consumer({
      groupId: this.#group,
      sessionTimeout: sessionMs,
      heartbeatInterval: heartbeatMs,
      rebalanceTimeout: rebalanceMs,
      maxWaitTimeInMs: lookMs,
      allowAutoTopicCreation: false,
      // Crashes are answered with a new consumer, above.
      retry: {
        retries: 3,
        initialRetryTime: 100,
        maxRetryTime: 1000,
        restartOnFailure: () => Promise.resolve(false),
      },
    });
  }
}

/** Leaves the group in order, or cuts the connections when the broker does not answer. */
async function disconnect(consumer: Consumer, sockets: TrackedSockets): Promise<void> {
  const timer = setTimeout(() => sockets.destroy(), leaveMsMax);
  await consumer.disconnect().catch(() => undefined);
  clearTimeout(timer);
  sockets.destroy();
}
