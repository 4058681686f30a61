import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each source that the gateway reads has been read, by whom, and how it fares; where its system is found. */
export class Sources0006 implements MigrationInterface {
  readonly name = 'Sources00061764000000006';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error(
      'checkpoints are not taken back: without them every source would be read from its beginning',
    );
  }
}

const STATEMENTS = [
  `ALTER TABLE exchange.receipt ADD COLUMN historical boolean NOT NULL DEFAULT false`,
  `ALTER TABLE exchange.quarantine ADD COLUMN line bigint`,
  // lane: live = what happens now, history = a back-fill of what the system already holds, with a checkpoint of its own.
  // sequence counts the chunks that were claimed: a claim moves it by compare and set, so a reader that lost its lease claims nothing.
  `CREATE TABLE exchange.source_reader (
     system text NOT NULL,
     stream text NOT NULL,
     lane text NOT NULL CHECK (lane IN ('live', 'history')),
     checkpoint jsonb,
     sequence bigint NOT NULL DEFAULT 0,
     receipt uuid,
     is_settled boolean NOT NULL DEFAULT true,
     owner uuid,
     state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused')),
     paused_because jsonb,
     failure jsonb,
     failed_attempts integer NOT NULL DEFAULT 0,
     failing_since timestamptz,
     looked_at timestamptz,
     claimed_at timestamptz,
     records bigint NOT NULL DEFAULT 0,
     quarantined bigint NOT NULL DEFAULT 0,
     PRIMARY KEY (system, stream, lane)
   ) WITH (fillfactor = 50)`,
  // Address and credentials of a system, sealed as a whole: written, never read back by people.
  `CREATE TABLE exchange.source_connection (
     system text PRIMARY KEY,
     sealed bytea NOT NULL,
     revision integer NOT NULL DEFAULT 1,
     changed_at timestamptz NOT NULL DEFAULT now()
   )`,
  // What a stream sends, noticed in passing. records: of the whole stream so far, so that "not seen for so many records" is a difference.
  `CREATE TABLE exchange.source_traffic (
     system text NOT NULL,
     stream text NOT NULL,
     records bigint NOT NULL,
     PRIMARY KEY (system, stream)
   )`,
  `CREATE TABLE exchange.source_field (
     system text NOT NULL,
     stream text NOT NULL,
     path text NOT NULL,
     type text NOT NULL,
     is_known boolean NOT NULL,
     records bigint NOT NULL,
     first_seen timestamptz NOT NULL DEFAULT now(),
     last_seen timestamptz NOT NULL DEFAULT now(),
     last_seen_at_record bigint NOT NULL,
     PRIMARY KEY (system, stream, path, type)
   ) WITH (fillfactor = 70)`,
  `CREATE TABLE exchange.source_code (
     system text NOT NULL,
     stream text NOT NULL,
     path text NOT NULL,
     value text NOT NULL,
     records bigint NOT NULL,
     first_seen timestamptz NOT NULL DEFAULT now(),
     last_seen timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (system, stream, path, value)
   ) WITH (fillfactor = 70)`,
];
