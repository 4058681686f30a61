import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether each stream may take records now: the stage of its system, maintenance, what the failure policy closed; trial keys. */
export class Gate0009 implements MigrationInterface {
  readonly name = 'Gate00091764000000009';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...ASKED_UNTIL, ...TRIAL]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('stages are not taken back: a system that was retired would be let in again');
  }
}

const TABLES = [
  `CREATE TABLE exchange.system_stage (
     system text PRIMARY KEY,
     stage text NOT NULL CHECK (stage IN ('applied', 'joint-test', 'trial-run', 'in-operation', 'retired')),
     changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     changed_by text NOT NULL
   )`,
  // What is here already has been sending.
  `INSERT INTO exchange.system_stage (system, stage, changed_by)
     SELECT DISTINCT system, 'in-operation', 'migration' FROM exchange.stream`,
  `CREATE TABLE exchange.maintenance (
     system text PRIMARY KEY,
     until timestamptz NOT NULL,
     reason text NOT NULL,
     set_by text NOT NULL,
     set_at timestamptz NOT NULL DEFAULT clock_timestamp()
   )`,
  // since: in this state. An opened stream keeps its row: what counts against it begins anew there.
  `CREATE TABLE exchange.stream_gate (
     system text NOT NULL,
     stream text NOT NULL,
     state text NOT NULL CHECK (state IN ('open', 'blocked', 'stopped')),
     since timestamptz NOT NULL DEFAULT clock_timestamp(),
     until timestamptz CHECK ((state = 'blocked') = (until IS NOT NULL)),
     reason jsonb CHECK ((state = 'open') = (reason IS NULL)),
     PRIMARY KEY (system, stream)
   )`,
  // The one place that says what keeps a stream closed at this moment; because null: nothing does. A stream without a stage
  // was registered by the release before: nobody has let its system in.
  `CREATE VIEW exchange.gate AS
     SELECT s.system, s.stream, coalesce(t.stage, 'applied') AS stage,
       CASE
         WHEN NOT s.enabled THEN 'disabled'
         WHEN t.stage IS NULL THEN 'applied'
         WHEN t.stage IN ('applied', 'retired') THEN t.stage
         WHEN m.until > clock_timestamp() THEN 'maintenance'
         WHEN t.stage = 'joint-test' THEN t.stage
         WHEN g.state = 'stopped' OR (g.state = 'blocked' AND g.until > clock_timestamp()) THEN g.state
       END AS because,
       m.until AS maintenance_until, m.reason AS maintenance_reason, g.until AS blocked_until, g.reason AS policy_reason
     FROM exchange.stream s
     LEFT JOIN exchange.system_stage t ON t.system = s.system
     LEFT JOIN exchange.maintenance m ON m.system = s.system
     LEFT JOIN exchange.stream_gate g ON g.system = s.system AND g.stream = s.stream`,
  // A function, because a claim that need not ask then opens none of these tables. Volatile, because one that waited for the
  // stream's row must see what it waited for.
  `CREATE FUNCTION exchange.gate_of(of_system text, of_stream text) RETURNS jsonb VOLATILE LANGUAGE sql AS $$
     SELECT to_jsonb(g) FROM exchange.gate g WHERE g.system = of_system AND g.stream = of_stream
   $$`,
];

/** Nearly every claim finds its stream open, and learns so from the row that it has to lock anyway. */
const ASKED_UNTIL = [
  `ALTER TABLE exchange.stream ADD COLUMN gate_asked_until timestamptz`,
  `COMMENT ON COLUMN exchange.stream.gate_asked_until IS
     'Until then something may keep the stream closed and the view gate is to be asked; kept by triggers'`,
  `CREATE FUNCTION exchange.ask_gate_until(of_system text) RETURNS void LANGUAGE sql AS $$
     UPDATE exchange.stream s SET gate_asked_until = a.until
     FROM (
       SELECT o.stream,
         CASE WHEN t.stage IS NULL OR t.stage IN ('applied', 'joint-test', 'retired') OR g.state = 'stopped' THEN 'infinity'
           ELSE greatest(m.until, g.until) END AS until
       FROM exchange.stream o
       LEFT JOIN exchange.system_stage t ON t.system = o.system
       LEFT JOIN exchange.maintenance m ON m.system = o.system
       LEFT JOIN exchange.stream_gate g ON g.system = o.system AND g.stream = o.stream
       WHERE o.system = of_system
     ) a
     WHERE s.system = of_system AND s.stream = a.stream AND s.gate_asked_until IS DISTINCT FROM a.until
   $$`,
  // One change of a system's gate at a time, and the second reads what the first has committed: each statement has a snapshot
  // of its own.
  `CREATE FUNCTION exchange.gate_changed() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     PERFORM pg_advisory_xact_lock(hashtextextended('gate ' || coalesce(NEW.system, OLD.system), 0));
     PERFORM exchange.ask_gate_until(coalesce(NEW.system, OLD.system));
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER gate_changed AFTER INSERT ON exchange.stream
     FOR EACH ROW EXECUTE FUNCTION exchange.gate_changed()`,
  ...['system_stage', 'maintenance', 'stream_gate'].map(
    (table) =>
      `CREATE TRIGGER gate_changed AFTER INSERT OR UPDATE OR DELETE ON exchange.${table}
         FOR EACH ROW EXECUTE FUNCTION exchange.gate_changed()`,
  ),
];

const TRIAL = [
  `ALTER TABLE exchange.access_key ADD COLUMN trial boolean NOT NULL DEFAULT false`,
  `ALTER TABLE exchange.receipt ADD COLUMN trial boolean NOT NULL DEFAULT false`,
  // What is on trial appends nothing: it waits for no receipt of the stream, and none waits for it.
  `ALTER TABLE exchange.receipt_work ADD COLUMN trial boolean NOT NULL DEFAULT false`,
  `ALTER TABLE exchange.quarantine ADD COLUMN trial boolean NOT NULL DEFAULT false`,
];
