import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where each record belonged last, and the events that took one elsewhere. */
export class CommandCentre0001 implements MigrationInterface {
  readonly name = 'CommandCentre00011764000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the memory of scopes is not taken back: it would have to be rebuilt from the log');
  }
}

const STATEMENTS = [
  // id is a digest of topic, source and key. Most events change the revision only: room in the page keeps that cheap.
  `CREATE TABLE command_centre.record_scope (
     id uuid PRIMARY KEY,
     department text NOT NULL,
     jurisdiction text,
     revision text COLLATE "C" NOT NULL
   ) WITH (fillfactor = 70)`,
  // department and jurisdiction are those of before the event.
  `CREATE TABLE command_centre.scope_move (
     topic text NOT NULL,
     partition integer NOT NULL,
     position bigint NOT NULL,
     department text NOT NULL,
     jurisdiction text,
     PRIMARY KEY (topic, partition, position)
   )`,
];
