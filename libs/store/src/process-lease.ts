import { ExchangeError } from '@exchange/contracts';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { withStoreErrors } from './store-error.ts';

const LEASE_SECONDS = 6;
export const LEASE_RENEWAL_MS = 1_500;
const CONNECT_TIMEOUT_MS = 3_000;

/** First half of the advisory lock's key; the second is a hash of the process. See `exchange.lives`. */
const LIFE_LOCK = 4_120_003;

/**
 * This process's sign of life. Two things must hold for others to believe that it lives: a lease row by the database's clock,
 * and a lock on a connection of its own. A killed process loses the lock at once, because its connection breaks; one that
 * is cut off or stalled loses the lease. Believing it dead too early does no harm: its receipts give the same ids.
 */
export class ProcessLease {
  readonly process = uuidv7();
  readonly #url: string;
  #client: pg.Client | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * Call at start and every `LEASE_RENEWAL_MS`.
   *
   * @returns by how many ms this machine's clock is ahead of the database's, half the renewal's duration more or less
   */
  async renew(): Promise<number> {
    return withStoreErrors(async () => {
      const client = await this.#connected();
      try {
        const asked = Date.now();
        const { rows } = await client.query<{ now_ms: number }>(
          `INSERT INTO exchange.process_lease (process, expires_at) VALUES ($1, clock_timestamp() + make_interval(secs => $2))
           ON CONFLICT (process) DO UPDATE SET expires_at = excluded.expires_at
           RETURNING (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms`,
          [this.process, LEASE_SECONDS],
        );
        return (asked + Date.now()) / 2 - rows[0]!.now_ms;
      } catch (error) {
        // A connection that does not answer is given up, or the next renewals would wait on it, too.
        this.#client = null;
        void client.end().catch(() => undefined);
        throw error;
      }
    });
  }

  /** At the end of an orderly stop, and never before: what is not completed goes to the drainers at once. */
  async end(): Promise<void> {
    await withStoreErrors(async () => {
      const client = await this.#connected();
      await client.query(
        `DELETE FROM exchange.process_lease WHERE process = $1 OR expires_at < clock_timestamp() - interval '1 day'`,
        [this.process],
      );
    });
    await this.#client?.end();
    this.#client = null;
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'process-lease',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    const forget = (): void => {
      if (this.#client === client) this.#client = null;
    };
    client.on('error', forget);
    client.on('end', forget);
    await client.connect();
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked',
      [LIFE_LOCK, this.process],
    );
    if (!rows[0]!.locked) {
      // The session before has not ended yet at the server: without the lock this process would count as dead.
      await client.end();
      throw new ExchangeError('store-unavailable', 'the lock of the session before is still held', {
        retryable: true,
      });
    }
    this.#client = client;
    return client;
  }
}
