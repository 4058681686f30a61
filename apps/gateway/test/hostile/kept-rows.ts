import type pg from 'pg';

/** How many rows each table holds that a push can write to. */
export interface KeptRows {
  readonly receipts: number;
  readonly bodies: number;
  readonly outcomes: number;
  readonly queued: number;
  readonly keys: number;
  readonly quarantined: number;
  readonly outputSets: number;
  readonly events: number;
  readonly blocks: number;
}

const STATEMENT = `SELECT
  (SELECT count(*)::int FROM exchange.receipt) AS receipts,
  (SELECT count(*)::int FROM exchange.receipt_body) AS bodies,
  (SELECT count(*)::int FROM exchange.receipt_outcome) AS outcomes,
  (SELECT count(*)::int FROM exchange.receipt_work) AS queued,
  (SELECT count(*)::int FROM exchange.idempotency_key) AS keys,
  (SELECT count(*)::int FROM exchange.quarantine) AS quarantined,
  (SELECT count(*)::int FROM exchange.output_set) AS "outputSets",
  (SELECT count(*)::int FROM event_log.events) AS events,
  (SELECT count(DISTINCT blocked_at)::int FROM exchange.secrecy_block) AS blocks`;

export async function keptRows(pool: pg.Pool): Promise<KeptRows> {
  const { rows } = await pool.query<KeptRows>(STATEMENT);
  return rows[0]!;
}
