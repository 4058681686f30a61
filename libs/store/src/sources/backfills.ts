import type pg from 'pg';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import type { StreamName } from '../registration/stream-name.ts';
import { withStoreErrors } from '../store-error.ts';
import type { ReaderView } from './reader-administration.ts';

/** How much a source holds, in what it can count; `seconds` of the time that its records are from. */
export interface HeldAmount {
  readonly unit: 'records' | 'bytes' | 'seconds';
  readonly amount: number;
}

/** A back-fill as an administrator sees it. */
export interface BackfillView
  extends
    StreamName,
    Pick<ReaderView, 'state' | 'pausedBecause' | 'failure' | 'records' | 'quarantined' | 'isRead'> {
  /** Records a second, at most. */
  readonly rateMax: number;
  /** What the source held when the back-fill began; null where it cannot tell. */
  readonly held: HeldAmount | null;
  /** What is still ahead, in the same unit. */
  readonly ahead: number | null;
  /** Records a second, as last measured. */
  readonly pace: number | null;
  readonly startedAt: Date;
  readonly startedBy: string;
  readonly finishedAt: Date | null;
}

interface BackfillWish {
  readonly rateMax: number;
  /** What the source holds now; null where it cannot tell. */
  readonly held: HeldAmount | null;
}

/**
 * Begins the back-fill of a stream from the beginning of what its source holds. One that has not come to its end is left where
 * it stands and only gets the new rate: `going-on`.
 */
export async function startBackfill(
  store: Store,
  { system, stream }: StreamName,
  { rateMax, held }: BackfillWish,
  by: string,
): Promise<'begun' | 'going-on'> {
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      // The reader's row is the lock. A new beginning moves the sequence on: who still reads from the old place claims nothing.
      const [begun] = await manager.query<Array<{ sequence: string }>>(
        `INSERT INTO exchange.source_reader AS r (system, stream, lane) VALUES ($1, $2, 'history')
         ON CONFLICT (system, stream, lane) DO UPDATE SET state = 'running', owner = NULL, checkpoint = NULL,
           sequence = r.sequence + 1, receipt = NULL, is_settled = true, records = 0, quarantined = 0,
           failure = NULL, failed_attempts = 0, failing_since = NULL, looked_at = NULL, claimed_at = NULL,
           retry_at = NULL, wanted_by = NULL
         WHERE r.state IN ('done', 'cancelled')
         RETURNING sequence`,
        [system, stream],
      );
      const values = [system, stream, rateMax];
      if (begun)
        await manager.query(
          `INSERT INTO exchange.backfill (system, stream, rate_max, unit, held, ahead, started_by)
           VALUES ($1, $2, $3, $4, $5, $5, $6)
           ON CONFLICT (system, stream) DO UPDATE SET rate_max = excluded.rate_max, unit = excluded.unit,
             held = excluded.held, ahead = excluded.ahead, pace = NULL, told_at = NULL,
             started_at = excluded.started_at, started_by = excluded.started_by, finished_at = NULL`,
          [...values, held?.unit, held?.amount, by],
        );
      else
        await manager.query(
          'UPDATE exchange.backfill SET rate_max = $3 WHERE system = $1 AND stream = $2',
          values,
        );
      await audit(manager, { system, stream }, begun ? 'backfill.start' : 'backfill.rate', by, { rateMax });
      return begun ? 'begun' : 'going-on';
    }),
  );
}

/** Ends a back-fill where it stands, for good; what it brought stays. False when none is going on. */
export async function cancelBackfill(
  store: Store,
  { system, stream }: StreamName,
  by: string,
): Promise<boolean> {
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      const [cancelled] = await manager.query<[Array<{ records: string }>]>(
        `UPDATE exchange.source_reader SET state = 'cancelled', paused_because = NULL
         WHERE system = $1 AND stream = $2 AND lane = 'history' AND state IN ('running', 'paused') RETURNING records`,
        [system, stream],
      );
      if (!cancelled[0]) return false;
      await manager.query(
        'UPDATE exchange.backfill SET finished_at = clock_timestamp() WHERE system = $1 AND stream = $2',
        [system, stream],
      );
      await audit(manager, { system, stream }, 'backfill.cancel', by, {
        records: Number(cancelled[0].records),
      });
      return true;
    }),
  );
}

/** All back-fills that were ever begun, each stream's last one. */
export async function listBackfills(pool: pg.Pool): Promise<BackfillView[]> {
  const { rows } = await withStoreErrors(() =>
    pool.query<BackfillRow>(
      `SELECT b.system, b.stream, r.state, r.paused_because AS "pausedBecause", r.failure, r.records, r.quarantined,
         coalesce(exchange.lives(r.owner), false) AS "isRead", b.rate_max AS "rateMax", b.unit, b.held,
         CASE WHEN r.state = 'done' THEN 0 WHEN b.unit = 'records' THEN greatest(b.held - r.records, 0) ELSE b.ahead END AS ahead,
         b.pace, b.started_at AS "startedAt", b.started_by AS "startedBy", b.finished_at AS "finishedAt"
       FROM exchange.backfill b
       JOIN exchange.source_reader r ON r.system = b.system AND r.stream = b.stream AND r.lane = 'history'
       ORDER BY b.system, b.stream`,
    ),
  );
  return rows.map(({ unit, held, ahead, records, quarantined, ...row }) => ({
    ...row,
    records: Number(records),
    quarantined: Number(quarantined),
    held: unit === null ? null : { unit, amount: Number(held) },
    ahead: unit === null || ahead === null ? null : Number(ahead),
  }));
}

interface BackfillRow extends Omit<BackfillView, 'records' | 'quarantined' | 'held' | 'ahead'> {
  readonly records: string;
  readonly quarantined: string;
  readonly unit: HeldAmount['unit'] | null;
  readonly held: string | null;
  readonly ahead: string | null;
}

async function audit(
  manager: EntityManager,
  { system, stream }: StreamName,
  action: string,
  actor: string,
  after: object,
): Promise<void> {
  await recordAudit(manager, { actor, action, object: `${system}/${stream}`, before: null, after });
}
