import type { Detail, JsonObject, Operation } from '@exchange/contracts';
import { unnest, unnestValues, type Column } from '@exchange/store';
import type pg from 'pg';
import type {
  ChangeRow,
  DisclosureRow,
  DisclosureState,
  HandOverOperation,
  LayoutFields,
  StandingDisclosure,
} from './disclosure-row.ts';
import type { LinkingFacts, LinkingPlan } from './plan-linking.ts';
import type { DecisionTopic } from './decision.ts';

interface FactsRow {
  readonly id: string;
  readonly event_id: string;
  readonly revision: string;
  readonly other_revision: string | null;
  readonly data_digest: string;
  readonly operation: Operation;
  readonly state: DisclosureState;
  readonly document_no: string | null;
  readonly reason: Detail | null;
  readonly due_date: string | null;
  readonly missing: string[];
  readonly fields: LayoutFields | null;
  readonly handed_over: LayoutFields | null;
  readonly published: JsonObject | null;
  readonly version: number;
  readonly cd_operation: HandOverOperation | null;
  readonly withdrawn_time: Date | null;
  readonly department: string;
  readonly jurisdiction: string | null;
  readonly known: string | null;
}

/** Where the disclosures of a batch stand, and which of its events they have seen. */
export async function readLinkingFacts(
  client: pg.ClientBase,
  events: ReadonlyArray<{ readonly disclosureId: string; readonly eventId: string }>,
): Promise<LinkingFacts> {
  const { rows } = await client.query<FactsRow>(
    `SELECT d.id, d.event_id, d.revision, d.other_revision, d.data_digest, d.operation, d.state, d.document_no, d.reason,
            to_char(d.due_date, 'YYYY-MM-DD') AS due_date, d.missing,
            d.fields, d.handed_over, d.published, d.version, d.cd_operation, d.withdrawn_time,
            d.department, d.jurisdiction, c.event_id AS known
     FROM unnest($1::text[], $2::text[]) AS e(disclosure_id, event_id)
     JOIN credit.disclosure d ON d.id = e.disclosure_id
     LEFT JOIN credit.disclosure_change c ON c.disclosure_id = e.disclosure_id AND c.event_id = e.event_id`,
    [events.map((event) => event.disclosureId), events.map((event) => event.eventId)],
  );
  return {
    standing: new Map(rows.map((row) => [row.id, standingDisclosure(row)])),
    knownEvents: new Set(rows.map((row) => row.known).filter((id) => id !== null)),
  };
}

function standingDisclosure(row: FactsRow): StandingDisclosure {
  const { id, state, reason, missing, fields, published, version, department, jurisdiction } = row;
  return {
    id,
    department,
    jurisdiction,
    state,
    documentNo: row.document_no,
    dueDate: row.due_date,
    reason,
    missing,
    fields,
    published,
    version,
    handedOver: row.handed_over,
    handOverOperation: row.cd_operation,
    withdrawnTime: row.withdrawn_time?.toISOString() ?? null,
    recordVersion: {
      eventId: row.event_id,
      revision: row.revision,
      otherRevision: row.other_revision,
      dataDigest: row.data_digest,
      operation: row.operation,
    },
  };
}

/** Writes a plan; rows that are handed over get the number of this batch and the time. */
export async function writeLinking(
  client: pg.ClientBase,
  { topic }: DecisionTopic,
  partition: number,
  plan: LinkingPlan,
): Promise<void> {
  if (plan.changes.length > 0) await client.query(insertChanges(partition, plan.changes));
  if (plan.rows.length > 0) {
    const batch = plan.rows.some((row) => row.isHandedOver) ? await nextBatch(client) : null;
    await client.query(upsertDisclosures(topic, partition, batch, plan.rows));
  }
  if (plan.revisions.length > 0)
    await client.query(
      `UPDATE credit.disclosure d SET revision = row.revision, other_revision = row.other_revision
       FROM unnest($1::text[], $2::text[], $3::text[]) AS row(id, revision, other_revision) WHERE d.id = row.id`,
      [
        plan.revisions.map((row) => row.id),
        plan.revisions.map((row) => row.revision),
        plan.revisions.map((row) => row.otherRevision),
      ],
    );
  if (plan.outgoing.length > 0)
    await client.query(
      `INSERT INTO credit.outbox (event) SELECT event FROM unnest($1::json[]) WITH ORDINALITY AS row(event, place)
       ORDER BY place`,
      [plan.outgoing.map((event) => JSON.stringify(event))],
    );
}

async function nextBatch(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ batch: string }>(
    `INSERT INTO credit.batch AS b (day, last) VALUES ((clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date, 1)
     ON CONFLICT (day) DO UPDATE SET last = b.last + 1
     RETURNING to_char(day, 'YYYYMMDD') || lpad(last::text, greatest(5, length(last::text)), '0') AS batch`,
  );
  return rows[0]?.batch ?? '';
}

