import type { AccessScope } from '@exchange/access';
import { withStoreErrors } from '@exchange/store';
import type pg from 'pg';
import { addScope, Conditions } from '../records/record-conditions.ts';
import { RECORD_SELECTION, RECORD_SOURCE, type StoredRecord } from '../records/record.ts';

export interface Identity {
  readonly kind: string;
  readonly value: string;
}

export interface IdentitySearch {
  readonly identities: readonly Identity[];
  readonly includeWithdrawn: boolean;
  readonly recordsMax: number;
}

/** Records that bear any of the identities and that the reader may see, newest first, each once. */
export async function findByIdentities(
  pool: pg.Pool,
  search: IdentitySearch,
  scope: AccessScope,
): Promise<StoredRecord[]> {
  const { identities, includeWithdrawn, recordsMax } = search;
  if (identities.length === 0) return [];
  const conditions = new Conditions();
  const kinds = conditions.parameter(identities.map((identity) => identity.kind));
  const values = conditions.parameter(identities.map((identity) => identity.value));
  addScope(conditions, scope, 'r');
  if (!includeWithdrawn) conditions.add('active', (n) => `r.state = ${n}`);
  const statement = `SELECT ${RECORD_SELECTION} FROM ${RECORD_SOURCE}
    WHERE r.id IN (
      SELECT i.record_id FROM unnest(${kinds}::text[], ${values}::text[]) AS wanted(kind, value)
      JOIN platform.identity i ON i.value = wanted.value AND i.kind = wanted.kind)
    AND ${conditions.where}
    ORDER BY r.time DESC, r.id DESC LIMIT ${conditions.parameter(recordsMax)}`;
  const { rows } = await withStoreErrors(() => pool.query<StoredRecord>(statement, conditions.values));
  return rows;
}

/**
 * Those of the identities that more than `recordsMax` records bear: too many to belong to one matter. Counts no further than
 * it has to.
 */
export async function findCrowded(
  pool: pg.Pool,
  identities: readonly Identity[],
  recordsMax: number,
): Promise<Identity[]> {
  if (identities.length === 0) return [];
  const { rows } = await withStoreErrors(() =>
    pool.query<Identity>(
      `SELECT wanted.kind, wanted.value FROM unnest($1::text[], $2::text[]) AS wanted(kind, value)
       WHERE (SELECT count(*) FROM (
         SELECT 1 FROM platform.identity i WHERE i.value = wanted.value AND i.kind = wanted.kind LIMIT $3::integer + 1
       ) AS bearers) > $3::integer`,
      [identities.map((identity) => identity.kind), identities.map((identity) => identity.value), recordsMax],
    ),
  );
  return rows;
}
