import type pg from 'pg';
import type { Operation } from '@exchange/contracts';
import { unnest, unnestValues, type Column } from '@exchange/store';
import type {
  BatchFacts,
  BatchPlan,
  CountDelta,
  HistoryRow,
  IdentityRow,
  RecordRow,
  RecordState,
  StandingRecord,
} from './batch-plan.ts';
import type { SubjectFeed } from './subject-feed.ts';

interface FactsRow {
  id: string;
  event_id: string;
  revision: string;
  other_revision: string | null;
  data_digest: string;
  operation: Operation;
  state: RecordState;
  department: string;
  jurisdiction: string | null;
  place: string | null;
  time: Date;
  identities: string[];
  known: string | null;
}

/**
 * Where the records of a batch stand, and which of its events they have seen. Needs no lock: the position row that the
 * transaction has moved keeps every other consumer of the partition out. Not a named statement: its plan has to follow
 * the size of the tables.
 */
export async function readFacts(
  client: pg.ClientBase,
  events: ReadonlyArray<{ readonly recordId: string; readonly eventId: string }>,
): Promise<BatchFacts> {
  const { rows } = await client.query<FactsRow>(
    `SELECT r.id, r.event_id, r.revision, r.other_revision, r.data_digest, r.operation, r.state,
            r.department, r.jurisdiction, r.place, r.time, r.identities, h.event_id AS known
     FROM unnest($1::uuid[], $2::text[]) AS e(record_id, event_id)
     JOIN platform.record r ON r.id = e.record_id
     LEFT JOIN platform.record_history h ON h.record_id = e.record_id AND h.event_id = e.event_id`,
    [events.map((event) => event.recordId), events.map((event) => event.eventId)],
  );
  const standing = new Map(rows.map((row) => [row.id, standingRecord(row)]));
  return { standing, knownEvents: new Set(rows.map((row) => row.known).filter((id) => id !== null)) };
}

function standingRecord(row: FactsRow): StandingRecord {
  const { id, state, department, jurisdiction, place, identities } = row;
  const version = {
    eventId: row.event_id,
    revision: row.revision,
    otherRevision: row.other_revision,
    dataDigest: row.data_digest,
    operation: row.operation,
  };
  return { id, version, state, department, jurisdiction, place, identities, time: row.time.toISOString() };
}

/** Writes a plan with one statement for each kind of row, however many there are. */
export async function writePlan(
  client: pg.ClientBase,
  feed: SubjectFeed,
  partition: number,
  plan: BatchPlan,
): Promise<void> {
  const withdrawn = plan.records.filter((record) => record.state === 'withdrawn');
  if (plan.history.length > 0) await client.query(takeEntries(feed, partition, plan));
  if (withdrawn.length > 0) await client.query(upsertWithdrawn(feed, partition, withdrawn));
  if (plan.revisions.length > 0) await client.query(moveRevisions(plan.revisions));
  if (plan.identitiesLost.length > 0) await client.query(deleteIdentities(plan.identitiesLost));
  if (plan.identitiesGained.length > 0) await client.query(insertIdentities(plan.identitiesGained));
  if (plan.counts.length > 0) await client.query(addCounts(feed, partition, plan.counts));
}

/** An entry of the history, with the record that stands by it, if one does. */
interface Entry {
  readonly entry: HistoryRow;
  readonly record: RecordRow | null;
}