const CHANGE_COLUMNS: ReadonlyArray<Column<ChangeRow>> = [
  ['disclosure_id', 'text', (row) => row.disclosureId],
  ['event_id', 'text', (row) => row.eventId],
  ['effect', 'text', (row) => row.effect],
  ['operation', 'text', (row) => row.operation],
  ['revision', 'text', (row) => row.revision],
  ['state', 'text', (row) => row.state],
  ['version', 'integer', (row) => row.version],
  ['receipt', 'text', (row) => row.receipt],
  ['mapping_version', 'integer', (row) => row.mappingVersion],
  ['position', 'bigint', (row) => row.position],
];

function insertChanges(partition: number, rows: readonly ChangeRow[]) {
  const { columns, rows: source } = unnest(CHANGE_COLUMNS, 2);
  return {
    text: `INSERT INTO credit.disclosure_change (partition, ${columns}) SELECT $1::integer, ${columns} FROM ${source}`,
    values: [partition, ...unnestValues(CHANGE_COLUMNS, rows)],
  };
}

const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

const ROW_COLUMNS: ReadonlyArray<Column<DisclosureRow>> = [
  ['id', 'text', (row) => row.id],
  ['system', 'text', (row) => row.name.system],
  ['stream', 'text', (row) => row.name.stream],
  ['key', 'text', (row) => row.name.key],
  ['table_kind', 'text', (row) => row.table],
  ['document_no', 'text', (row) => row.documentNo],
  ['document_no_matching', 'text', (row) => row.documentNo && matchingNumber(row.documentNo)],
  ['department', 'text', (row) => row.department],
  ['jurisdiction', 'text', (row) => row.jurisdiction],
  ['state', 'text', (row) => row.state],
  ['reason', 'jsonb', (row) => json(row.reason)],
  ['due_date', 'date', (row) => row.dueDate],
  ['withdrawn_time', 'timestamptz', (row) => row.withdrawnTime],
  ['fields', 'jsonb', (row) => json(row.fields)],
  ['handed_over', 'jsonb', (row) => json(row.handedOver)],
  ['published', 'jsonb', (row) => json(row.published)],
  ['version', 'integer', (row) => row.version],
  ['cd_operation', 'text', (row) => row.handOverOperation],
  ['event_id', 'text', (row) => row.recordVersion.eventId],
  ['revision', 'text', (row) => row.recordVersion.revision],
  ['other_revision', 'text', (row) => row.recordVersion.otherRevision],
  ['operation', 'text', (row) => row.recordVersion.operation],
  ['data_digest', 'text', (row) => row.recordVersion.dataDigest],
  ['time', 'timestamptz', (row) => row.time],
  ['received_time', 'timestamptz', (row) => row.receivedTime],
  ['receipt', 'text', (row) => row.receipt],
  ['mapping_version', 'integer', (row) => row.mappingVersion],
  ['historical', 'boolean', (row) => row.historical],
  ['position', 'bigint', (row) => row.position],
  // Columns of the source only, made into others below.
  ['missing_list', 'jsonb', (row) => JSON.stringify(row.missing)],
  ['is_handed_over', 'boolean', (row) => row.isHandedOver],
];
const STORED_COLUMNS = ROW_COLUMNS.map(([name]) => name).filter(
  (name) => !['missing_list', 'is_handed_over'].includes(name),
);
const FIXED_COLUMNS = new Set(['id', 'system', 'stream', 'key', 'table_kind']);

function upsertDisclosures(
  topic: string,
  partition: number,
  batch: string | null,
  rows: readonly DisclosureRow[],
) {
  const source = unnest(ROW_COLUMNS, 4);
  const renewed = [...STORED_COLUMNS.filter((name) => !FIXED_COLUMNS.has(name)), 'missing', 'partition'];
  return {
    text: `INSERT INTO credit.disclosure AS d (topic, partition, missing, cd_batch, cd_time, ${STORED_COLUMNS.join(', ')})
           SELECT $1, $2::integer, ARRAY(SELECT jsonb_array_elements_text(missing_list)),
             CASE WHEN is_handed_over THEN $3 END, CASE WHEN is_handed_over THEN clock_timestamp() END,
             ${STORED_COLUMNS.join(', ')}
           FROM ${source.rows}
           ON CONFLICT (id) DO UPDATE SET ${renewed.map((name) => `${name} = excluded.${name}`).join(', ')},
             cd_batch = coalesce(excluded.cd_batch, d.cd_batch), cd_time = coalesce(excluded.cd_time, d.cd_time),
             changed_at = clock_timestamp()`,
    values: [topic, partition, batch, ...unnestValues(ROW_COLUMNS, rows)],
  };
}

/** The form in which two spellings of a document number are equal, for look-ups only. */
export function matchingNumber(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/\s+/gu, '')
    .replaceAll(/[([【［〔]/gu, '〔')
    .replaceAll(/[)\]】］〕]/gu, '〕');
}
