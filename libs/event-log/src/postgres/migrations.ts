import { Client } from 'pg';

/** Numbered, never edited once released: a change is a new one. */
const MIGRATIONS: ReadonlyArray<{ readonly version: number; readonly sql: string }> = [
  {
    version: 1,
    sql: `
CREATE TABLE event_log.topics (
  topic_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL UNIQUE,
  partitions integer NOT NULL CHECK (partitions > 0),
  retention_days integer NOT NULL CHECK (retention_days > 0),
  created_at timestamptz NOT NULL DEFAULT now()
);
-- The counters are updated by every append: free space keeps their new versions on the same page.
CREATE TABLE event_log.partitions (
  partition_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic_id integer NOT NULL REFERENCES event_log.topics,
  partition integer NOT NULL,
  next bigint NOT NULL DEFAULT 0,
  earliest bigint NOT NULL DEFAULT 0,
  UNIQUE (topic_id, partition)
) WITH (fillfactor = 20);
-- Attributes are one JSON array: an event is only ever read whole, and one column is a quarter cheaper than fourteen.
CREATE TABLE event_log.events (
  partition_id integer NOT NULL,
  position bigint NOT NULL,
  appended_at timestamptz NOT NULL DEFAULT now(),
  attributes text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (partition_id, position)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.5);
CREATE VIEW event_log.readable_events AS
  SELECT t.topic, p.partition, e.position, e.appended_at, a ->> 0 AS id, a ->> 1 AS source, a ->> 2 AS key,
    a ->> 3 AS operation, a ->> 4 AS time, a ->> 5 AS department, a ->> 6 AS jurisdiction, a ->> 7 AS revision,
    (a ->> 8)::integer AS mapping_version, a ->> 9 AS received_time, a ->> 10 AS receipt, (a ->> 11)::boolean AS historical,
    a ->> 12 AS traceparent, a ->> 13 AS warnings, e.value
  FROM event_log.events e
  JOIN event_log.partitions p USING (partition_id)
  JOIN event_log.topics t USING (topic_id)
  CROSS JOIN LATERAL (SELECT e.attributes::json AS a) AS decoded;
CREATE TABLE event_log.members (
  group_name text NOT NULL,
  member uuid NOT NULL,
  topics text[] NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (group_name, member)
);
CREATE TABLE event_log.leases (
  group_name text NOT NULL,
  partition_id integer NOT NULL REFERENCES event_log.partitions,
  member uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (group_name, partition_id)
) WITH (fillfactor = 50);`,
  },
];

/** Any number that nothing else in the database locks. */
const migrationLock = 7_305_446_221;

/**
 * Brings the schema `event_log` up to date. Any number of processes may call it at once: one works, the others wait for it.
 * Rejects with the driver's error.
 */
export async function migratePostgresEventLog(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await client.query('CREATE SCHEMA IF NOT EXISTS event_log');
    await client.query(`CREATE TABLE IF NOT EXISTS event_log.migrations (
      version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`);
    const applied = await client.query<{ version: number }>('SELECT version FROM event_log.migrations');
    const versions = new Set(applied.rows.map(({ version }) => version));
    for (const { version, sql } of MIGRATIONS) if (!versions.has(version)) await apply(client, version, sql);
  } finally {
    // Ending the session gives the lock back.
    await client.end();
  }
}

async function apply(client: Client, version: number, sql: string): Promise<void> {
  await client.query('BEGIN');
  await client.query(sql);
  await client.query('INSERT INTO event_log.migrations (version) VALUES ($1)', [version]);
  await client.query('COMMIT');
}
