import { mayReadTopic, type AccessScope } from '@exchange/access';
import type { JsonObject } from '@exchange/contracts';
import type { EventLog } from '@exchange/event-log';
import { positionsOf, withStoreErrors, type Store } from '@exchange/store';

/** A group of consumers as its readers ask about it. */
export interface ObservedGroup {
  readonly group: string;
  /** Topics that it consumes. */
  readonly topics: readonly string[];
  readonly eventLog: EventLog;
  readonly pool: Store['pool'];
}

/** One partition: where the group stands, where the log ends, how many places lie between. */
interface PartitionProgress extends JsonObject {
  topic: string;
  partition: number;
  position: number;
  next: number;
  lag: number;
  /** RFC 3339 UTC; null: the group never moved here. */
  movedTime: string | null;
}

/** How far a group has come in the topics that the reader may read, and how much is before it. */
export async function groupProgress(
  { group, topics, eventLog, pool }: ObservedGroup,
  scope: AccessScope,
): Promise<{ group: string; lag: number; partitions: PartitionProgress[] }> {
  const standing = await withStoreErrors(() => positionsOf(pool, group));
  const byPartition = new Map(standing.map((row) => [`${row.topic}/${row.partition}`, row]));
  const partitions: PartitionProgress[] = [];
  for (const topic of topics) {
    if (!mayReadTopic(scope, topic)) continue;
    for (const [partition, { earliest, next }] of await eventLog.bounds(topic)) {
      const row = byPartition.get(`${topic}/${partition}`);
      const position = Math.max(row?.position ?? earliest, earliest);
      const movedTime = row?.movedAt.toISOString() ?? null;
      partitions.push({ topic, partition, position, next, lag: Math.max(0, next - position), movedTime });
    }
  }
  return { group, lag: partitions.reduce((sum, { lag }) => sum + lag, 0), partitions };
}
