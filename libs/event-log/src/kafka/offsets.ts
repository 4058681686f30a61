import { ExchangeError } from '@exchange/contracts';
import type { Position } from '../port.ts';
import type { ClusterConnection } from './cluster-connection.ts';

/** Instead of a time: which end of the log. */
const EARLIEST = -2;
const LATEST = -1;

export interface PartitionBounds {
  readonly earliest: Position;
  readonly next: Position;
}

/** First and next position of every partition of a topic. Rejects with an error of kafkajs. */
export async function readBounds(
  connection: ClusterConnection,
  topic: string,
): Promise<Map<number, PartitionBounds>> {
  const leaders = await connection.leaders(topic);
  const earliest = await listOffsets(connection, topic, leaders, EARLIEST);
  const next = await listOffsets(connection, topic, leaders, LATEST);
  const bounds = new Map<number, PartitionBounds>();
  for (const partition of leaders.keys()) {
    const [first, last] = [earliest.get(partition), next.get(partition)];
    if (first === undefined || last === undefined)
      throw new ExchangeError('log-unavailable', `partition ${partition} has no leader`, { retryable: true });
    bounds.set(partition, { earliest: first, next: last });
  }
  return bounds;
}

/** First position of one partition. */
export async function readEarliest(
  connection: ClusterConnection,
  topic: string,
  partition: number,
): Promise<Position> {
  const leaders = (await connection.leaders(topic)).map((leader, index) =>
    index === partition ? leader : -1,
  );
  const earliest = (await listOffsets(connection, topic, leaders, EARLIEST)).get(partition);
  if (earliest === undefined)
    throw new ExchangeError('log-unavailable', `partition ${partition} has no leader`, { retryable: true });
  return earliest;
}

async function listOffsets(
  connection: ClusterConnection,
  topic: string,
  leaders: readonly number[],
  timestamp: number,
): Promise<Map<number, Position>> {
  const byLeader = Map.groupBy([...leaders.keys()], (partition) => leaders[partition] as number);
  const offsets = new Map<number, Position>();
  for (const [leader, partitions] of byLeader) {
    if (leader < 0) continue;
    const broker = await connection.broker(leader);
    const topics = [{ topic, partitions: partitions.map((partition) => ({ partition, timestamp })) }];
    // Isolation 0: the high watermark, which is what an acknowledged append has passed.
    const { responses } = await broker.listOffsets({ replicaId: -1, isolationLevel: 0, topics });
    for (const response of responses)
      for (const { partition, offset } of response.partitions) offsets.set(partition, Number(offset));
  }
  return offsets;
}
