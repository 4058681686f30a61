import { ExchangeError, type JsonObject } from '@exchange/contracts';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import type { StreamName } from '../registration/stream-name.ts';
import type { ReaderFailure } from '../sources/source-readers.ts';
import { withStoreErrors } from '../store-error.ts';

/**
 * What becomes of records whose rows are gone: they are told only; withdrawn; or kept, because the system clears away what is old,
 * and not told again.
 */
export type GoneRows = 'tell' | 'withdraw' | 'keep';

/** A run that this process has begun, or begun anew after another one died in it. */
export interface BegunReconciliation {
  readonly id: string;
  /** Which beginning of the run this is: it ends only what was not begun anew since. */
  readonly begunAt: Date;
  /** As it was asked for; null: as the settings say. */
  readonly gone: GoneRows | null;
  /** No run of this stream has come to its end yet. */
  readonly isFirst: boolean;
}

export interface ReconciliationView extends StreamName {
  readonly id: string;
  readonly state: 'asked' | 'running' | 'done' | 'failed';
  readonly askedBy: string | null;
  readonly askedAt: Date;
  readonly begunAt: Date | null;
  readonly finishedAt: Date | null;
  /** `ComparisonResult` of the sources. */
  readonly result: JsonObject | null;
  readonly failure: ReaderFailure | null;
}

const KEPT_DAYS = 400;

/** Asks the reader of a stream for a reconciliation, which it begins within seconds. False when one is asked for or running. */
export async function askReconciliation(
  store: Store,
  { system, stream }: StreamName,
  { gone, by }: { readonly gone: GoneRows | null; readonly by: string },
): Promise<boolean> {
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      const asked = await manager.query<object[]>(
        `INSERT INTO exchange.reconciliation (id, system, stream, state, asked_by, gone)
         VALUES ($1, $2, $3, 'asked', $4, $5) ON CONFLICT DO NOTHING RETURNING id`,
        [uuidv7(), system, stream, by, gone],
      );
      if (asked.length === 0) return false;
      await recordAudit(manager, {
        actor: by,
        action: 'source.reconcile',
        object: `${system}/${stream}`,
        before: null,
        after: { gone },
      });
      return true;
    }),
  );
}

/**
 * Begins what was asked for, or was begun by a process that died, or is due; null when there is nothing to do. To be called by the
 * process that has the lease of the stream's live reader.
 *
 * @param isDue whether one is due after the last one came to its end at that moment (null: there was none)
 */
export async function beginReconciliation(
  pool: pg.Pool,
  { system, stream }: StreamName,
  isDue: (lastEnd: Date | null) => boolean,
): Promise<BegunReconciliation | null> {
  return withStoreErrors(async () => {
    const found = await pool.query<{ last: Date | null; open: string | null; has_done: boolean }>(
      `SELECT max(finished_at) AS last, max(id::text) FILTER (WHERE state IN ('asked', 'running')) AS open,
         coalesce(bool_or(state = 'done'), false) AS has_done
       FROM exchange.reconciliation WHERE system = $1 AND stream = $2`,
      [system, stream],
    );
    const { last, open, has_done: hasDone } = found.rows[0]!;
    if (open === null && !isDue(last)) return null;
    const { rows } = await pool.query<Pick<BegunReconciliation, 'id' | 'begunAt' | 'gone'>>(
      `INSERT INTO exchange.reconciliation (id, system, stream, state, begun_at)
       VALUES ($1, $2, $3, 'running', clock_timestamp())
       ON CONFLICT (system, stream) WHERE state IN ('asked', 'running')
       DO UPDATE SET state = 'running', begun_at = clock_timestamp()
       RETURNING id, begun_at AS "begunAt", gone`,
      [open ?? uuidv7(), system, stream],
    );
    return { ...rows[0]!, isFirst: !hasDone };
  });
}

/** @throws ExchangeError `lease-lost` when another process has begun the run anew */
export async function endReconciliation(
  pool: pg.Pool,
  begun: BegunReconciliation,
  result: object,
): Promise<void> {
  await finish(pool, begun, 'done', result, null);
}

/** @throws as `endReconciliation` */
export async function failReconciliation(
  pool: pg.Pool,
  begun: BegunReconciliation,
  failure: ReaderFailure,
): Promise<void> {
  await finish(pool, begun, 'failed', null, failure);
}

async function finish(
  pool: pg.Pool,
  { id, begunAt }: BegunReconciliation,
  state: 'done' | 'failed',
  result: object | null,
  failure: ReaderFailure | null,
): Promise<void> {
  const { rows } = await withStoreErrors(() =>
    pool.query(
      `WITH ended AS (
         UPDATE exchange.reconciliation SET state = $2, result = $3, failure = $4, finished_at = clock_timestamp()
         WHERE id = $1 AND state = 'running' AND begun_at = $6 RETURNING system, stream
       ), forgotten AS (
         DELETE FROM exchange.reconciliation r USING ended e
         WHERE r.system = e.system AND r.stream = e.stream AND r.asked_at < clock_timestamp() - make_interval(days => $5)
       )
       SELECT 1 FROM ended`,
      [id, state, result, failure, KEPT_DAYS, begunAt],
    ),
  );
  if (rows.length === 0)
    throw new ExchangeError('lease-lost', `the reconciliation ${id} was begun anew by another process`, {
      retryable: true,
    });
}

/** The last runs, newest first; of each stream so many. */
export async function listReconciliations(
  pool: pg.Pool,
  { perStream }: { readonly perStream: number },
): Promise<ReconciliationView[]> {
  const { rows } = await withStoreErrors(() =>
    pool.query<ReconciliationView>(
      `SELECT id, system, stream, state, asked_by AS "askedBy", asked_at AS "askedAt", begun_at AS "begunAt",
         finished_at AS "finishedAt", result, failure
       FROM (SELECT *, row_number() OVER (PARTITION BY system, stream ORDER BY asked_at DESC) AS place
             FROM exchange.reconciliation) r
       WHERE place <= $1 ORDER BY asked_at DESC`,
      [perStream],
    ),
  );
  return rows;
}
