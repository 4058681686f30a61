import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of the "1+4" platform: current records, their history, identities, and roll-ups of counts. */
export class Platform0001 implements MigrationInterface {
  readonly name = 'Platform00011764000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error(
      'the first migration is not taken back: the read model would have to be rebuilt from the log',
    );
  }
}

const STATEMENTS = [
  // toast_tuple_target: ordinary records stay in their row; compressing each of them would cost more than writing it.
  // id is a digest of topic, system, stream and key, so these need no index of their own. data is the last full content; a
  // withdrawal keeps it and fills columns of its own.
  `CREATE TABLE platform.record (
     id uuid PRIMARY KEY,
     system text NOT NULL,
     stream text NOT NULL,
     topic text NOT NULL,
     key text NOT NULL,
     subject text NOT NULL,
     module text NOT NULL,
     chain text NOT NULL,
     department text NOT NULL,
     jurisdiction text,
     place text COLLATE "C",
     state text NOT NULL CHECK (state IN ('active', 'withdrawn')),
     event_id text NOT NULL,
     revision text COLLATE "C" NOT NULL,
     operation text NOT NULL CHECK (operation IN ('upsert', 'delete')),
     data_digest text NOT NULL,
     time timestamptz(3) NOT NULL,
     received_time timestamptz(3) NOT NULL,
     receipt text NOT NULL,
     mapping_version integer NOT NULL,
     historical boolean NOT NULL,
     warnings text,
     partition integer NOT NULL,
     position bigint NOT NULL,
     identities text[] NOT NULL,
     data jsonb,
     withdrawal jsonb,
     withdrawn_time timestamptz(3),
     updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
     CHECK (data IS NOT NULL OR state = 'withdrawn')
   ) WITH (fillfactor = 90, toast_tuple_target = 4080)`,
  `CREATE INDEX record_by_time ON platform.record (time DESC, id DESC)`,
  `CREATE INDEX record_by_subject ON platform.record (subject, time DESC, id DESC)`,
  `CREATE INDEX record_by_jurisdiction ON platform.record (jurisdiction, time DESC, id DESC)`,
  `CREATE INDEX record_by_department ON platform.record (department, time DESC, id DESC)`,
  `CREATE INDEX record_by_place ON platform.record (place, time DESC, id DESC) WHERE place IS NOT NULL`,
  `CREATE INDEX record_withdrawn ON platform.record (time DESC, id DESC) WHERE state = 'withdrawn'`,
  // One row for each event id: an event's id holds its record's, so the record leads the key, and a new record needs no
  // look-up. Not partitioned by time: an id must be unique for as long as a redelivery of it may come.
  `CREATE TABLE platform.record_history (
     record_id uuid NOT NULL,
     event_id text NOT NULL,
     number bigint GENERATED ALWAYS AS IDENTITY,
     effect text NOT NULL CHECK (effect IN ('applied', 'history-only', 'unchanged')),
     operation text NOT NULL CHECK (operation IN ('upsert', 'delete')),
     revision text COLLATE "C" NOT NULL,
     department text NOT NULL,
     jurisdiction text,
     time timestamptz(3) NOT NULL,
     received_time timestamptz(3) NOT NULL,
     receipt text NOT NULL,
     mapping_version integer NOT NULL,
     historical boolean NOT NULL,
     partition integer NOT NULL,
     position bigint NOT NULL,
     data jsonb,
     recorded_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (record_id, event_id)
   ) WITH (toast_tuple_target = 4080)`,
  `CREATE TABLE platform.identity (
     kind text NOT NULL,
     value text COLLATE "C" NOT NULL,
     record_id uuid NOT NULL,
     PRIMARY KEY (value, kind, record_id)
   )`,
  // A partition's rows are written by the one consumer of that partition, so that counting makes nobody wait.
  `CREATE TABLE platform.module_count (
     module text NOT NULL,
     chain text NOT NULL,
     subject text NOT NULL,
     jurisdiction text,
     department text NOT NULL,
     day date NOT NULL,
     topic text NOT NULL,
     partition integer NOT NULL,
     active bigint NOT NULL,
     withdrawn bigint NOT NULL
   ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500)`,
  `CREATE UNIQUE INDEX module_count_key ON platform.module_count
     (topic, partition, day, jurisdiction, department) NULLS NOT DISTINCT`,
];
