import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What arrived of each stream, what its system says that it sent, and how reconciliations went. */
export class Counts0012 implements MigrationInterface {
  readonly name = 'Counts00121764000000012';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of UNDO) await runner.query(statement);
  }
}

const STATEMENTS = [
  // A UUIDv7 begins with its milliseconds since 1970: receipts of a time are a range of their primary key.
  `CREATE FUNCTION exchange.lowest_uuid(at timestamptz) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$
     SELECT rpad(lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0'), 32, '0')::uuid
   $$`,
  // Receipts that were received in a quarter of an hour and are completed, added up once; without trials and back-fills.
  // deleted: records of requests that withdraw; the other counts are of those that do not.
  `CREATE TABLE exchange.arrived (
     system text NOT NULL,
     stream text NOT NULL,
     slice timestamptz NOT NULL,
     receipts bigint NOT NULL,
     records bigint NOT NULL,
     accepted bigint NOT NULL,
     quarantined bigint NOT NULL,
     deleted bigint NOT NULL,
     PRIMARY KEY (system, stream, slice)
   )`,
  `CREATE INDEX arrived_by_slice ON exchange.arrived (slice)`,
  // Received in a slice that was added up before they were completed.
  `CREATE TABLE exchange.arrived_late (
     receipt uuid PRIMARY KEY,
     system text NOT NULL,
     stream text NOT NULL,
     slice timestamptz NOT NULL,
     operation text NOT NULL
   )`,
  // Up to where the slices are added up: one row, from the beginning of the day on which counting began.
  `CREATE TABLE exchange.arrived_until (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     until timestamptz NOT NULL,
     since timestamptz NOT NULL
   )`,
  `INSERT INTO exchange.arrived_until (until, since)
     SELECT day, day FROM (
       SELECT date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai' AS day) today`,
  // What a system says that it sent on a day of Asia/Shanghai. deleted null: it does not count withdrawals.
  `CREATE TABLE exchange.daily_count (
     system text NOT NULL,
     stream text NOT NULL,
     day date NOT NULL,
     records bigint NOT NULL CHECK (records >= 0),
     deleted bigint CHECK (deleted >= 0),
     reported_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
     reported_by text NOT NULL,
     corrections integer NOT NULL DEFAULT 0,
     PRIMARY KEY (system, stream, day)
   )`,
  // One row for each run. asked: by an administrator, not begun yet. running: also of a process that died in it; it is begun anew.
  `CREATE TABLE exchange.reconciliation (
     id uuid PRIMARY KEY,
     system text NOT NULL,
     stream text NOT NULL,
     state text NOT NULL CHECK (state IN ('asked', 'running', 'done', 'failed')),
     asked_by text,
     gone text CHECK (gone IN ('tell', 'withdraw', 'keep')),
     asked_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
     begun_at timestamptz(3),
     finished_at timestamptz(3),
     result jsonb,
     failure jsonb,
     CHECK ((state IN ('done', 'failed')) = (finished_at IS NOT NULL)),
     CHECK ((state = 'done') = (result IS NOT NULL))
   )`,
  `CREATE UNIQUE INDEX reconciliation_open ON exchange.reconciliation (system, stream) WHERE state IN ('asked', 'running')`,
  `CREATE INDEX reconciliation_by_stream ON exchange.reconciliation (system, stream, asked_at DESC)`,
];

const UNDO = [
  `DROP TABLE exchange.reconciliation, exchange.daily_count, exchange.arrived_until, exchange.arrived_late, exchange.arrived`,
  `DROP FUNCTION exchange.lowest_uuid(timestamptz)`,
];
