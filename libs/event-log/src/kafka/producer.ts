import type { ExchangeEvent } from '@exchange/contracts';
import { BackOff } from '../back-off.ts';
import { partitionOf } from '../partition.ts';
import type { ClusterConnection } from './cluster-connection.ts';
import { asLogError, isUnknownTopic, judgeProduce, rejectedBy, unavailable } from './kafka-error.ts';
import { produce, type PartitionBatch, type ProducedPartition } from './produce-request.ts';
import { encodeRecordBatch } from './record-batch.ts';

/** What a broker takes as one batch by default, less what headers add. */
const batchBytesMax = 900_000;
const envelopeBytes = 700;
/** How long a leader waits for its replicas. */
const replicasMsMax = 10_000;
const retryFirstMs = 20;
const retryMaxMs = 1000;
/** Sequence numbers are 31 bits and begin again. */
const sequenceMask = 0x7fffffff;

interface Chunk {
  readonly topic: string;
  readonly partition: number;
  readonly events: readonly ExchangeEvent[];
  /** Encoded once for an identity, with a sequence number that it keeps through all retries. */
  encoded: { readonly by: Identity; readonly batch: PartitionBatch } | null;
}

/** What the broker knows this producer by. */
interface Identity {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly sequences: Map<string, number>;
}

/**
 * The idempotent producer: acknowledged by all replicas in step, and a batch that is sent again after a lost answer is
 * stored once. It differs from the producer of kafkajs where that one would lose events: kafkajs takes the sequence numbers
 * of all partitions back when one of them fails for good, and the broker then takes the next, different events of the
 * others for repetitions. Here a producer id whose send failed is never used again.
 */
export class Producer {
  readonly #connection: ClusterConnection;
  #identity: Identity | null = null;

  constructor(connection: ClusterConnection) {
    this.#connection = connection;
  }

  /**
   * Resolves when all events are durable, each partition's in their order. Goes on trying until the signal is given, then
   * cuts the connections and rejects; only one call at a time.
   */
  async send(events: readonly ExchangeEvent[], signal: AbortSignal): Promise<void> {
    const cut = (): void => this.#connection.reset();
    signal.addEventListener('abort', cut, { once: true });
    try {
      const waiting = await this.#untilAborted(signal, () => this.#chunksOf(events));
      while (waiting.size > 0) {
        // One batch of each partition at a time: a later one must not be stored when an earlier one was not.
        const round = [...waiting.values()].map((chunks) => chunks[0] as Chunk);
        await this.#sendRound(round, signal);
        for (const [name, chunks] of waiting) {
          chunks.shift();
          if (chunks.length === 0) waiting.delete(name);
        }
      }
    } catch (error) {
      this.#identity = null;
      throw asLogError(error);
    } finally {
      signal.removeEventListener('abort', cut);
    }
  }

