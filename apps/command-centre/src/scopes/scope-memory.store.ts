import type pg from 'pg';
import type { EventBatch, LoggedEvent } from '@exchange/event-log';
import { planScopes, recordId, type RecordScope, type RememberedScope } from './record-scope.ts';

/** Remembers where the records of a batch belong now, and which of its events moved one. */
export async function rememberScopes(client: pg.ClientBase, batch: EventBatch): Promise<void> {
  const ids = [...new Set(batch.events.map(({ event }) => recordId(event)))];
  const plan = planScopes(await standingScopes(client, ids), batch.events);
  const remembered = [...plan.remembered];
  await client.query(
    `INSERT INTO command_centre.record_scope AS r (id, department, jurisdiction, revision)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
     ON CONFLICT (id) DO UPDATE
     SET department = excluded.department, jurisdiction = excluded.jurisdiction, revision = excluded.revision`,
    [
      remembered.map(([id]) => id),
      remembered.map(([, scope]) => scope.department),
      remembered.map(([, scope]) => scope.jurisdiction),
      remembered.map(([, scope]) => scope.revision),
    ],
  );
  if (plan.forgotten.size > 0)
    await client.query('DELETE FROM command_centre.record_scope WHERE id = ANY($1::uuid[])', [
      [...plan.forgotten],
    ]);
  if (plan.moves.length > 0)
    await client.query(
      `INSERT INTO command_centre.scope_move (topic, partition, position, department, jurisdiction)
       SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[], $5::text[])`,
      [
        batch.topic,
        batch.partition,
        plan.moves.map(({ position }) => position),
        plan.moves.map(({ department }) => department),
        plan.moves.map(({ jurisdiction }) => jurisdiction),
      ],
    );
}

/** Of some events of a topic those that moved their record, with where it was before. */
export async function readMoves(
  pool: pg.Pool,
  topic: string,
  events: readonly LoggedEvent[],
): Promise<ReadonlyMap<LoggedEvent, RecordScope>> {
  const { rows } = await pool.query<{ partition: number; position: string } & RecordScope>(
    `SELECT m.partition, m.position, m.department, m.jurisdiction
     FROM unnest($2::integer[], $3::bigint[]) AS e(partition, position)
     JOIN command_centre.scope_move m ON m.topic = $1 AND m.partition = e.partition AND m.position = e.position`,
    [topic, events.map(({ partition }) => partition), events.map(({ position }) => position)],
  );
  const moved = new Map(rows.map((row) => [`${row.partition}/${row.position}`, row]));
  const moves = new Map<LoggedEvent, RecordScope>();
  for (const logged of events) {
    const row = moved.get(`${logged.partition}/${logged.position}`);
    if (row) moves.set(logged, { department: row.department, jurisdiction: row.jurisdiction });
  }
  return moves;
}

async function standingScopes(
  client: pg.ClientBase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RememberedScope>> {
  const { rows } = await client.query<{ id: string } & RememberedScope>(
    `SELECT replace(id::text, '-', '') AS id, department, jurisdiction, revision
     FROM command_centre.record_scope WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
