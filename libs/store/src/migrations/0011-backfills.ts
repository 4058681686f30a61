import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Back-fills: how fast, how far, begun by whom. Where one stands is the reader of its stream's lane `history`. */
export class Backfills0011 implements MigrationInterface {
  readonly name = 'Backfills00111764000000011';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of UNDO) await runner.query(statement);
  }
}

const STATEMENTS = [
  `ALTER TABLE exchange.source_reader DROP CONSTRAINT source_reader_state_check`,
  // done, cancelled: of the lane history, which comes to an end.
  `ALTER TABLE exchange.source_reader
     ADD CONSTRAINT source_reader_state_check CHECK (state IN ('running', 'paused', 'done', 'cancelled'))`,
  // held, ahead: in `unit`; what the source held when it began, and what is still ahead. Null where the source cannot tell.
  // pace: records a second as last measured.
  `CREATE TABLE exchange.backfill (
     system text NOT NULL,
     stream text NOT NULL,
     rate_max integer NOT NULL CHECK (rate_max > 0),
     unit text CHECK (unit IN ('records', 'bytes', 'seconds')),
     held bigint,
     ahead bigint,
     pace double precision,
     told_at timestamptz,
     started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     started_by text NOT NULL,
     finished_at timestamptz,
     PRIMARY KEY (system, stream),
     CHECK ((unit IS NULL) = (held IS NULL))
   ) WITH (fillfactor = 50)`,
];

const UNDO = [
  // The release before knows no reader that has come to its end.
  `DELETE FROM exchange.source_reader WHERE state IN ('done', 'cancelled')`,
  `ALTER TABLE exchange.source_reader DROP CONSTRAINT source_reader_state_check`,
  `ALTER TABLE exchange.source_reader
     ADD CONSTRAINT source_reader_state_check CHECK (state IN ('running', 'paused'))`,
  `DROP TABLE exchange.backfill`,
];
