import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where each group of consumers stands, what it could not apply, and what retention took away before it came. */
export class ConsumerPositions0002 implements MigrationInterface {
  readonly name = 'ConsumerPositions00021764000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('positions are not taken back: without them every consumer would start again');
  }
}

const STATEMENTS = [
  // Updated with every batch: room in the page keeps the new versions of a row beside the old ones.
  `CREATE TABLE exchange.consumer_position (
     consumer_group text NOT NULL,
     topic text NOT NULL,
     partition integer NOT NULL,
     position bigint NOT NULL CHECK (position >= 0),
     moved_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (consumer_group, topic, partition)
   ) WITH (fillfactor = 25, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`,
  // headers and value hold the event byte for byte: what made it fail may be that no typed column can.
  `CREATE TABLE exchange.delivery_failure (
     id uuid PRIMARY KEY,
     consumer_group text NOT NULL,
     topic text NOT NULL,
     partition integer NOT NULL,
     position bigint NOT NULL,
     event_id text NOT NULL,
     department text NOT NULL,
     jurisdiction text,
     headers json NOT NULL,
     value bytea NOT NULL,
     error_code text NOT NULL,
     error text NOT NULL,
     first_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
     last_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
     attempts integer NOT NULL DEFAULT 1,
     state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replayed', 'discarded')),
     UNIQUE (consumer_group, topic, partition, position)
   )`,
  `CREATE INDEX delivery_failure_open ON exchange.delivery_failure (consumer_group, id) WHERE state = 'open'`,
  `CREATE TABLE exchange.consumer_gap (
     id uuid PRIMARY KEY,
     consumer_group text NOT NULL,
     topic text NOT NULL,
     partition integer NOT NULL,
     expected bigint NOT NULL,
     earliest bigint NOT NULL,
     found_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
   )`,
];
