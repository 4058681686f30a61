import type { Json } from '@exchange/contracts';
import type pg from 'pg';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import { withStoreErrors } from '../store-error.ts';
import type { ReaderName } from './source-readers.ts';

/** What is longer is not put into the audit: the young rows that a checkpoint notes say nothing to anybody. */
const AUDITED_CHARACTERS_MAX = 2_000;

/**
 * Lets a reader begin again from the beginning of its source, and forgets what was remembered of the source's rows. A process that
 * reads it loses its place, claims nothing more from there, and begins again. Other files of the same content, and messages that
 * were acknowledged, do not come again. False when there is no such reader, or
 * it is a back-fill that has come to its end: that is begun anew.
 */
export async function resetReader(store: Store, name: ReaderName, by: string): Promise<boolean> {
  const { system, stream, lane } = name;
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      const [reader] = await manager.query<Array<{ checkpoint: Json | null; sequence: string }>>(
        `SELECT checkpoint, sequence FROM exchange.source_reader
         WHERE system = $1 AND stream = $2 AND lane = $3 AND state IN ('running', 'paused') FOR UPDATE`,
        [system, stream, lane],
      );
      if (!reader) return false;
      await manager.query(
        `UPDATE exchange.source_reader SET checkpoint = NULL, sequence = sequence + 1, receipt = NULL, is_settled = true,
           looked_at = NULL, failure = NULL, failed_attempts = 0, failing_since = NULL, retry_at = NULL
         WHERE system = $1 AND stream = $2 AND lane = $3`,
        [system, stream, lane],
      );
      if (lane === 'live') {
        // Of a large table they are millions.
        await manager.query('SET LOCAL statement_timeout = 0');
        await manager.query('DELETE FROM exchange.source_row WHERE system = $1 AND stream = $2', [
          system,
          stream,
        ]);
      }
      if (lane === 'history') await resetProgress(manager, name);
      const text = JSON.stringify(reader.checkpoint);
      await recordAudit(manager, {
        actor: by,
        action: 'source.reset',
        object: `${system}/${stream}/${lane}`,
        before: {
          sequence: Number(reader.sequence),
          checkpoint: text.length <= AUDITED_CHARACTERS_MAX ? reader.checkpoint : `${text.length} characters`,
        },
        after: { checkpoint: null },
      });
      return true;
    }),
  );
}

async function resetProgress(manager: EntityManager, { system, stream }: ReaderName): Promise<void> {
  await manager.query(
    `UPDATE exchange.source_reader SET records = 0, quarantined = 0
     WHERE system = $1 AND stream = $2 AND lane = 'history'`,
    [system, stream],
  );
  await manager.query(
    'UPDATE exchange.backfill SET ahead = held, pace = NULL, told_at = NULL WHERE system = $1 AND stream = $2',
    [system, stream],
  );
}

/** A reader that stands somewhere; one that claimed nothing yet was only put there. */
export interface BegunReader extends ReaderName {
  readonly hasClaimed: boolean;
}

/** Readers of a system that have a place to go on from. */
export async function listBegunReaders(pool: pg.Pool, system: string): Promise<BegunReader[]> {
  const { rows } = await withStoreErrors(() =>
    pool.query<BegunReader>(
      `SELECT system, stream, lane, claimed_at IS NOT NULL AS "hasClaimed" FROM exchange.source_reader
       WHERE system = $1 AND checkpoint IS NOT NULL AND state IN ('running', 'paused') ORDER BY stream, lane`,
      [system],
    ),
  );
  return rows;
}
