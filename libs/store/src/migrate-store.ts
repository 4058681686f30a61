import pg from 'pg';
import { migrateSchema } from './migrate-schema.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { ensurePartitions, PARTITIONS_LOCK } from './partitions.ts';

/**
 * Brings the schema `exchange` up to date: a step of its own, before the apps start. Safe to run by several processes at
 * once and again and again. Resolves with the names of the migrations that were run.
 */
export async function migrateStore(url: string, now: Date): Promise<string[]> {
  const run = await migrateSchema(url, { schema: 'exchange', migrations: MIGRATIONS });
  const client = new pg.Client({ connectionString: url, application_name: 'exchange-migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PARTITIONS_LOCK]);
    await ensurePartitions(client, now);
    return run;
  } finally {
    await client.end();
  }
}
