import { ExchangeError, type ExchangeEvent } from '@exchange/contracts';
import { partitionOf } from '../partition.ts';
import { intArray, textArray } from './array-parameter.ts';
import { connect, type Connection } from './connection.ts';
import { encodeAttributes } from './event-row.ts';
import type { KnownTopic, TopicDirectory } from './topic-directory.ts';

/**
 * One statement, so one transaction and one round trip. The counters are locked in the order of their ids (no deadlocks
 * between appenders) and stay locked until the commit: positions become visible in their order, without holes.
 */
const APPEND = `
WITH wanted AS MATERIALIZED (
  SELECT * FROM unnest($1::int4[], $2::int4[]) WITH ORDINALITY AS w (partition_id, events, group_index)
), locked AS MATERIALIZED (
  SELECT p.partition_id, p.next, w.events, w.group_index
  FROM event_log.partitions p JOIN wanted w USING (partition_id)
  ORDER BY p.partition_id FOR UPDATE OF p
), moved AS (
  UPDATE event_log.partitions p SET next = l.next + l.events FROM locked l WHERE p.partition_id = l.partition_id
)
INSERT INTO event_log.events (partition_id, position, attributes, value)
SELECT l.partition_id, l.next + e.place, e.attributes, e.value
FROM unnest($3::int4[], $4::int4[], $5::text[], $6::text[]) AS e (group_index, place, attributes, value)
JOIN locked l USING (group_index)`;

/** Writes batches of events through a session of its own, one after the other. */
export class Appender {
  readonly #url: string;
  readonly #topics: TopicDirectory;
  #connection: Connection | null = null;

  constructor(url: string, topics: TopicDirectory) {
    this.#url = url;
    this.#topics = topics;
  }

  /** Durable when it resolves. Rejects with the driver's error; the session is then given up. */
  async append(events: readonly ExchangeEvent[], signal: AbortSignal): Promise<void> {
    const parameters = this.#parameters(events);
    const connection = await this.#connect(signal);
    signal.addEventListener('abort', connection.destroy, { once: true });
    try {
      const result = await connection.client.query({ name: 'append', text: APPEND, values: parameters });
      if (result.rowCount !== events.length) {
        // The database is not the one that we knew: what was read of it must be read again.
        this.#topics.forget();
        throw new ExchangeError('log-unavailable', 'a partition of the log is missing', { retryable: true });
      }
    } catch (error) {
      connection.destroy();
      throw error;
    } finally {
      signal.removeEventListener('abort', connection.destroy);
    }
  }

  async close(): Promise<void> {
    await this.#connection?.end();
    this.#connection = null;
  }

  async #connect(signal: AbortSignal): Promise<Connection> {
    if (this.#connection && !this.#connection.isBroken()) return this.#connection;
    const connection = await connect(this.#url, { name: 'event-log append' });
    if (signal.aborted) {
      connection.destroy();
      throw new ExchangeError('log-timeout', 'the log was reached too late', { retryable: true });
    }
    this.#connection = connection;
    return connection;
  }

  #parameters(events: readonly ExchangeEvent[]): Buffer[] {
    const partitionIds: number[] = [];
    const counts: number[] = [];
    const groups = new Map<number, number>();
    const groupIndexes: number[] = [];
    const places: number[] = [];
    for (const event of events) {
      const { partitionIds: ids } = this.#topics.known(event.topic) as KnownTopic;
      const partitionId = ids[partitionOf(event, ids.length)] as number;
      let group = groups.get(partitionId);
      if (group === undefined) {
        group = partitionIds.push(partitionId) - 1;
        groups.set(partitionId, group);
        counts.push(0);
      }
      const place = counts[group] as number;
      counts[group] = place + 1;
      groupIndexes.push(group + 1);
      places.push(place);
    }
    const attributes = textArray(events.map(encodeAttributes));
    const values = textArray(events.map(({ value }) => value));
    return [
      intArray(partitionIds),
      intArray(counts),
      intArray(groupIndexes),
      intArray(places),
      attributes,
      values,
    ];
  }
}
