import type pg from 'pg';
import type { StreamName } from '../registration/stream-name.ts';
import { withStoreErrors } from '../store-error.ts';
import type { ReaderName } from './source-readers.ts';

/**
 * How the processes share the readers out among themselves. Whoever has less than its share asks the one that has most, by name:
 * the owner ends the reader between two chunks and gives the lease to who asked (`SourceReaders.release`). So nothing is given up
 * that nobody takes, nothing that is free waits for a share to be worked out, and nobody has to know how many there are. It comes
 * to rest when no two differ by more than one.
 */
export class SourceSharing {
  readonly #pool: pg.Pool;
  readonly #process: string;

  constructor(pool: pg.Pool, process: string) {
    this.#pool = pool;
    this.#process = process;
  }

  /**
   * Asks the process that has most readers for half of what it has more than this one, at most `atMost`. Those that fail at
   * present stay where they are.
   *
   * @param streams those that this process can read
   */
  async ask(streams: readonly StreamName[], atMost: number): Promise<void> {
    await withStoreErrors(() =>
      this.#pool.query(
        // heir: who has a reader once all that was asked for has been handed over.
        `WITH living AS MATERIALIZED (
           SELECT process FROM (
             SELECT DISTINCT unnest(ARRAY[owner, wanted_by]) AS process FROM exchange.source_reader
           ) p WHERE exchange.lives(process)
         ), reading AS MATERIALIZED (
           SELECT system, stream, lane, owner, retry_at,
             CASE WHEN wanted_by IN (SELECT process FROM living) THEN wanted_by ELSE owner END AS heir
           FROM exchange.source_reader WHERE state = 'running' AND owner IN (SELECT process FROM living)
         ), loads AS (
           SELECT heir, count(*) AS readers FROM reading GROUP BY heir
         ), fullest AS (
           SELECT heir, readers - coalesce((SELECT readers FROM loads WHERE heir = $1), 0) AS more
           FROM loads WHERE heir <> $1 ORDER BY readers DESC, heir LIMIT 1
         ), asked AS (
           SELECT r.system, r.stream, r.lane, r.owner FROM reading r JOIN fullest f ON f.heir = r.heir AND f.heir = r.owner
           WHERE r.retry_at IS NULL AND (r.system, r.stream) IN (SELECT * FROM unnest($2::text[], $3::text[]))
           ORDER BY r.system, r.stream, r.lane LIMIT (SELECT greatest(0, least($4, more / 2)) FROM fullest)
         )
         UPDATE exchange.source_reader s SET wanted_by = $1 FROM asked a
         WHERE s.system = a.system AND s.stream = a.stream AND s.lane = a.lane AND s.owner = a.owner`,
        [this.#process, streams.map(({ system }) => system), streams.map(({ stream }) => stream), atMost],
      ),
    );
  }

  /** The readers of this process that another one asks for. */
  async asked(): Promise<ReaderName[]> {
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<ReaderName>(
        `SELECT system, stream, lane FROM exchange.source_reader
         WHERE owner = $1 AND wanted_by IS NOT NULL AND exchange.lives(wanted_by)`,
        [this.#process],
      ),
    );
    return rows;
  }

  /** At the end of an orderly stop: nothing is handed to this process any more, and it has nothing. */
  async leave(): Promise<void> {
    await withStoreErrors(() =>
      this.#pool.query(
        `UPDATE exchange.source_reader SET owner = nullif(owner, $1), wanted_by = nullif(wanted_by, $1)
         WHERE owner = $1 OR wanted_by = $1`,
        [this.#process],
      ),
    );
  }
}
