import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a subject belongs to is said once, by its topic; the newest revision of either kind, so that none that comes late brings
 * back what was withdrawn; the indexes that the queries of one topic and of a history ask for.
 */
export class SubjectsAndRevisions0002 implements MigrationInterface {
  readonly name = 'SubjectsAndRevisions00021764000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('this migration is not taken back: a late revision would bring back what was withdrawn');
  }
}

const STATEMENTS = [
  // From the catalogue, at every start: a subject whose module or chain changes takes its records and counts along.
  `CREATE TABLE platform.subject (
     topic text PRIMARY KEY,
     subject text NOT NULL,
     module text NOT NULL,
     chain text NOT NULL
   )`,
  `INSERT INTO platform.subject (topic, subject, module, chain)
   SELECT DISTINCT ON (topic) topic, subject, module, chain FROM platform.record ORDER BY topic, updated_at DESC`,
  `ALTER TABLE platform.record DROP COLUMN module, DROP COLUMN chain`,
  `ALTER TABLE platform.module_count DROP COLUMN module, DROP COLUMN chain, DROP COLUMN subject`,
  // As RevisionsSeen in libs/pipeline: newest arrival stamp beside a source's revision, or the other way round.
  `ALTER TABLE platform.record ADD COLUMN other_revision text COLLATE "C"`,
  // Subjects are asked for by their topics, which also is what a token may be limited to.
  `DROP INDEX platform.record_by_subject`,
  `CREATE INDEX record_by_topic ON platform.record (topic, time DESC, id DESC)`,
  `CREATE INDEX record_history_by_number ON platform.record_history (record_id, number DESC)`,
  `CREATE INDEX record_history_by_time ON platform.record_history USING brin (recorded_at)`,
];
