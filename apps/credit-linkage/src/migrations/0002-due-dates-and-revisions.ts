import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The newest revision of either kind, so that none that comes late brings back what was withdrawn; until when to disclose. */
export class DueDatesAndRevisions0002 implements MigrationInterface {
  readonly name = 'DueDatesAndRevisions00021764000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('this migration is not taken back: a late revision would bring back what was withdrawn');
  }
}

const STATEMENTS = [
  // As RevisionsSeen in libs/pipeline: newest arrival stamp beside a source's revision, or the other way round.
  `ALTER TABLE credit.disclosure ADD COLUMN other_revision text COLLATE "C"`,
  // Of the working days of the calendar that held when the decision came; null until the next revision of older rows.
  `ALTER TABLE credit.disclosure ADD COLUMN due_date date`,
  `CREATE INDEX disclosure_by_jurisdiction ON credit.disclosure (jurisdiction, received_time DESC, id DESC)`,
  `CREATE INDEX disclosure_by_department ON credit.disclosure (department, received_time DESC, id DESC)`,
  `CREATE INDEX disclosure_change_by_time ON credit.disclosure_change USING brin (recorded_at)`,
];
