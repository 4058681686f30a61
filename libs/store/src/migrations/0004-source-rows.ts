import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the exchange holds of the rows of tables without a usable cursor. */
export class SourceRows0004 implements MigrationInterface {
  readonly name = 'SourceRows00041764000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('digests of rows are not taken back: without them every row would be passed on again');
  }
}

const STATEMENTS = [
  // digest: what counts, null while the row was never settled. staged: of the chunk under that token, '' = the row is gone.
  // key_digest: of system, stream and key, because keys of several long columns may be too long for an index, and because an index
  // that begins with system and stream as the other one does would leave the planner a choice that it gets wrong.
  `CREATE TABLE exchange.source_row (
     key_digest bytea PRIMARY KEY,
     system text NOT NULL,
     stream text NOT NULL,
     number bigint GENERATED ALWAYS AS IDENTITY,
     key text NOT NULL,
     digest text,
     staged text,
     token uuid
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX source_row_by_number ON exchange.source_row (system, stream, number)`,
  `CREATE INDEX source_row_by_token ON exchange.source_row (token) WHERE token IS NOT NULL`,
];
