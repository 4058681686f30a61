import type pg from 'pg';
import { pruneAlarms } from './alarms/prune-alarms.ts';
import { ensurePartitions, PARTITIONS_LOCK, prunePartitions, type Retention } from './partitions.ts';
import { withStoreErrors } from './store-error.ts';

const NONCE_MINUTES = 15;
const LOCK_TIMEOUT_MS = 2_000;

export interface MaintenanceSettings extends Retention {
  readonly idempotencyDays: number;
}

/**
 * What must be done now and then: partitions ahead, partitions, keys and trials whose retention is over. Safe in every process at
 * any time; one of them does it, the others find the lock taken.
 */
export async function maintainStore(pool: pg.Pool, now: Date, settings: MaintenanceSettings): Promise<void> {
  await withStoreErrors(async () => {
    const client = await pool.connect();
    // The session's settings and lock go with it.
    const dropSession = true;
    const ignoreLoss = (): void => undefined;
    client.on('error', ignoreLoss);
    try {
      const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [
        PARTITIONS_LOCK,
      ]);
      if (!rows[0]!.free) return;
      // Each statement commits by itself and waits only shortly: claims and completions must not queue behind it.
      await client.query(`SET lock_timeout = '${LOCK_TIMEOUT_MS}ms'`);
      await ensurePartitions(client, now);
      await prunePartitions(client, now, settings);
      await client.query('DELETE FROM exchange.nonce WHERE seen_at < now() - make_interval(mins => $1)', [
        NONCE_MINUTES,
      ]);
      await client.query(
        'DELETE FROM exchange.idempotency_key WHERE claimed_at < now() - make_interval(days => $1)',
        [settings.idempotencyDays],
      );
      // What waits in it to be mended has no end; what was only tried is mended by trying again.
      await client.query(
        'DELETE FROM exchange.quarantine WHERE trial AND quarantined_at < now() - make_interval(months => $1)',
        [settings.receiptMonths],
      );
      await pruneAlarms(client, settings.receiptMonths);
    } finally {
      // The session ends a moment later; who asks next must find the lock free already.
      await client.query('SELECT pg_advisory_unlock_all()').catch(ignoreLoss);
      client.off('error', ignoreLoss);
      client.release(dropSession);
    }
  });
}
