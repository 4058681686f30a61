import type pg from 'pg';
import { isStoreUnavailable, withStoreErrors } from './store-error.ts';

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. When the connection itself is
 * lost the error is a retryable `store-unavailable`, and whether the commit took place is not known: only the database can tell.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return withStoreErrors(async () => {
    const client = await pool.connect();
    let isBroken = false;
    // Between two statements a lost session is an event that would end the process; the next statement fails anyway.
    const onError = (): void => {
      isBroken = true;
    };
    client.on('error', onError);
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      isBroken ||= isStoreUnavailable(error) || !(await rollBack(client));
      throw error;
    } finally {
      client.off('error', onError);
      client.release(isBroken);
    }
  });
}

async function rollBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}