  async #sendRound(round: readonly Chunk[], signal: AbortSignal): Promise<void> {
    let left = round;
    await this.#untilAborted(signal, async () => {
      const sent = await this.#sendOnce(left);
      left = left.filter((chunk) => !sent.has(chunk));
      return left.length === 0 ? true : undefined;
    });
  }

  /** Repeats the work until it gives something. What time may mend is tried again. */
  async #untilAborted<T>(signal: AbortSignal, work: () => Promise<T | undefined>): Promise<T> {
    const backOff = new BackOff(retryFirstMs, retryMaxMs);
    let reason: unknown;
    while (!signal.aborted) {
      try {
        const result = await work();
        if (result !== undefined) return result;
        await this.#connection.refresh();
      } catch (error) {
        // A topic that was there may be unknown to a broker that has just started.
        if (!isUnknownTopic(error) && !asLogError(error).retryable) throw error;
        reason = error;
        await this.#connection.recover(error);
      }
      await backOff.wait(signal);
    }
    throw unavailable('the events were not acknowledged in time', reason);
  }

  /** The chunks that are durable now. */
  async #sendOnce(chunks: readonly Chunk[]): Promise<ReadonlySet<Chunk>> {
    this.#identity ??= await this.#newIdentity();
    const identity = this.#identity;
    const byLeader = new Map<number, Chunk[]>();
    for (const chunk of chunks) {
      const leader = (await this.#connection.leaders(chunk.topic))[chunk.partition];
      if (leader === undefined || leader < 0) continue;
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), chunk]);
    }
    const done = new Set<Chunk>();
    const answers = await Promise.allSettled(
      [...byLeader].map(async ([leader, ofLeader]) => {
        const broker = await this.#connection.broker(leader);
        const batches = ofLeader.map((chunk) => encodedBy(chunk, identity));
        this.#take(await produce(broker, batches, replicasMsMax), ofLeader, identity, done);
      }),
    );
    const failed = answers.find((answer) => answer.status === 'rejected');
    // What other leaders have acknowledged stays done; only the rest is sent again.
    if (failed && done.size === 0) throw failed.reason;
    return done;
  }

  #take(
    answers: readonly ProducedPartition[],
    chunks: readonly Chunk[],
    identity: Identity,
    done: Set<Chunk>,
  ): void {
    for (const { topic, partition, errorCode } of answers) {
      const chunk = chunks.find((sent) => sent.topic === topic && sent.partition === partition);
      if (!chunk) continue;
      switch (judgeProduce(errorCode)) {
        case 'done':
          done.add(chunk);
          identity.sequences.set(nameOf(chunk), sequenceOf(chunk, identity) + chunk.events.length);
          break;
        case 'transient':
          break;
        case 'producer-lost':
          // Whether the batch was stored is not known; readers know repeated events by their ids.
          this.#identity = null;
          break;
        case 'rejected':
          throw rejectedBy(errorCode);
        case 'refused':
          throw unavailable(`error ${errorCode}`);
      }
    }
  }

  async #newIdentity(): Promise<Identity> {
    const broker = await this.#connection.anyBroker();
    const { producerId, producerEpoch } = await broker.initProducerId({ transactionTimeout: replicasMsMax });
    return { producerId: BigInt(producerId), producerEpoch, sequences: new Map() };
  }

  /** Events by partition, cut into what a broker takes as one batch. */
  async #chunksOf(events: readonly ExchangeEvent[]): Promise<Map<string, Chunk[]>> {
    const counts = new Map<string, number>();
    for (const topic of new Set(events.map((event) => event.topic)))
      counts.set(topic, (await this.#connection.leaders(topic)).length);
    const byPartition = Map.groupBy(events, (event) => {
      const partition = partitionOf(event, counts.get(event.topic) as number);
      return `${event.topic}/${partition}`;
    });
    const chunks = new Map<string, Chunk[]>();
    for (const [name, ofPartition] of byPartition) {
      const { topic } = ofPartition[0] as ExchangeEvent;
      const partition = Number(name.slice(topic.length + 1));
      chunks.set(
        name,
        cutUp(ofPartition).map((part) => ({ topic, partition, events: part, encoded: null })),
      );
    }
    return chunks;
  }
}

function encodedBy(chunk: Chunk, identity: Identity): PartitionBatch {
  if (chunk.encoded?.by !== identity) chunk.encoded = { by: identity, batch: encode(chunk, identity) };
  return chunk.encoded.batch;
}

function encode(chunk: Chunk, identity: Identity): PartitionBatch {
  const { producerId, producerEpoch } = identity;
  const sequence = sequenceOf(chunk, identity) & sequenceMask;
  const { topic, partition, events } = chunk;
  // The time of the append, not of the business: Kafka's retention counts from it.
  const bytes = encodeRecordBatch(events, { producerId, producerEpoch, sequence }, Date.now());
  return { topic, partition, bytes };
}

function sequenceOf(chunk: Chunk, identity: Identity): number {
  return identity.sequences.get(nameOf(chunk)) ?? 0;
}

function nameOf({ topic, partition }: Chunk): string {
  return `${topic}/${partition}`;
}

function cutUp(events: readonly ExchangeEvent[]): ExchangeEvent[][] {
  const parts: ExchangeEvent[][] = [];
  let bytes = batchBytesMax;
  for (const event of events) {
    const size = Buffer.byteLength(event.value) + envelopeBytes;
    if (bytes + size > batchBytesMax) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(event);
    bytes += size;
  }
  return parts;
}