const HISTORY_COLUMNS: ReadonlyArray<Column<Entry>> = [
  ['event_id', 'text', ({ entry }) => entry.eventId],
  ['operation', 'text', ({ entry }) => entry.operation],
  ['department', 'text', ({ entry }) => entry.department],
  ['jurisdiction', 'text', ({ entry }) => entry.jurisdiction],
  ['time', 'timestamptz', ({ entry }) => entry.time],
  ['received_time', 'timestamptz', ({ entry }) => entry.receivedTime],
  ['receipt', 'text', ({ entry }) => entry.receipt],
  ['mapping_version', 'integer', ({ entry }) => entry.mappingVersion],
  ['historical', 'boolean', ({ entry }) => entry.historical],
  ['position', 'bigint', ({ entry }) => entry.position],
  ['data', 'jsonb', ({ entry }) => entry.data],
];
const ENTRY_COLUMNS: ReadonlyArray<Column<Entry>> = [
  ...HISTORY_COLUMNS,
  ['record_id', 'uuid', ({ entry }) => entry.recordId],
  ['effect', 'text', ({ entry }) => entry.effect],
  ['entry_revision', 'text', ({ entry }) => entry.revision],
  // Null: no record stands by this entry.
  ['revision', 'text', ({ record }) => record?.version.revision ?? null],
  ['other_revision', 'text', ({ record }) => record?.version.otherRevision ?? null],
  ['data_digest', 'text', ({ record }) => record?.version.dataDigest ?? null],
  ['system', 'text', ({ record }) => record?.name.system ?? null],
  ['stream', 'text', ({ record }) => record?.name.stream ?? null],
  ['key', 'text', ({ record }) => record?.name.key ?? null],
  ['place', 'text', ({ record }) => record?.place ?? null],
  ['warnings', 'text', ({ record }) => record?.warnings ?? null],
  // A list in a list is no array of PostgreSQL's unless all have one length: it travels as JSON.
  ['identities', 'jsonb', ({ record }) => record && JSON.stringify(record.identities)],
];

const IDENTITIES_OF_ROW = 'ARRAY(SELECT jsonb_array_elements_text(row.identities))';
const RENEWED_COLUMNS = HISTORY_COLUMNS.map(([name]) => name).concat(
  [
    'revision',
    'other_revision',
    'data_digest',
    'place',
    'warnings',
    'identities',
    'state',
    'withdrawal',
    'withdrawn_time',
  ],
  ['subject', 'partition'],
);

// One statement for history and records: what an event says goes to the server once, and is parsed there once.
const TAKE_ENTRIES = (() => {
  const { columns, rows } = unnest(ENTRY_COLUMNS, 4);
  const shared = HISTORY_COLUMNS.map(([name]) => name).join(', ');
  return `WITH row AS MATERIALIZED (SELECT ${columns} FROM ${rows}),
    history AS (
      INSERT INTO platform.record_history (partition, record_id, effect, revision, ${shared})
      SELECT $3::integer, record_id, effect, entry_revision, ${shared} FROM row)
    INSERT INTO platform.record (topic, subject, partition, state, id, system, stream, key, revision,
      other_revision, data_digest, place, warnings, identities, ${shared})
    SELECT $1, $2, $3::integer, 'active', record_id, system, stream, key, revision,
      other_revision, data_digest, place, warnings, ${IDENTITIES_OF_ROW}, ${shared} FROM row WHERE revision IS NOT NULL
    ON CONFLICT (id) DO UPDATE SET
      ${RENEWED_COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}, updated_at = clock_timestamp()`;
})();

function takeEntries(feed: SubjectFeed, partition: number, plan: BatchPlan) {
  const standing = new Map<string, RecordRow>();
  for (const record of plan.records)
    if (record.state === 'active') standing.set(record.version.eventId, record);
  const entries = plan.history.map((entry) => ({ entry, record: standing.get(entry.eventId) ?? null }));
  return {
    name: 'take-entries',
    text: TAKE_ENTRIES,
    values: [feed.topic, feed.subject, partition, ...unnestValues(ENTRY_COLUMNS, entries)],
  };
}

const WITHDRAWN_COLUMNS: ReadonlyArray<Column<RecordRow>> = [
  ['id', 'uuid', (row) => row.id],
  ['system', 'text', (row) => row.name.system],
  ['stream', 'text', (row) => row.name.stream],
  ['key', 'text', (row) => row.name.key],
  ['department', 'text', (row) => row.department],
  ['jurisdiction', 'text', (row) => row.jurisdiction],
  ['place', 'text', (row) => row.place],
  ['state', 'text', (row) => row.state],
  ['event_id', 'text', (row) => row.version.eventId],
  ['revision', 'text', (row) => row.version.revision],
  ['other_revision', 'text', (row) => row.version.otherRevision],
  ['operation', 'text', (row) => row.version.operation],
  ['data_digest', 'text', (row) => row.version.dataDigest],
  ['time', 'timestamptz', (row) => row.time],
  ['received_time', 'timestamptz', (row) => row.receivedTime],
  ['receipt', 'text', (row) => row.receipt],
  ['mapping_version', 'integer', (row) => row.mappingVersion],
  ['historical', 'boolean', (row) => row.historical],
  ['warnings', 'text', (row) => row.warnings],
  ['position', 'bigint', (row) => row.position],
  ['data', 'jsonb', (row) => row.data],
  ['withdrawal', 'jsonb', (row) => row.withdrawal],
  ['withdrawn_time', 'timestamptz', (row) => row.withdrawnTime],
  ['identities', 'jsonb', (row) => JSON.stringify(row.identities)],
];
/** What never changes of a record, and what a null keeps. */
const KEPT_COLUMNS = new Set(['id', 'system', 'stream', 'key', 'data']);

