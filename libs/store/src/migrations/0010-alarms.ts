import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came by the minute, alarms, and the events of the exchange itself that are on their way into the log. */
export class Alarms0010 implements MigrationInterface {
  readonly name = 'Alarms00101764000000010';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of UNDO) await runner.query(statement);
  }
}

const STATEMENTS = [
  // Set when somebody opens a stream that the failure policy closed: what came before counts against it no more.
  `ALTER TABLE exchange.stream_gate ADD COLUMN counts_from timestamptz`,
  // Without trials and back-fills. minute: a full one, or the moment within it at which somebody resumed the stream, so that
  // what came before can be told from what came after. blocked: requests and chunks that bore a secrecy marking.
  `CREATE TABLE exchange.stream_minute (
     system text NOT NULL,
     stream text NOT NULL,
     minute timestamptz NOT NULL,
     records bigint NOT NULL,
     accepted bigint NOT NULL,
     quarantined bigint NOT NULL,
     blocked bigint NOT NULL,
     PRIMARY KEY (system, stream, minute)
   ) WITH (fillfactor = 50)`,
  // changes: how often something was told of it: raised, occurred again, recovered.
  `CREATE TABLE exchange.alarm (
     id uuid PRIMARY KEY,
     rule text NOT NULL,
     system text NOT NULL,
     stream text NOT NULL,
     severity text NOT NULL,
     detail jsonb NOT NULL,
     facts jsonb NOT NULL,
     opened_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
     last_seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
     occurrences integer NOT NULL,
     changes integer NOT NULL DEFAULT 1,
     recovered_at timestamptz(3)
   )`,
  `CREATE UNIQUE INDEX alarm_open ON exchange.alarm (rule, system, stream) WHERE recovered_at IS NULL`,
  `CREATE INDEX alarm_by_time ON exchange.alarm (opened_at)`,
  // Events of the exchange itself, written in the transaction that they tell of; gone once they are in the log.
  `CREATE TABLE exchange.outbox (
     number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     event json NOT NULL,
     created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
   ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`,
  // Those of before count as told.
  `ALTER TABLE exchange.secrecy_block ADD COLUMN is_told boolean NOT NULL DEFAULT true`,
  `ALTER TABLE exchange.secrecy_block ALTER COLUMN is_told SET DEFAULT false`,
  `CREATE INDEX secrecy_block_untold ON exchange.secrecy_block (system, stream) WHERE NOT is_told`,
  // Of a source that fails: before that it is not tried again.
  `ALTER TABLE exchange.source_reader ADD COLUMN retry_at timestamptz`,
];

const UNDO = [
  `ALTER TABLE exchange.source_reader DROP COLUMN retry_at`,
  `ALTER TABLE exchange.stream_gate DROP COLUMN counts_from`,
  `ALTER TABLE exchange.secrecy_block DROP COLUMN is_told`,
  `DROP TABLE exchange.outbox, exchange.alarm, exchange.stream_minute`,
];
