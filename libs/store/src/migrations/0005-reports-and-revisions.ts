import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The newest revision of either kind of a record with several outputs; quarantined records of a receipt page by page. */
export class ReportsAndRevisions0005 implements MigrationInterface {
  readonly name = 'ReportsAndRevisions00051764000000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('this migration is not taken back: a late revision would bring back what was withdrawn');
  }
}

const STATEMENTS = [
  // As RevisionsSeen in libs/pipeline: newest arrival stamp beside a source's revision, or the other way round.
  `ALTER TABLE exchange.output_set ADD COLUMN other_revision text COLLATE "C"`,
  `COMMENT ON COLUMN exchange.quarantine.jurisdiction IS
     'As far as the mapping could read it from the rejected record; null = not known, then it is for the district only'`,
  // Left out of the outcome, the records of a receipt are read from here page by page.
  `DROP INDEX exchange.quarantine_by_receipt`,
  `CREATE INDEX quarantine_by_receipt ON exchange.quarantine (receipt, record_index)`,
];