function upsertWithdrawn(feed: SubjectFeed, partition: number, rows: readonly RecordRow[]) {
  const { columns, rows: source } = unnest(WITHDRAWN_COLUMNS, 4);
  const chosen = WITHDRAWN_COLUMNS.map(([name]) =>
    name === 'identities' ? IDENTITIES_OF_ROW : `row.${name}`,
  );
  const changed = WITHDRAWN_COLUMNS.map(([name]) => name).filter((name) => !KEPT_COLUMNS.has(name));
  return {
    name: 'upsert-withdrawn',
    text: `INSERT INTO platform.record AS r (topic, subject, partition, ${columns})
           SELECT $1, $2, $3::integer, ${chosen.join(', ')} FROM ${source}
           ON CONFLICT (id) DO UPDATE SET ${changed.map((name) => `${name} = excluded.${name}`).join(', ')},
             subject = excluded.subject, partition = excluded.partition, data = coalesce(excluded.data, r.data), updated_at = clock_timestamp()`,
    values: [feed.topic, feed.subject, partition, ...unnestValues(WITHDRAWN_COLUMNS, rows)],
  };
}

function moveRevisions(rows: BatchPlan['revisions']) {
  return {
    text: `UPDATE platform.record r SET revision = row.revision, other_revision = row.other_revision
           FROM unnest($1::uuid[], $2::text[], $3::text[]) AS row(id, revision, other_revision) WHERE r.id = row.id`,
    values: [
      rows.map((row) => row.id),
      rows.map((row) => row.revision),
      rows.map((row) => row.otherRevision),
    ],
  };
}

const IDENTITY_COLUMNS: ReadonlyArray<Column<IdentityRow>> = [
  ['kind', 'text', (row) => row.kind],
  ['value', 'text', (row) => row.value],
  ['record_id', 'uuid', (row) => row.recordId],
];

function insertIdentities(rows: readonly IdentityRow[]) {
  const own = unnest(IDENTITY_COLUMNS);
  return {
    name: 'insert-identities',
    text: `INSERT INTO platform.identity (${own.columns}) SELECT ${own.columns} FROM ${own.rows}`,
    values: unnestValues(IDENTITY_COLUMNS, rows),
  };
}

function deleteIdentities(rows: readonly IdentityRow[]) {
  return {
    text: `DELETE FROM platform.identity i USING ${unnest(IDENTITY_COLUMNS).rows}
           WHERE i.value = row.value AND i.kind = row.kind AND i.record_id = row.record_id`,
    values: unnestValues(IDENTITY_COLUMNS, rows),
  };
}

const COUNT_COLUMNS: ReadonlyArray<Column<CountDelta>> = [
  ['jurisdiction', 'text', (row) => row.jurisdiction],
  ['department', 'text', (row) => row.department],
  ['day', 'date', (row) => row.day],
  ['active', 'bigint', (row) => row.active],
  ['withdrawn', 'bigint', (row) => row.withdrawn],
];

function addCounts(feed: SubjectFeed, partition: number, rows: readonly CountDelta[]) {
  const own = unnest(COUNT_COLUMNS, 3);
  return {
    name: 'add-counts',
    text: `INSERT INTO platform.module_count AS c (topic, partition, ${own.columns})
           SELECT $1, $2::integer, ${own.columns} FROM ${own.rows}
           ON CONFLICT (topic, partition, day, jurisdiction, department)
           DO UPDATE SET active = c.active + excluded.active, withdrawn = c.withdrawn + excluded.withdrawn`,
    values: [feed.topic, partition, ...unnestValues(COUNT_COLUMNS, rows)],
  };
}
