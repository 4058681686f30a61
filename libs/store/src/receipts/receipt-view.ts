import type { Outcome, Receipt, RecordReport } from '@exchange/pipeline';
import type pg from 'pg';
import { withStoreErrors } from '../store-error.ts';
import { RECEIPT_COLUMNS, toReceipt, type ReceiptRow } from './receipt-row.ts';

export interface ReceiptView {
  readonly receipt: Receipt;
  /** Null while the receipt is pending. */
  readonly outcome: (Omit<Outcome, 'reports'> & { readonly completedTime: string }) | null;
}

/** One receipt of a system with what became of it; null when the system has no such receipt. */
export async function findReceipt(pool: pg.Pool, system: string, id: string): Promise<ReceiptView | null> {
  const { rows } = await withStoreErrors(() =>
    pool.query<ReceiptRow & Omit<Outcome, 'reports'> & { completed_at: Date | null }>(
      `SELECT ${RECEIPT_COLUMNS}, o.records, o.accepted, o.quarantined, o.events, o.completed_at
       FROM exchange.receipt r LEFT JOIN exchange.receipt_outcome o ON o.id = r.id WHERE r.id = $1 AND r.system = $2`,
      [id, system],
    ),
  );
  const row = rows[0];
  if (!row) return null;
  const { records, accepted, quarantined, events, completed_at: completedAt } = row;
  return {
    receipt: toReceipt(row),
    outcome: completedAt && {
      records,
      accepted,
      quarantined,
      events,
      completedTime: completedAt.toISOString(),
    },
  };
}

/**
 * Reports of a receipt's records behind the one with index `after`, by index: quarantined ones as the quarantine holds them,
 * accepted ones with warnings as the outcome does.
 *
 * @param after index of the last record of the page before, -1 for the first page
 */
export async function listReports(
  pool: pg.Pool,
  receiptId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<RecordReport[]> {
  const { rows } = await withStoreErrors(() =>
    pool.query<{ report: RecordReport }>(
      `SELECT report FROM (
         SELECT q.record_index AS place, jsonb_build_object('index', q.record_index, 'key', q.record_key,
           'rejections', q.rejections, 'warnings', q.warnings)
           || CASE WHEN q.line IS NULL THEN '{}' ELSE jsonb_build_object('line', q.line) END AS report
         FROM exchange.quarantine q WHERE q.receipt = $1 AND q.record_index > $2
         UNION ALL
         SELECT (doubt.report ->> 'index')::integer, doubt.report
         FROM exchange.receipt_outcome o, jsonb_array_elements(o.reports) AS doubt (report)
         WHERE o.id = $1 AND jsonb_array_length(doubt.report -> 'rejections') = 0 AND (doubt.report ->> 'index')::integer > $2
       ) AS told ORDER BY place LIMIT $3`,
      [receiptId, after, limit],
    ),
  );
  return rows.map(({ report }) => report);
}
