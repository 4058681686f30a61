import { DataSource, type MigrationInterface } from 'typeorm';
import { Client, escapeIdentifier } from 'pg';

/** The tables of one app: a schema of its own with a migration history of its own. */
export interface SchemaHistory {
  readonly schema: string;
  readonly migrations: ReadonlyArray<new () => MigrationInterface>;
}

/**
 * Brings the schema of an app up to date: a step of its own, before the app starts. Safe to run by several processes at
 * once (advisory lock) and again and again. Resolves with the names of the migrations that were run.
 */
export async function migrateSchema(url: string, { schema, migrations }: SchemaHistory): Promise<string[]> {
  const client = new Client({ connectionString: url, application_name: `${schema}-migrate` });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(hashtextextended($1, 0))`, [`migrate ${schema}`]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${escapeIdentifier(schema)}`);
    const data = new DataSource({
      type: 'postgres',
      url,
      schema,
      applicationName: `${schema}-migrate`,
      migrations: [...migrations],
      migrationsTableName: 'migration',
      poolSize: 1,
    });
    await data.initialize();
    try {
      const run = await data.runMigrations({ transaction: 'each' });
      return run.map((migration) => migration.name);
    } finally {
      await data.destroy();
    }
  } finally {
    await client.end();
  }
}
