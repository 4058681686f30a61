import { ExchangeError, type Json } from '@exchange/contracts';
import type { Outcome, ReadFrom, RecordReport } from '@exchange/pipeline';
import type pg from 'pg';
import { listReports } from '../receipts/receipt-view.ts';
import type { StreamName } from '../registration/stream-name.ts';
import { withStoreErrors } from '../store-error.ts';

export interface ReaderName extends StreamName {
  readonly lane: ReadFrom['lane'];
}

/** Where a reader stands. */
export interface ReaderPosition {
  readonly checkpoint: Json | null;
  /** Number of chunks that were claimed. A claim names it and moves it by one. */
  readonly sequence: number;
  /** The last claimed receipt, while its source was not told yet what became of it. */
  readonly unsettled: string | null;
  readonly failedAttempts: number;
  /** How long ago the source was read to its end, in ms by the database's clock; null: never. */
  readonly lookedAgoMs: number | null;
}

export type PauseReason =
  | { readonly rule: 'secrecy-marking' }
  | { readonly rule: 'unreadable'; readonly at: string; readonly zh: string; readonly en: string }
  | { readonly rule: 'failure-policy'; readonly zh: string; readonly en: string }
  | { readonly rule: 'administrator'; readonly by: string };

export interface ReaderFailure {
  readonly failed: string;
  /** Waiting alone does not mend it. */
  readonly isLasting?: boolean;
  readonly zh: string;
  readonly en: string;
}

/**
 * The readers of the sources and their leases. A lease is the owner's name in the row, good while that process lives
 * (`exchange.lives`), so that a dead one's sources move over as soon as it is known to be dead. What fences is not the lease
 * but the claim: it moves `sequence` only for the owner and only from the number that the owner read.
 */
export class SourceReaders {
  readonly #pool: pg.Pool;
  readonly #process: string;

  constructor(pool: pg.Pool, process: string) {
    this.#pool = pool;
    this.#process = process;
  }

