import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What it takes to tell an event of a record's history from one that says how the record is now. */
export class HistoryEvents0002 implements MigrationInterface {
  readonly name = 'HistoryEvents00021764000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the memory of scopes is not taken back: it would have to be rebuilt from the log');
  }
}

const STATEMENTS = [
  // A withdrawn record keeps its row: what is older than the withdrawal must not bring it back.
  `ALTER TABLE command_centre.record_scope
     ADD COLUMN other_revision text COLLATE "C",
     ADD COLUMN event_id text,
     ADD COLUMN position bigint,
     ADD COLUMN withdrawn boolean NOT NULL DEFAULT false`,
  `CREATE TABLE command_centre.history_event (
     topic text NOT NULL,
     partition integer NOT NULL,
     position bigint NOT NULL,
     PRIMARY KEY (topic, partition, position)
   )`,
];
