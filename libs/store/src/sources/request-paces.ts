import type pg from 'pg';
import { withStoreErrors } from '../store-error.ts';

/** When each system may be asked again, by the database's clock; the port is `RequestPaces` of the sources. */
export class PostgresRequestPaces {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Takes the next turn of a system, of which there is one in `everyMs`. Resolves with the time to wait for it, in ms. */
  async turn(system: string, everyMs: number): Promise<number> {
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<{ wait_ms: number }>(
        `INSERT INTO exchange.request_pace AS p (system, next_at)
         VALUES ($1, clock_timestamp() + make_interval(secs => $2))
         ON CONFLICT (system) DO UPDATE
           SET next_at = greatest(p.next_at, clock_timestamp()) + make_interval(secs => $2)
         RETURNING (extract(epoch FROM next_at - clock_timestamp()) * 1000)::float8 AS wait_ms`,
        [system, everyMs / 1_000],
      ),
    );
    return Math.max(0, rows[0]!.wait_ms - everyMs);
  }
}
