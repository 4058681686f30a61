import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since which record of its stream a field comes, and what administrators have accepted of the drift of sources. */
export class Drift0014 implements MigrationInterface {
  readonly name = 'Drift00141764000000014';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('what administrators accepted is not thrown away');
  }
}

const STATEMENTS = [
  // Of fields that were seen before, the rate is taken over all records of their stream.
  `ALTER TABLE exchange.source_field ADD COLUMN first_seen_at_record bigint NOT NULL DEFAULT 0, ADD COLUMN accepted_at timestamptz`,
  `ALTER TABLE exchange.source_code ADD COLUMN accepted_at timestamptz`,
];
