import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the processes share the sources, and the requests that a provider allows. */
export class SourceSharing0013 implements MigrationInterface {
  readonly name = 'SourceSharing00131764000000013';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE exchange.source_reader DROP COLUMN wanted_by');
    await runner.query('DROP TABLE exchange.request_pace');
  }
}

const STATEMENTS = [
  // A process that has less than its share asks the owner for a reader, which hands it over between two chunks.
  `ALTER TABLE exchange.source_reader ADD COLUMN wanted_by uuid`,
  `CREATE TABLE exchange.request_pace (
     system text PRIMARY KEY,
     next_at timestamptz NOT NULL
   ) WITH (fillfactor = 50)`,
];
