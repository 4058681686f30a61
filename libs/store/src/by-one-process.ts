import type pg from 'pg';
import { inTransaction } from './in-transaction.ts';

/** A process that is paused in its work must not keep the others from it for ever. */
const STALLED_SECONDS = 30;
/** Steps that follow each other at once ask once. */
const ASKED_MS = 1_000;

/**
 * Does a piece of work that one process at a time may do, within a transaction that holds a lock under a name. Resolves with
 * null while another process does it.
 *
 * @param work given the lock's session, and what work beside that session calls before each of its steps: `stillMine` keeps the
 * session from counting as stalled, and rejects when the lock is lost
 */
export async function byOneProcess<T>(
  pool: pg.Pool,
  name: string,
  work: (client: pg.PoolClient, stillMine: () => Promise<void>) => Promise<T>,
): Promise<T | null> {
  return inTransaction(pool, async (client) => {
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = '${STALLED_SECONDS}s'`);
    const { rows } = await client.query<{ free: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free',
      [name],
    );
    if (!rows[0]?.free) return null;
    let askedAt = performance.now();
    return work(client, async () => {
      if (performance.now() - askedAt < ASKED_MS) return;
      await client.query('SELECT 1');
      askedAt = performance.now();
    });
  });
}
