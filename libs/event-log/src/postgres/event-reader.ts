import type { Pool } from 'pg';
import { orAborted } from '../back-off.ts';
import type { Fetched, FetchRequest, PartitionSource } from '../partition-source.ts';
import type { Gap, LoggedEvent, Position, ReadRequest, ReadResult } from '../port.ts';
import { decodeEvent } from './event-row.ts';
import type { PartitionBounds, PartitionWatcher } from './partition-watcher.ts';
import { asLogError } from './postgres-error.ts';
import type { KnownTopic, TopicDirectory } from './topic-directory.ts';

interface EventRow {
  readonly position: string;
  readonly attributes: string;
  readonly value: string;
}

const READ_PARTITION = `SELECT position, attributes, value FROM event_log.events
  WHERE partition_id = $1 AND position >= $2 AND position < $3 ORDER BY position LIMIT $4`;

/** Reads events by partition and position. */
export class EventReader implements PartitionSource {
  readonly #pool: Pool;
  readonly #topics: TopicDirectory;
  readonly #watcher: PartitionWatcher;

  constructor(pool: Pool, topics: TopicDirectory, watcher: PartitionWatcher) {
    this.#pool = pool;
    this.#topics = topics;
    this.#watcher = watcher;
  }

  async fetch(request: FetchRequest, signal: AbortSignal): Promise<Fetched> {
    // A server that does not answer must not keep anybody from leaving.
    const fetched = await orAborted(this.#fetch(request, signal), signal);
    const from = request.position ?? 0;
    return fetched ?? { kind: 'events', from, events: [], next: from };
  }

  async #fetch(request: FetchRequest, signal: AbortSignal): Promise<Fetched> {
    const { topic, partition, position, eventsMax } = request;
    try {
      const partitionId = (await this.#topics.find(topic)).partitionIds[partition] as number;
      const isOver = ({ earliest, next }: PartitionBounds): boolean =>
        position === null ? next > earliest : next !== position;
      const bounds = await this.#watcher.waitFor(partitionId, isOver, signal);
      const from = position ?? bounds?.earliest ?? 0;
      if (!bounds) return { kind: 'events', from, events: [], next: from };
      if (!isInside(from, bounds)) return { kind: 'gap', earliest: bounds.earliest };
      const events = await this.#readPartition(topic, partition, partitionId, from, bounds.next, eventsMax);
      // Positions are dense: what is missing at the front was removed by retention after the bounds were read.
      const first = events[0];
      if (!first || (first.position !== from && position !== null))
        return await this.#gapNow(topic, partition);
      return { kind: 'events', from: first.position, events, next: first.position + events.length };
    } catch (error) {
      throw asLogError(error);
    }
  }

  async #gapNow(topic: string, partition: number): Promise<Fetched> {
    const bounds = (await this.bounds(topic)).get(partition) as PartitionBounds;
    return { kind: 'gap', earliest: bounds.earliest };
  }

  async #readPartition(
    topic: string,
    partition: number,
    partitionId: number,
    from: Position,
    end: Position,
    limit: number,
  ): Promise<LoggedEvent[]> {
    const { rows } = await this.#pool.query<EventRow>({
      name: 'read',
      text: READ_PARTITION,
      values: [partitionId, from, end, limit],
    });
    return rows.map((row) => ({
      topic,
      partition,
      position: Number(row.position),
      event: decodeEvent(topic, row.attributes, row.value),
    }));
  }

  /** See `EventLog.bounds`. */
  async bounds(topic: string): Promise<Map<number, PartitionBounds>> {
    try {
      const { topicId } = await this.#topics.find(topic);
      const { rows } = await this.#pool.query<{ partition: number; next: string; earliest: string }>({
        name: 'bounds',
        text: 'SELECT partition, next, earliest FROM event_log.partitions WHERE topic_id = $1 ORDER BY partition',
        values: [topicId],
      });
      return new Map(
        rows.map((row) => [row.partition, { earliest: Number(row.earliest), next: Number(row.next) }]),
      );
    } catch (error) {
      throw asLogError(error);
    }
  }

  /** See `EventLog.read`. The limit is shared fairly among the partitions that have something. */
  async read({ topic, positions, limit }: ReadRequest): Promise<ReadResult> {
    const bounds = await this.bounds(topic);
    try {
      const known = await this.#topics.find(topic);
      const gaps: Gap[] = [];
      const starts = new Map<number, Position>();
      for (const [partition, at] of bounds) {
        const asked = positions.get(partition) ?? at.earliest;
        const isThere = isInside(asked, at);
        if (!isThere) gaps.push({ topic, partition, expected: asked, earliest: at.earliest });
        starts.set(partition, isThere ? asked : at.earliest);
      }
      const available = new Map(
        [...bounds].map(([partition, { next }]) => [partition, next - (starts.get(partition) ?? 0)]),
      );
      const { events, next } = await this.#readShares(known, starts, shareOut(available, limit), gaps);
      return { events, positions: new Map([...starts, ...next]), gaps };
    } catch (error) {
      throw asLogError(error);
    }
  }

  async #readShares(
    { topic, partitionIds }: KnownTopic,
    starts: ReadonlyMap<number, Position>,
    shares: ReadonlyMap<number, number>,
    gaps: Gap[],
  ): Promise<{ events: LoggedEvent[]; next: Map<number, Position> }> {
    const next = new Map<number, Position>();
    const events: LoggedEvent[] = [];
    for (const [partition, share] of shares) {
      const from = starts.get(partition) as Position;
      const id = partitionIds[partition] as number;
      const found = await this.#readPartition(topic, partition, id, from, from + share, share);
      const first = found[0];
      // Positions are dense: what is missing at the front was removed by retention after the bounds were read.
      if (first && first.position !== from)
        gaps.push({ topic, partition, expected: from, earliest: first.position });
      events.push(...found);
      if (first) next.set(partition, from + share);
    }
    return { events, next };
  }
}

/** A position is inside when it can be read on from: also at the very end. */
function isInside(position: Position, { earliest, next }: PartitionBounds): boolean {
  return position >= earliest && position <= next;
}

/** How many events to take of each partition: equal shares, and what one does not need goes to the others. */
function shareOut(available: ReadonlyMap<number, number>, limit: number): Map<number, number> {
  const shares = new Map<number, number>();
  let left = limit;
  const waiting = [...available].filter(([, count]) => count > 0).sort((a, b) => a[1] - b[1]);
  for (const [index, [partition, count]] of waiting.entries()) {
    const share = Math.min(count, Math.ceil(left / (waiting.length - index)));
    if (share > 0) shares.set(partition, share);
    left -= share;
  }
  return shares;
}
