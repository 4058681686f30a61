import assert from 'node:assert/strict';
import { ExchangeError } from '@exchange/contracts';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';

/** One partition of a topic as one group of consumers reads it. */
export interface PartitionOfGroup {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

export interface PositionMove extends PartitionOfGroup {
  /** Position that the group must still be at. */
  readonly from: number;
  readonly to: number;
}

export interface StandingPosition extends PartitionOfGroup {
  readonly position: number;
  readonly movedAt: Date;
}

/**
 * Moves a group's position within the caller's transaction. Call it first: the row's lock then makes a second consumer of
 * the partition wait, and find the row moved, before it does any work. A group without a row has read nothing yet and
 * may start anywhere.
 *
 * @throws ExchangeError `position-moved` (retryable) when the row is not at `from`: roll back and read it again
 */
export async function movePosition(client: pg.ClientBase, move: PositionMove): Promise<void> {
  assert(move.to >= move.from, 'within one log positions only grow');
  await compareAndSet(client, move);
}

async function compareAndSet(client: pg.ClientBase, move: PositionMove): Promise<void> {
  const { group, topic, partition, from, to } = move;
  const { rowCount } = await client.query({
    name: 'move-position',
    text: `INSERT INTO exchange.consumer_position AS p (consumer_group, topic, partition, position)
           VALUES ($1, $2, $3, $5)
           ON CONFLICT (consumer_group, topic, partition)
           DO UPDATE SET position = excluded.position, moved_at = clock_timestamp() WHERE p.position = $4`,
    values: [group, topic, partition, from, to],
  });
  if (rowCount === 1) return;
  throw new ExchangeError('position-moved', `${group} is no longer at ${topic}/${partition}@${from}`, {
    retryable: true,
  });
}

/** Where the group stands, null when it never moved there. */
export async function positionOf(
  client: pg.ClientBase | pg.Pool,
  at: PartitionOfGroup,
): Promise<number | null> {
  const { rows } = await client.query<{ position: string }>(
    `SELECT position FROM exchange.consumer_position WHERE consumer_group = $1 AND topic = $2 AND partition = $3`,
    [at.group, at.topic, at.partition],
  );
  return rows[0] ? Number(rows[0].position) : null;
}

/** Where a group stands everywhere, by topic and partition. */
export async function positionsOf(
  client: pg.ClientBase | pg.Pool,
  group: string,
): Promise<StandingPosition[]> {
  const { rows } = await client.query<{ topic: string; partition: number; position: string; moved_at: Date }>(
    `SELECT topic, partition, position, moved_at FROM exchange.consumer_position
     WHERE consumer_group = $1 ORDER BY topic, partition`,
    [group],
  );
  return rows.map((row) => ({
    group,
    topic: row.topic,
    partition: row.partition,
    position: Number(row.position),
    movedAt: row.moved_at,
  }));
}

/**
 * Notes that the group's position is not in the log, and moves it to the earliest event, within the caller's transaction:
 * never a silent reset. Forward when retention passed the position, back when the log was made anew and ends before it.
 *
 * @throws ExchangeError `position-moved` like `movePosition`
 */
export async function moveOverGap(client: pg.ClientBase, gap: PositionMove): Promise<void> {
  await compareAndSet(client, gap);
  await client.query(
    `INSERT INTO exchange.consumer_gap (id, consumer_group, topic, partition, expected, earliest)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [uuidv7(), gap.group, gap.topic, gap.partition, gap.from, gap.to],
  );
}
