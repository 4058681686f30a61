import type pg from 'pg';
import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import { withStoreErrors } from '../store-error.ts';
import type { PauseReason, ReaderFailure, ReaderName } from './source-readers.ts';

/** A reader as an administrator sees it. */
export interface ReaderView extends ReaderName {
  /** done, cancelled: a back-fill that has come to its end. */
  readonly state: 'running' | 'paused' | 'done' | 'cancelled';
  readonly pausedBecause: PauseReason | null;
  readonly failure: ReaderFailure | null;
  readonly failedAttempts: number;
  readonly failingSince: Date | null;
  /** Of a source that fails: before that it is not tried again. */
  readonly retryAt: Date | null;
  readonly lookedAt: Date | null;
  readonly claimedAt: Date | null;
  readonly records: number;
  readonly quarantined: number;
  readonly isRead: boolean;
}

/**
 * How a reader treats its source: closed = it is read. open = it fails, and is not tried before `retryAt`. half-open = that moment
 * has come: it is tried once, and read on if that works.
 */
type Circuit = 'closed' | 'half-open' | 'open';

export function circuitOf(reader: Pick<ReaderView, 'failingSince' | 'retryAt'>, now: Date): Circuit {
  if (reader.failingSince === null) return 'closed';
  return reader.retryAt !== null && reader.retryAt > now ? 'open' : 'half-open';
}

/** Makes sure that a reader exists. Its state is left alone. */
export async function addReader(pool: pg.Pool, { system, stream, lane }: ReaderName): Promise<void> {
  await withStoreErrors(() =>
    pool.query(
      `INSERT INTO exchange.source_reader (system, stream, lane) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [system, stream, lane],
    ),
  );
}

/** Stops a reader until somebody lets it go on. False when it was not running. */
export async function pauseReader(pool: pg.Pool, name: ReaderName, reason: PauseReason): Promise<boolean> {
  const { rowCount } = await withStoreErrors(() =>
    pool.query(
      `UPDATE exchange.source_reader SET state = 'paused', paused_because = $4
       WHERE system = $1 AND stream = $2 AND lane = $3 AND state = 'running'`,
      [name.system, name.stream, name.lane, reason],
    ),
  );
  return rowCount === 1;
}

/** Lets a reader go on where it stopped. False when it was not paused. */
export async function resumeReader(store: Store, name: ReaderName, by: string): Promise<boolean> {
  const { system, stream, lane } = name;
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      const [paused] = await manager.query<Array<{ paused_because: PauseReason }>>(
        `SELECT paused_because FROM exchange.source_reader
         WHERE system = $1 AND stream = $2 AND lane = $3 AND state = 'paused' FOR UPDATE`,
        [system, stream, lane],
      );
      if (!paused) return false;
      await manager.query(
        `UPDATE exchange.source_reader
         SET state = 'running', paused_because = NULL, failure = NULL, failed_attempts = 0, failing_since = NULL,
           retry_at = NULL
         WHERE system = $1 AND stream = $2 AND lane = $3`,
        [system, stream, lane],
      );
      await recordAudit(manager, {
        actor: by,
        action: 'source.resume',
        object: `${system}/${stream}/${lane}`,
        before: paused.paused_because,
        after: null,
      });
      return true;
    }),
  );
}

/** All readers, as they stand at this moment. */
export async function listReaders(pool: pg.Pool): Promise<ReaderView[]> {
  const { rows } = await withStoreErrors(() =>
    pool.query<Omit<ReaderView, 'records' | 'quarantined'> & { records: string; quarantined: string }>(
      `SELECT system, stream, lane, state, paused_because AS "pausedBecause", failure, failed_attempts AS "failedAttempts",
         failing_since AS "failingSince", retry_at AS "retryAt", looked_at AS "lookedAt", claimed_at AS "claimedAt", records, quarantined,
         coalesce(exchange.lives(owner), false) AS "isRead"
       FROM exchange.source_reader ORDER BY system, stream, lane`,
    ),
  );
  return rows.map((row) => ({ ...row, records: Number(row.records), quarantined: Number(row.quarantined) }));
}
