import { DataSource } from 'typeorm';
import pg from 'pg';
import { dataSourceOptions } from './open-store.ts';
import { ensurePartitions } from './partitions.ts';

/** Any number will do, as long as every release uses the same one. */
const MIGRATION_LOCK = 4_120_001;

/**
 * Brings the schema `exchange` up to date: a step of its own, before the apps start. Safe to run by several processes at
 * once (advisory lock) and again and again. Resolves with the names of the migrations that were run.
 */
export async function migrateStore(url: string, now: Date): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'exchange-migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('CREATE SCHEMA IF NOT EXISTS exchange');
    const data = new DataSource(
      dataSourceOptions({
        url,
        applicationName: 'exchange-migrate',
        connectionsMax: 1,
        onIdleError: () => undefined,
      }),
    );
    await data.initialize();
    try {
      const run = await data.runMigrations({ transaction: 'each' });
      await ensurePartitions(client, now);
      return run.map((migration) => migration.name);
    } finally {
      await data.destroy();
    }
  } finally {
    await client.end();
  }
}
