import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts the bytes that wait in the queue of each stream, so that a claim need not add up the whole queue. */
export class PendingBytes0008 implements MigrationInterface {
  readonly name = 'PendingBytes00081764000000008';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of UNDO) await runner.query(statement);
  }
}

const STATEMENTS = [
  // One row for each session that queued or completed something: claims of a stream do not wait for each other's commit.
  // A row may be negative, their sum is what waits.
  `CREATE TABLE exchange.pending_bytes (
     system text NOT NULL,
     stream text NOT NULL,
     session integer NOT NULL,
     bytes bigint NOT NULL,
     PRIMARY KEY (system, stream, session)
   ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)`,
  // By triggers, so that it holds whatever statement queues or completes, also one of the release before.
  `CREATE FUNCTION exchange.count_pending(of_system text, of_stream text, more bigint) RETURNS void LANGUAGE sql AS $$
     INSERT INTO exchange.pending_bytes (system, stream, session, bytes)
     VALUES (of_system, of_stream, pg_backend_pid(), more)
     ON CONFLICT (system, stream, session) DO UPDATE SET bytes = pending_bytes.bytes + excluded.bytes
   $$`,
  `CREATE FUNCTION exchange.receipt_queued() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     PERFORM exchange.count_pending(NEW.system, NEW.stream, NEW.body_bytes);
     RETURN NULL;
   END $$`,
  `CREATE FUNCTION exchange.receipt_unqueued() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     PERFORM exchange.count_pending(OLD.system, OLD.stream, -OLD.body_bytes);
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER claimed_into_queue AFTER INSERT ON exchange.receipt_work
     FOR EACH ROW WHEN (NEW.owner IS NULL) EXECUTE FUNCTION exchange.receipt_queued()`,
  `CREATE TRIGGER put_into_queue AFTER UPDATE ON exchange.receipt_work
     FOR EACH ROW WHEN (OLD.owner IS NOT NULL AND NEW.owner IS NULL) EXECUTE FUNCTION exchange.receipt_queued()`,
  `CREATE TRIGGER out_of_queue AFTER DELETE ON exchange.receipt_work
     FOR EACH ROW WHEN (OLD.owner IS NULL) EXECUTE FUNCTION exchange.receipt_unqueued()`,
  `INSERT INTO exchange.pending_bytes (system, stream, session, bytes)
     SELECT system, stream, 0, sum(body_bytes) FROM exchange.receipt_work WHERE owner IS NULL GROUP BY system, stream`,
  // Receipts that a process runs are few; those that wait may be very many and need no place in this index.
  `DROP INDEX exchange.receipt_work_by_owner`,
  `CREATE INDEX receipt_work_by_owner ON exchange.receipt_work (owner) WHERE owner IS NOT NULL`,
  // Usually all but empty, and planned for as such: a queue that grows must be noticed soon.
  `ALTER TABLE exchange.receipt_work SET (autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 2000)`,
];

const UNDO = [
  `DROP TRIGGER claimed_into_queue ON exchange.receipt_work`,
  `DROP TRIGGER put_into_queue ON exchange.receipt_work`,
  `DROP TRIGGER out_of_queue ON exchange.receipt_work`,
  `DROP FUNCTION exchange.receipt_queued(), exchange.receipt_unqueued(), exchange.count_pending(text, text, bigint)`,
  `DROP TABLE exchange.pending_bytes`,
];
