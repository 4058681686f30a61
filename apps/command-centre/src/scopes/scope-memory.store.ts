import type pg from 'pg';
import { gapKind, type Gap, type LoggedEvent } from '@exchange/event-log';
import { unnest, unnestValues, type Column } from '@exchange/store';
import { planScopes, recordId, type EventNote, type RememberedRecord } from './record-scope.ts';

/** Events that readers have to know more of, with what. */
export type EventNotes = ReadonlyMap<LoggedEvent, EventNote>;

type RecordRow = readonly [id: string, record: RememberedRecord];

const RECORD_COLUMNS: ReadonlyArray<Column<RecordRow>> = [
  ['id', 'uuid', ([id]) => id],
  ['department', 'text', ([, record]) => record.department],
  ['jurisdiction', 'text', ([, record]) => record.jurisdiction],
  ['revision', 'text', ([, record]) => record.revision],
  ['other_revision', 'text', ([, record]) => record.otherRevision],
  ['withdrawn', 'boolean', ([, record]) => record.isWithdrawn],
  ['event_id', 'text', ([, record]) => record.eventId],
  ['position', 'bigint', ([, record]) => record.position],
];

type NoteRow = readonly [position: number, note: EventNote];

const MOVE_COLUMNS: ReadonlyArray<Column<NoteRow>> = [
  ['position', 'bigint', ([position]) => position],
  ['department', 'text', ([, { before }]) => before?.department ?? null],
  ['jurisdiction', 'text', ([, { before }]) => before?.jurisdiction ?? null],
];

/** Remembers where the records of a partition's events belong now, and notes what readers have to know of these events. */
export async function rememberScopes(
  client: pg.ClientBase,
  topic: string,
  partition: number,
  events: readonly LoggedEvent[],
): Promise<void> {
  const ids = [...new Set(events.map(({ event }) => recordId(event)))];
  const { remembered, notes } = planScopes(await standingRecords(client, ids), events);
  await upsertRecords(client, [...remembered]);
  const moves = [...notes].filter(([, { before }]) => before !== null);
  if (moves.length > 0) {
    const { columns, rows } = unnest(MOVE_COLUMNS, 3);
    await client.query(
      `INSERT INTO command_centre.scope_move (topic, partition, ${columns}) SELECT $1, $2, ${columns} FROM ${rows}
       ON CONFLICT (topic, partition, position)
       DO UPDATE SET department = excluded.department, jurisdiction = excluded.jurisdiction`,
      [topic, partition, ...unnestValues(MOVE_COLUMNS, moves)],
    );
  }
  const history = [...notes].filter(([, { isHistory }]) => isHistory).map(([position]) => position);
  if (history.length > 0)
    await client.query(
      `INSERT INTO command_centre.history_event (topic, partition, position)
       SELECT $1, $2, position FROM unnest($3::bigint[]) AS position ON CONFLICT DO NOTHING`,
      [topic, partition, history],
    );
}

/** Drops the notes of events that are not in the log any more. What is known of the records stays. */
export async function dropNotes(client: pg.ClientBase, gap: Gap): Promise<void> {
  const { topic, partition, earliest } = gap;
  const end = gapKind(gap) === 'retention' ? earliest : Number.MAX_SAFE_INTEGER;
  for (const table of ['scope_move', 'history_event'])
    await client.query(
      `DELETE FROM command_centre.${table} WHERE topic = $1 AND partition = $2 AND position < $3`,
      [topic, partition, end],
    );
}

/** The notes of some events of a topic. */
export async function readNotes(
  pool: pg.Pool,
  topic: string,
  events: readonly LoggedEvent[],
): Promise<EventNotes> {
  const { rows } = await pool.query<{
    partition: number;
    position: string;
    department: string | null;
    jurisdiction: string | null;
    is_history: boolean;
  }>(
    `SELECT e.partition, e.position, m.department, m.jurisdiction, h.position IS NOT NULL AS is_history
     FROM unnest($2::integer[], $3::bigint[]) AS e(partition, position)
     LEFT JOIN command_centre.scope_move m
       ON m.topic = $1 AND m.partition = e.partition AND m.position = e.position
     LEFT JOIN command_centre.history_event h
       ON h.topic = $1 AND h.partition = e.partition AND h.position = e.position
     WHERE m.position IS NOT NULL OR h.position IS NOT NULL`,
    [topic, events.map(({ partition }) => partition), events.map(({ position }) => position)],
  );
  const noted = new Map(rows.map((row) => [`${row.partition}/${row.position}`, row]));
  const notes = new Map<LoggedEvent, EventNote>();
  for (const logged of events) {
    const row = noted.get(`${logged.partition}/${logged.position}`);
    if (!row) continue;
    const { department, jurisdiction, is_history: isHistory } = row;
    notes.set(logged, { isHistory, before: department === null ? null : { department, jurisdiction } });
  }
  return notes;
}

async function standingRecords(
  client: pg.ClientBase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RememberedRecord>> {
  const { rows } = await client.query<
    Omit<RememberedRecord, 'position'> & { id: string; position: string | null }
  >(
    `SELECT replace(id::text, '-', '') AS id, department, jurisdiction, revision, other_revision AS "otherRevision",
            withdrawn AS "isWithdrawn", event_id AS "eventId", position
     FROM command_centre.record_scope WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(
    rows.map(({ id, position, ...record }) => [
      id,
      { ...record, position: position === null ? null : Number(position) },
    ]),
  );
}

async function upsertRecords(client: pg.ClientBase, records: readonly RecordRow[]): Promise<void> {
  if (records.length === 0) return;
  const { columns, rows } = unnest(RECORD_COLUMNS);
  const changes = RECORD_COLUMNS.slice(1).map(([name]) => `${name} = excluded.${name}`);
  await client.query(
    `INSERT INTO command_centre.record_scope (${columns}) SELECT ${columns} FROM ${rows}
     ON CONFLICT (id) DO UPDATE SET ${changes.join(', ')}`,
    unnestValues(RECORD_COLUMNS, records),
  );
}
