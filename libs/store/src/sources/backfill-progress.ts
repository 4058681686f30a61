import { ExchangeError } from '@exchange/contracts';
import type pg from 'pg';
import type { StreamName } from '../registration/stream-name.ts';
import { withStoreErrors } from '../store-error.ts';

/** How far a back-fill has come since it was told last. */
export interface Progress {
  /** Still ahead, in the unit of what the source held; null where it is not known or follows from the records. */
  readonly ahead: number | null;
  /** Records a second. */
  readonly pace: number;
}

/** What the process that reads a lane `history` writes of it. Like everything a reader writes, only while the lease is its own. */
export class BackfillProgress {
  readonly #pool: pg.Pool;
  readonly #process: string;

  constructor(pool: pg.Pool, process: string) {
    this.#pool = pool;
    this.#process = process;
  }

  /** The rate that is allowed at present, in records a second, and what the source's amounts are counted in. */
  async find(name: StreamName): Promise<{ rateMax: number; unit: 'records' | 'bytes' | 'seconds' | null }> {
    return this.#one(
      name,
      `SELECT b.rate_max AS "rateMax", b.unit FROM exchange.backfill b JOIN exchange.source_reader r
         ON r.system = b.system AND r.stream = b.stream AND r.lane = 'history'
       WHERE b.system = $1 AND b.stream = $2 AND r.owner = $3 AND r.state = 'running'`,
    );
  }

  /** Resolves with the rate that is allowed from now on, in records a second: somebody may have changed it. */
  async tell(name: StreamName, { ahead, pace }: Progress): Promise<number> {
    const { rateMax } = await this.#one<{ rateMax: number }>(
      name,
      `UPDATE exchange.backfill b SET ahead = coalesce($4, ahead), pace = $5, told_at = clock_timestamp()
       FROM exchange.source_reader r
       WHERE b.system = $1 AND b.stream = $2 AND r.system = b.system AND r.stream = b.stream AND r.lane = 'history'
         AND r.owner = $3 AND r.state = 'running'
       RETURNING b.rate_max AS "rateMax"`,
      [ahead, pace],
    );
    return rateMax;
  }

  /** The source was read to its end, which is behind so many claims: the reader reads no more. */
  async finish(name: StreamName, sequence: number): Promise<void> {
    await this.#one(
      name,
      `WITH done AS (
         UPDATE exchange.source_reader SET state = 'done'
         WHERE system = $1 AND stream = $2 AND lane = 'history' AND owner = $3 AND state = 'running' AND sequence = $4
         RETURNING system, stream
       )
       UPDATE exchange.backfill b SET finished_at = clock_timestamp(), pace = NULL
       FROM done WHERE b.system = done.system AND b.stream = done.stream RETURNING 1`,
      [sequence],
    );
  }

  async #one<Row extends pg.QueryResultRow>(
    { system, stream }: StreamName,
    text: string,
    more: unknown[] = [],
  ): Promise<Row> {
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<Row>(text, [system, stream, this.#process, ...more]),
    );
    if (rows[0]) return rows[0];
    throw new ExchangeError('lease-lost', `another process fills ${system}/${stream} back, or it has ended`, {
      retryable: true,
    });
  }
}
