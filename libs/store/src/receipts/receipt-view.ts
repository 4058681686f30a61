import type { Outcome, Receipt } from '@exchange/pipeline';
import type pg from 'pg';
import { withStoreErrors } from '../store-error.ts';
import { RECEIPT_COLUMNS, toReceipt, type ReceiptRow } from './receipt-row.ts';

export interface ReceiptView {
  readonly receipt: Receipt;
  /** Null while the receipt is pending. */
  readonly outcome: (Outcome & { readonly completedTime: string }) | null;
}

/** One receipt of a system with what became of it; null when the system has no such receipt. */
export async function findReceipt(pool: pg.Pool, system: string, id: string): Promise<ReceiptView | null> {
  const { rows } = await withStoreErrors(() =>
    pool.query<ReceiptRow & Outcome & { completed_at: Date | null }>(
      `SELECT ${RECEIPT_COLUMNS}, o.records, o.accepted, o.quarantined, o.events, o.reports, o.completed_at
       FROM exchange.receipt r LEFT JOIN exchange.receipt_outcome o ON o.id = r.id WHERE r.id = $1 AND r.system = $2`,
      [id, system],
    ),
  );
  const row = rows[0];
  if (!row) return null;
  const { records, accepted, quarantined, events, reports, completed_at: completedAt } = row;
  return {
    receipt: toReceipt(row),
    outcome: completedAt && {
      records,
      accepted,
      quarantined,
      events,
      reports,
      completedTime: completedAt.toISOString(),
    },
  };
}