  /**
   * Takes the leases of readers that should run, whose streams are open and that nobody reads, at most `atMost`. What this
   * process has the lease of and does not read is among them: an answer that was lost, or a lease that could not be given back.
   *
   * @param streams those that this process could read
   * @param reading those that it reads, or has not stopped reading yet: they are left alone, whoever has their lease
   */
  async acquire(
    streams: readonly StreamName[],
    reading: readonly ReaderName[],
    atMost: number,
  ): Promise<ReaderName[]> {
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<ReaderName>(
        `UPDATE exchange.source_reader r SET owner = $1, wanted_by = NULL
         FROM (
           SELECT system, stream, lane FROM exchange.source_reader
           WHERE (system, stream) IN (SELECT * FROM unnest($2::text[], $3::text[])) AND state = 'running'
             AND (system, stream) IN (SELECT g.system, g.stream FROM exchange.gate g WHERE g.because IS NULL)
             AND (retry_at IS NULL OR retry_at <= clock_timestamp())
             AND (owner IS NULL OR owner = $1 OR NOT exchange.lives(owner))
             AND (system, stream, lane) NOT IN (SELECT * FROM unnest($4::text[], $5::text[], $6::text[]))
           ORDER BY system, stream, lane LIMIT $7 FOR UPDATE SKIP LOCKED
         ) f
         WHERE r.system = f.system AND r.stream = f.stream AND r.lane = f.lane
         RETURNING r.system, r.stream, r.lane`,
        [
          this.#process,
          streams.map(({ system }) => system),
          streams.map(({ stream }) => stream),
          reading.map(({ system }) => system),
          reading.map(({ stream }) => stream),
          reading.map(({ lane }) => lane),
          atMost,
        ],
      ),
    );
    return rows;
  }

  /** Where the reader stands; throws `lease-lost` when it is not this process's, or should not run. */
  async position(name: ReaderName): Promise<ReaderPosition> {
    const row = await this.#one<{
      checkpoint: Json | null;
      sequence: string;
      unsettled: string | null;
      failed_attempts: number;
      looked_ago_ms: number | null;
    }>(
      name,
      `SELECT checkpoint, sequence, CASE WHEN NOT is_settled THEN receipt END AS unsettled, failed_attempts,
         (extract(epoch FROM clock_timestamp() - looked_at) * 1000)::float8 AS looked_ago_ms
       FROM exchange.source_reader
       WHERE system = $1 AND stream = $2 AND lane = $3 AND owner = $4 AND state = 'running'`,
    );
    return {
      checkpoint: row.checkpoint,
      sequence: Number(row.sequence),
      unsettled: row.unsettled,
      failedAttempts: row.failed_attempts,
      lookedAgoMs: row.looked_ago_ms,
    };
  }

  /** What became of a receipt; null while it is not completed, `gone` when its time of retention is over. */
  async outcome(receipt: string): Promise<Outcome | 'gone' | null> {
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<Outcome & { is_completed: boolean }>(
        `SELECT o.id IS NOT NULL AS is_completed, o.records, o.accepted, o.quarantined, o.events, o.reports
         FROM exchange.receipt r LEFT JOIN exchange.receipt_outcome o ON o.id = $1 WHERE r.id = $1`,
        [receipt],
      ),
    );
    if (!rows[0]) return 'gone';
    const { is_completed: isCompleted, ...outcome } = rows[0];
    return isCompleted ? outcome : null;
  }

  /** All reports of a receipt, of which an outcome holds the first ones only; no more than a chunk has records. */
  reports(receipt: string, records: number): Promise<RecordReport[]> {
    return listReports(this.#pool, receipt, { after: -1, limit: records });
  }

  /** The source was told what became of the last claimed chunk. */
  async settled(name: ReaderName, outcome: Pick<Outcome, 'records' | 'quarantined'>): Promise<void> {
    await this.#one(
      name,
      `UPDATE exchange.source_reader SET is_settled = true, records = records + $5, quarantined = quarantined + $6
       WHERE system = $1 AND stream = $2 AND lane = $3 AND owner = $4 AND NOT is_settled RETURNING 1`,
      [outcome.records, outcome.quarantined],
    );
  }

  /** Goes on behind a chunk that was put aside without a receipt. */
  async skip(name: ReaderName, sequence: number, checkpoint: Json): Promise<void> {
    await this.#one(
      name,
      `UPDATE exchange.source_reader SET checkpoint = $6, sequence = sequence + 1
       WHERE system = $1 AND stream = $2 AND lane = $3 AND owner = $4 AND sequence = $5 RETURNING 1`,
      [sequence, JSON.stringify(checkpoint)],
    );
  }

  /**
   * The source was read to its end; an earlier failure is over.
   *
   * @param sequence where the reading ended; without it the reader may have begun anew meanwhile
   */
  async looked(name: ReaderName, sequence: number | null = null): Promise<void> {
    await this.#one(
      name,
      `UPDATE exchange.source_reader SET looked_at = clock_timestamp(), failure = NULL, failed_attempts = 0, failing_since = NULL,
         retry_at = NULL
       WHERE system = $1 AND stream = $2 AND lane = $3 AND owner = $4 AND state = 'running'
         AND sequence = coalesce($5::bigint, sequence) RETURNING 1`,
      [sequence],
    );
  }

  /** The source could not be read. Whichever process has its lease then, it is not tried again before `retryMs` have passed. */
  async failed(name: ReaderName, failure: ReaderFailure, retryMs: number): Promise<void> {
    await this.#one(
      name,
      `UPDATE exchange.source_reader SET failure = $5, failed_attempts = failed_attempts + 1,
         failing_since = coalesce(failing_since, clock_timestamp()),
         retry_at = clock_timestamp() + $6 * interval '1 millisecond'
       WHERE system = $1 AND stream = $2 AND lane = $3 AND owner = $4 RETURNING 1`,
      [failure, retryMs],
    );
  }

  /** An earlier failure is over, though the source has not been read to its end. */
  async recovered(name: ReaderName): Promise<void> {
    await this.#one(
      name,
      `UPDATE exchange.source_reader SET failure = NULL, failed_attempts = 0, failing_since = NULL, retry_at = NULL
       WHERE system = $1 AND stream = $2 AND lane = $3 AND owner = $4 RETURNING 1`,
    );
  }

  /** Gives the lease back, or to the process that asked for it (`SourceSharing`). */
  async release(name: ReaderName): Promise<void> {
    await withStoreErrors(() =>
      this.#pool.query(
        `UPDATE exchange.source_reader
         SET owner = CASE WHEN state = 'running' AND exchange.lives(wanted_by) THEN wanted_by END, wanted_by = NULL
         WHERE system = $1 AND stream = $2 AND lane = $3 AND owner = $4`,
        [name.system, name.stream, name.lane, this.#process],
      ),
    );
  }

  async #one<Row extends pg.QueryResultRow>(
    name: ReaderName,
    text: string,
    more: unknown[] = [],
  ): Promise<Row> {
    const { system, stream, lane } = name;
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<Row>(text, [system, stream, lane, this.#process, ...more]),
    );
    if (rows[0]) return rows[0];
    throw new ExchangeError(
      'lease-lost',
      `another process reads ${system}/${stream} (${lane}), or it is paused`,
      {
        retryable: true,
      },
    );
  }
}
