import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contents of files that a stream was given, so that the same content takes effect once. One row a file: it is not pruned. */
export class ProcessedFiles0007 implements MigrationInterface {
  readonly name = 'ProcessedFiles00071764000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE exchange.processed_file (
         system text NOT NULL,
         stream text NOT NULL,
         digest bytea NOT NULL,
         name text NOT NULL,
         size bigint NOT NULL,
         fate text NOT NULL CHECK (fate IN ('taken', 'rejected')),
         processed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
         PRIMARY KEY (system, stream, digest)
       )`,
    );
  }

  async down(): Promise<void> {
    throw new Error('processed files are not forgotten: without them a file that comes again is read again');
  }
}
