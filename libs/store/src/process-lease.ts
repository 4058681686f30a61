import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { withStoreErrors } from './store-error.ts';

const LEASE_SECONDS = 6;
export const LEASE_RENEWAL_MS = 1_500;

/**
 * This process's sign of life, by the database's clock. When it stops, others may run the receipts it had begun. A process
 * that was only paused does no harm when it wakes: its receipts give the same ids.
 */
export class ProcessLease {
  readonly process = uuidv7();
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Call at start and every `LEASE_RENEWAL_MS`. */
  async renew(): Promise<void> {
    await withStoreErrors(() =>
      this.#pool.query(
        `INSERT INTO exchange.process_lease (process, expires_at) VALUES ($1, clock_timestamp() + make_interval(secs => $2))
         ON CONFLICT (process) DO UPDATE SET expires_at = excluded.expires_at`,
        [this.process, LEASE_SECONDS],
      ),
    );
  }

  /** At the end of an orderly stop, and never before: what is not completed goes to the drainers at once. */
  async end(): Promise<void> {
    await withStoreErrors(() =>
      this.#pool.query(
        `DELETE FROM exchange.process_lease l WHERE process = $1 OR (l.expires_at < clock_timestamp() - interval '1 day')`,
        [this.process],
      ),
    );
  }
}
