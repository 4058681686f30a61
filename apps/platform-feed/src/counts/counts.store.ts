import type { AccessScope } from '@exchange/access';
import { withStoreErrors } from '@exchange/store';
import type pg from 'pg';
import { addScope, Conditions } from '../records/record-conditions.ts';

export const COUNT_DIMENSIONS = ['module', 'chain', 'subject', 'jurisdiction', 'department'] as const;
export type CountDimension = (typeof COUNT_DIMENSIONS)[number];

/** A module is the sum of the subjects that the catalogue puts into it now, so it is not in the roll-ups. */
const COLUMNS: Readonly<Record<CountDimension, string>> = {
  module: 's.module',
  chain: 's.chain',
  subject: 's.subject',
  jurisdiction: 'c.jurisdiction',
  department: 'c.department',
};

export interface CountFilter {
  readonly module?: string;
  readonly subject?: string;
  readonly jurisdiction?: string;
  readonly department?: string;
  /** Business days in Shanghai, `YYYY-MM-DD`, both inclusive. */
  readonly from?: string;
  readonly to?: string;
}

export interface Count {
  /** Null: records whose jurisdiction is not known. */
  readonly code: string | null;
  readonly active: number;
  readonly withdrawn: number;
}

/** Counts from the roll-ups, largest first. Rows that a withdrawal or move has emptied are left out. */
export async function readCounts(
  pool: pg.Pool,
  dimension: CountDimension,
  filter: CountFilter,
  scope: AccessScope,
): Promise<Count[]> {
  const conditions = new Conditions();
  addScope(conditions, scope, 'c');
  for (const column of ['module', 'subject', 'jurisdiction', 'department'] as const) {
    const value = filter[column];
    if (value !== undefined) conditions.add(value, (n) => `${COLUMNS[column]} = ${n}`);
  }
  if (filter.from !== undefined) conditions.add(filter.from, (n) => `c.day >= ${n}::date`);
  if (filter.to !== undefined) conditions.add(filter.to, (n) => `c.day <= ${n}::date`);
  const { rows } = await withStoreErrors(() =>
    pool.query<{ code: string | null; active: string; withdrawn: string }>(
      `SELECT ${COLUMNS[dimension]} AS code, sum(c.active) AS active, sum(c.withdrawn) AS withdrawn
       FROM platform.module_count c JOIN platform.subject s ON s.topic = c.topic WHERE ${conditions.where} GROUP BY 1
       HAVING sum(c.active) <> 0 OR sum(c.withdrawn) <> 0 ORDER BY 2 DESC, 1`,
      conditions.values,
    ),
  );
  return rows.map(({ code, active, withdrawn }) => ({
    code,
    active: Number(active),
    withdrawn: Number(withdrawn),
  }));
}
