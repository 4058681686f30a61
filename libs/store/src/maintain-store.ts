import type pg from 'pg';
import { ensurePartitions, PARTITIONS_LOCK, prunePartitions, type Retention } from './partitions.ts';
import { inTransaction } from './in-transaction.ts';

const NONCE_MINUTES = 15;

export interface MaintenanceSettings extends Retention {
  readonly idempotencyDays: number;
}

/**
 * What must be done now and then: partitions ahead, partitions and keys whose retention is over. Safe in every process at
 * any time; one of them does it, the others find the lock taken.
 */
export async function maintainStore(pool: pg.Pool, now: Date, settings: MaintenanceSettings): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS free', [
      PARTITIONS_LOCK,
    ]);
    if (!rows[0]!.free) return;
    await ensurePartitions(client, now);
    await prunePartitions(client, now, settings);
    await client.query('DELETE FROM exchange.nonce WHERE seen_at < now() - make_interval(mins => $1)', [
      NONCE_MINUTES,
    ]);
    await client.query(
      'DELETE FROM exchange.idempotency_key WHERE claimed_at < now() - make_interval(days => $1)',
      [settings.idempotencyDays],
    );
  });
}
