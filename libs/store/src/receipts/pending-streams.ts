import type pg from 'pg';
import { withStoreErrors } from '../store-error.ts';

/** Whether the receipts of any stream wait for the event log. */
export async function isAnyStreamPending(pool: pg.Pool): Promise<boolean> {
  const { rows } = await withStoreErrors(() =>
    pool.query<{ is_pending: boolean }>({
      name: 'is-any-stream-pending',
      text: `SELECT EXISTS (SELECT 1 FROM exchange.stream WHERE mode = 'pending') AS is_pending`,
    }),
  );
  return rows[0]!.is_pending;
}
