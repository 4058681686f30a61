import Cluster, { type KafkaBroker } from 'kafkajs/src/cluster/index.js';
import loggers from 'kafkajs/src/loggers/index.js';
import type { EventLogHooks } from '../hooks.ts';
import { calmRequestQueue } from './calm-request-queue.ts';
import { logCreator, KAFKAJS_LOG_LEVEL } from './kafka-logger.ts';
import type { KafkaLogSettings } from './kafka-settings.ts';
import { TrackedSockets } from './tracked-sockets.ts';

const connectMsMax = 3000;
/** A broker that does not answer a request of ours for so long is given up; producing and polling say more themselves. */
const requestMsMax = 10_000;
const metadataMsMax = 60_000;
/** The loops that use a connection retry by themselves, with their own deadlines. */
const RETRY = { retries: 1, initialRetryTime: 50, maxRetryTime: 200 } as const;

const BROKEN_CONNECTION = new Set(['KafkaJSConnectionError', 'KafkaJSConnectionClosedError']);

interface Live {
  readonly cluster: Cluster;
  readonly sockets: TrackedSockets;
  readonly ready: Promise<void>;
}

/**
 * Connections to all brokers through the cluster client of kafkajs, which knows SASL, TLS, metadata and how requests are
 * framed. Its producer and consumer are not used, see `Producer` and `PartitionFetcher`.
 */
export class ClusterConnection {
  readonly #settings: KafkaLogSettings;
  readonly #hooks: EventLogHooks;
  #live: Live | null = null;

  constructor(settings: KafkaLogSettings, hooks: EventLogHooks) {
    this.#settings = settings;
    this.#hooks = hooks;
  }

  /** Leaders (node ids) by partition number. Rejects with an error of kafkajs, also when the topic is not there. */
  async leaders(topic: string): Promise<readonly number[]> {
    const cluster = await this.#cluster();
    await cluster.addMultipleTargetTopics([topic]);
    await cluster.refreshMetadataIfNecessary();
    const partitions = cluster.findTopicPartitionMetadata(topic);
    return partitions.toSorted((a, b) => a.partitionId - b.partitionId).map(({ leader }) => leader);
  }

  async broker(nodeId: number): Promise<KafkaBroker> {
    const cluster = await this.#cluster();
    return cluster.findBroker({ nodeId });
  }

  async anyBroker(): Promise<KafkaBroker> {
    const cluster = await this.#cluster();
    await cluster.refreshMetadataIfNecessary();
    return cluster.findControllerBroker();
  }

  /** Asks for the leaders again. */
  async refresh(): Promise<void> {
    const cluster = await this.#cluster();
    await cluster.refreshMetadata();
  }

  /**
   * To be called after a failure. A connection that broke is opened again by its next use, and the other brokers know the
   * new leaders. Anything else, as a broker that does not answer, costs all connections: a dead one is not to be told from
   * a slow one.
   */
  async recover(failure: unknown): Promise<void> {
    const live = this.#live;
    if (isBrokenConnection(failure) && live) {
      try {
        await live.cluster.refreshMetadata();
        return;
      } catch {
        // No other broker answers: begin anew.
      }
    }
    if (this.#live === live) this.reset();
  }

  /** Cuts all connections; the next use opens new ones. What is under way rejects. */
  reset(): void {
    const live = this.#live;
    this.#live = null;
    live?.sockets.destroy();
  }

  async close(): Promise<void> {
    const live = this.#live;
    this.#live = null;
    if (!live) return;
    const timer = setTimeout(() => live.sockets.destroy(), connectMsMax);
    await live.ready.then(() => live.cluster.disconnect()).catch(() => live.sockets.destroy());
    clearTimeout(timer);
  }

  async #cluster(): Promise<Cluster> {
    this.#live ??= this.#open();
    const live = this.#live;
    try {
      await live.ready;
      return live.cluster;
    } catch (error) {
      if (this.#live === live) this.reset();
      throw error;
    }
  }

  #open(): Live {
    calmRequestQueue();
    const sockets = new TrackedSockets();
    const { brokers, clientId, sasl, ssl } = this.#settings;
    const cluster = new Cluster({
      logger: loggers.createLogger({ level: KAFKAJS_LOG_LEVEL, logCreator: logCreator(this.#hooks) }),
      socketFactory: sockets.factory,
      brokers,
      clientId,
      sasl,
      ssl,
      connectionTimeout: connectMsMax,
      requestTimeout: requestMsMax,
      enforceRequestTimeout: true,
      metadataMaxAge: metadataMsMax,
      allowAutoTopicCreation: false,
      retry: RETRY,
    });
    const ready = cluster.connect();
    // Whoever waits for it hears of a failure; when nobody does, it must not end the process.
    ready.catch(() => undefined);
    return { cluster, sockets, ready };
  }
}

function isBrokenConnection(failure: unknown): boolean {
  return failure instanceof Error && BROKEN_CONNECTION.has(failure.name);
}
