import { BackOff } from '../back-off.ts';
import type { Gap, LoggedEvent, Position, ReadRequest, ReadResult } from '../port.ts';
import type { ClusterConnection } from './cluster-connection.ts';
import { fetchPartitions, type FetchPartition } from './fetch-request.ts';
import { asLogError, unavailable } from './kafka-error.ts';
import { readBounds, type PartitionBounds } from './offsets.ts';
import type { OnForeign } from './partition-fetcher.ts';
import { decodeRecordBatches } from './record-batch.ts';

const LIMITS = { waitMs: 0, bytesMax: 8_000_000 } as const;
const retryMsMax = 5000;
const partitionBytesMin = 50_000;
const eventBytesGuess = 2000;

/** Reads pages without a group and without waiting, see `EventLog.read`. */
export class LogReader {
  readonly #connection: ClusterConnection;
  readonly #onForeign: OnForeign;
  readonly #closing = new AbortController();

  constructor(connection: ClusterConnection, onForeign: OnForeign) {
    this.#connection = connection;
    this.#onForeign = onForeign;
  }

  bounds(topic: string): Promise<Map<number, PartitionBounds>> {
    return this.#retried(() => readBounds(this.#connection, topic));
  }

  read(request: ReadRequest): Promise<ReadResult> {
    return this.#retried(() => this.#read(request));
  }

  async #read({ topic, positions, limit }: ReadRequest): Promise<ReadResult> {
    const bounds = await readBounds(this.#connection, topic);
    const gaps: Gap[] = [];
    const reached = new Map<number, Position>();
    for (const [partition, { earliest, next }] of bounds) {
      const asked = positions.get(partition) ?? earliest;
      const isThere = asked >= earliest && asked <= next;
      if (!isThere) gaps.push({ topic, partition, expected: asked, earliest });
      reached.set(partition, isThere ? asked : earliest);
    }
    const events = await this.#readPages(topic, bounds, reached, limit);
    return { events, positions: reached, gaps };
  }

  /** Reads until the limit or until every partition is at its end; moves `reached`. */
  async #readPages(
    topic: string,
    bounds: ReadonlyMap<number, PartitionBounds>,
    reached: Map<number, Position>,
    limit: number,
  ): Promise<LoggedEvent[]> {
    const events: LoggedEvent[] = [];
    const leaders = await this.#connection.leaders(topic);
    for (;;) {
      const waiting = [...reached].filter(
        ([partition, position]) => position < (bounds.get(partition)?.next ?? 0),
      );
      if (waiting.length === 0 || events.length >= limit) return events;
      const share = Math.ceil((limit - events.length) / waiting.length);
      const byLeader = Map.groupBy(waiting, ([partition]) => leaders[partition] as number);
      for (const [leader, ofLeader] of byLeader) {
        const partitions = ofLeader.map(([partition, position]) => ({ topic, partition, position }));
        await this.#readFrom(leader, partitions, share, limit, reached, events);
      }
    }
  }

  async #readFrom(
    leader: number,
    partitions: readonly FetchPartition[],
    share: number,
    limit: number,
    reached: Map<number, Position>,
    events: LoggedEvent[],
  ): Promise<void> {
    const broker = await this.#connection.broker(leader);
    const partitionBytesMax = Math.max(partitionBytesMin, share * eventBytesGuess);
    const answers = await fetchPartitions(broker, partitions, { ...LIMITS, partitionBytesMax });
    for (const { topic, partition, errorCode, bytes } of answers) {
      if (errorCode !== 0) throw unavailable(`error ${errorCode} while reading`);
      const { records, next } = decodeRecordBatches(bytes, reached.get(partition) as Position);
      const taken = records.slice(0, Math.min(share, limit - events.length));
      for (const { position, event } of taken) {
        if (event) events.push({ topic, partition, position, event });
        else this.#onForeign({ topic, partition, position });
      }
      const isWhole = taken.length === records.length;
      const last = taken.at(-1)?.position;
      if (isWhole && next !== null) reached.set(partition, next);
      else if (last !== undefined) reached.set(partition, last + 1);
    }
  }

  /** A leader that has just moved, or a connection that broke since the last call, need not trouble the caller. */
  async #retried<T>(work: () => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + retryMsMax;
    const backOff = new BackOff(20, 500);
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const failure = asLogError(error);
        if (!failure.retryable) throw failure;
        // New connections, and with them new metadata.
        this.#connection.reset();
        if (performance.now() > giveUpAt) throw failure;
        await backOff.wait(this.#closing.signal);
        if (this.#closing.signal.aborted) throw failure;
      }
    }
  }

  /** Ends the retries. */
  close(): void {
    this.#closing.abort();
  }
}
