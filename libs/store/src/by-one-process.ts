import type pg from 'pg';
import { inTransaction } from './in-transaction.ts';

/** A process that is paused in its work must not keep the others from it for ever. */
const STALLED_SECONDS = 30;

/**
 * Does a piece of work that one process at a time may do, within a transaction that holds a lock under a name. Resolves with
 * null while another process does it.
 */
export async function byOneProcess<T>(
  pool: pg.Pool,
  name: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T | null> {
  return inTransaction(pool, async (client) => {
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = '${STALLED_SECONDS}s'`);
    const { rows } = await client.query<{ free: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free',
      [name],
    );
    return rows[0]?.free ? work(client) : null;
  });
}
