import { ALARM_TOPIC } from '@exchange/contracts';
import type pg from 'pg';
import type { ReceiptBody } from './expect-clear-answer.ts';

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
  /** Their ids: a receipt that was run again puts its events into the log once more. */
  readonly eventIds: number;
  readonly blocks: number;
}

// Alarms come into the log by themselves.
const STATEMENT = `WITH of_records AS (
  SELECT id FROM event_log.readable_events WHERE topic <> '${ALARM_TOPIC}'
)
SELECT
  (SELECT count(*)::int FROM exchange.receipt) AS receipts,
  (SELECT count(*)::int FROM exchange.receipt_body) AS bodies,
  (SELECT count(*)::int FROM exchange.receipt_outcome) AS outcomes,
  (SELECT count(*)::int FROM exchange.receipt_work) AS queued,
  (SELECT count(*)::int FROM exchange.idempotency_key) AS keys,
  (SELECT count(*)::int FROM exchange.quarantine) AS quarantined,
  (SELECT count(*)::int FROM exchange.output_set) AS "outputSets",
  (SELECT count(*)::int FROM of_records) AS events,
  (SELECT count(DISTINCT id)::int FROM of_records) AS "eventIds",
  (SELECT count(DISTINCT blocked_at)::int FROM exchange.secrecy_block) AS blocks`;

export async function keptRows(pool: pg.Pool): Promise<KeptRows> {
  const { rows } = await pool.query<KeptRows>(STATEMENT);
  return rows[0]!;
}

/** What the tables gained is what the receipts say, so a refused request left nothing. */
export function expectKept(
  before: KeptRows,
  after: KeptRows,
  receipts: readonly ReceiptBody[],
  blocks: number,
): void {
  const kept = receipts.filter(({ receipt }) => !receipt.repeated);
  const sum = (number: (receipt: ReceiptBody) => number): number =>
    kept.reduce((total, receipt) => total + number(receipt), 0);
  const isAnyAccepted = sum(({ counts }) => counts.accepted) > 0;
  expect({
    receipts: after.receipts - before.receipts,
    bodies: after.bodies - before.bodies,
    outcomes: after.outcomes - before.outcomes,
    queued: after.queued,
    quarantined: after.quarantined - before.quarantined,
    hasEvents: isAnyAccepted ? after.events > before.events : after.eventIds > before.eventIds,
    blocks: after.blocks - before.blocks,
  }).toEqual({
    receipts: kept.length,
    bodies: kept.length,
    outcomes: kept.length,
    queued: 0,
    quarantined: sum(({ counts }) => counts.quarantined),
    hasEvents: isAnyAccepted,
    blocks,
  });
  if (kept.length === 0) expect(after).toEqual({ ...before, blocks: after.blocks, events: after.events });
}
