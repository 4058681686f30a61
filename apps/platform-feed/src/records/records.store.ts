import type { AccessScope } from '@exchange/access';
import { withStoreErrors } from '@exchange/store';
import type pg from 'pg';
import type { RecordState } from '../feeding/batch-plan.ts';
import { addOwners, addScope, Conditions } from './record-conditions.ts';
import { RECORD_SELECTION, RECORD_SOURCE, type HistoryEntry, type StoredRecord } from './record.ts';

export interface RecordFilter {
  readonly topics?: readonly string[];
  /** A division code; the divisions within it count as well. */
  readonly place?: string;
  readonly jurisdiction?: string;
  readonly department?: string;
  /** Business time, from inclusive, to exclusive. */
  readonly from?: Date;
  readonly to?: Date;
  readonly state: RecordState | 'all';
}

export interface RecordPlace {
  readonly time: string;
  readonly id: string;
}

/** Newest business time first; `after` is the last record of the page before. */
export async function listRecords(
  pool: pg.Pool,
  filter: RecordFilter,
  scope: AccessScope,
  page: { readonly after: RecordPlace | null; readonly limit: number },
): Promise<StoredRecord[]> {
  const conditions = new Conditions();
  addScope(conditions, scope, 'r');
  if (filter.topics) conditions.add(filter.topics, (n) => `r.topic = ANY (${n}::text[])`);
  // A range instead of LIKE: it needs no escaping, and the column's collation makes it use the index.
  if (filter.place !== undefined) {
    conditions.add(filter.place, (n) => `r.place >= ${n}`);
    conditions.add(`${filter.place}:`, (n) => `r.place < ${n}`);
  }
  if (filter.jurisdiction !== undefined) conditions.add(filter.jurisdiction, (n) => `r.jurisdiction = ${n}`);
  if (filter.department !== undefined) conditions.add(filter.department, (n) => `r.department = ${n}`);
  if (filter.from) conditions.add(filter.from.toISOString(), (n) => `r.time >= ${n}::timestamptz`);
  if (filter.to) conditions.add(filter.to.toISOString(), (n) => `r.time < ${n}::timestamptz`);
  if (filter.state !== 'all') conditions.add(filter.state, (n) => `r.state = ${n}`);
  if (page.after) {
    const time = conditions.parameter(page.after.time);
    conditions.add(page.after.id, (n) => `(r.time, r.id) < (${time}::timestamptz, ${n}::uuid)`);
  }
  const statement = `SELECT ${RECORD_SELECTION} FROM ${RECORD_SOURCE} WHERE ${conditions.where}
    ORDER BY r.time DESC, r.id DESC LIMIT ${conditions.parameter(page.limit)}`;
  const { rows } = await withStoreErrors(() => pool.query<StoredRecord>(statement, conditions.values));
  return rows;
}

/** One record, null when there is none or the reader may not see it: the two must look the same. */
export async function findRecord(
  pool: pg.Pool,
  id: string,
  scope: AccessScope,
): Promise<StoredRecord | null> {
  const conditions = new Conditions();
  addScope(conditions, scope, 'r');
  conditions.add(id, (n) => `r.id = ${n}`);
  const { rows } = await withStoreErrors(() =>
    pool.query<StoredRecord>(
      `SELECT ${RECORD_SELECTION} FROM ${RECORD_SOURCE} WHERE ${conditions.where}`,
      conditions.values,
    ),
  );
  return rows[0] ?? null;
}

/**
 * The newest entries of a record's history before the one with number `before`, newest first. An entry from when the record
 * belonged to somebody else is not shown to a reader who could not have seen it then.
 */
export async function readHistory(
  pool: pg.Pool,
  recordId: string,
  scope: AccessScope,
  page: { readonly before: number | null; readonly limit: number },
): Promise<HistoryEntry[]> {
  const conditions = new Conditions();
  addOwners(conditions, scope, 'h');
  conditions.add(recordId, (n) => `h.record_id = ${n}`);
  if (page.before !== null) conditions.add(page.before, (n) => `h.number < ${n}`);
  const statement = `SELECT h.number, h.event_id AS "eventId", h.effect, h.operation, h.revision, h.department, h.jurisdiction,
      h.time, h.received_time AS "receivedTime", h.receipt, h.mapping_version AS "mappingVersion", h.historical,
      h.recorded_at AS "recordedAt", h.data
    FROM platform.record_history h WHERE ${conditions.where}
    ORDER BY h.number DESC LIMIT ${conditions.parameter(page.limit)}`;
  const { rows } = await withStoreErrors(() =>
    pool.query<Omit<HistoryEntry, 'number'> & { number: string }>(statement, conditions.values),
  );
  return rows.map((row) => ({ ...row, number: Number(row.number) }));
}
