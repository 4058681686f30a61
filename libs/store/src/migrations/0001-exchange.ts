import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Receipts, work queue, quarantine, mappings, access and audit of the exchange. */
export class Exchange0001 implements MigrationInterface {
  readonly name = 'Exchange00011764000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the first migration is not taken back: it would drop every receipt');
  }
}

const STATEMENTS = [
  `CREATE SEQUENCE exchange.arrival`,
  `CREATE TABLE exchange.stream (
     system text NOT NULL,
     stream text NOT NULL,
     department text NOT NULL,
     manifest jsonb NOT NULL,
     enabled boolean NOT NULL DEFAULT true,
     mode text NOT NULL DEFAULT 'direct' CHECK (mode IN ('direct', 'pending')),
     mode_since timestamptz NOT NULL DEFAULT now(),
     drainer uuid,
     drainer_until timestamptz,
     registered_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (system, stream)
   )`,
  // Partitioned by the time that a UUIDv7 begins with, so that the primary key needs no second column.
  `CREATE TABLE exchange.receipt (
     id uuid PRIMARY KEY,
     arrival bigint NOT NULL DEFAULT nextval('exchange.arrival'),
     system text NOT NULL,
     stream text NOT NULL,
     department text NOT NULL,
     operation text NOT NULL CHECK (operation IN ('upsert', 'delete')),
     decode jsonb NOT NULL,
     body_digest text NOT NULL,
     body_bytes integer NOT NULL,
     idempotency_key text,
     mapping_version integer NOT NULL,
     traceparent text,
     received_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
   ) PARTITION BY RANGE (id)`,
  `CREATE TABLE exchange.receipt_body (
     id uuid PRIMARY KEY,
     encoding text NOT NULL CHECK (encoding IN ('identity', 'zstd')),
     body bytea NOT NULL
   ) PARTITION BY RANGE (id)`,
  `CREATE TABLE exchange.receipt_outcome (
     id uuid PRIMARY KEY,
     records integer NOT NULL,
     accepted integer NOT NULL,
     quarantined integer NOT NULL,
     events integer NOT NULL,
     reports jsonb NOT NULL,
     completed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
   ) PARTITION BY RANGE (id)`,
  // One row for each receipt that is not completed: the queue. owner null = queued for the drainer.
  `CREATE TABLE exchange.receipt_work (
     receipt uuid PRIMARY KEY,
     system text NOT NULL,
     stream text NOT NULL,
     arrival bigint NOT NULL,
     body_bytes integer NOT NULL,
     owner uuid
   ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)`,
  `CREATE INDEX receipt_work_by_stream ON exchange.receipt_work (system, stream, arrival)`,
  `CREATE INDEX receipt_work_by_owner ON exchange.receipt_work (owner)`,
  `CREATE TABLE exchange.idempotency_key (
     system text NOT NULL,
     key text NOT NULL,
     receipt uuid NOT NULL,
     claimed_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (system, key)
   )`,
  `CREATE INDEX idempotency_key_by_time ON exchange.idempotency_key (claimed_at)`,
  `CREATE TABLE exchange.process_lease (
     process uuid PRIMARY KEY,
     expires_at timestamptz NOT NULL
   )`,
  // Lives: its lease is in force and its connection holds its lock (process-lease.ts).
  `CREATE FUNCTION exchange.lives(process uuid) RETURNS boolean STABLE LANGUAGE sql AS $$
     SELECT EXISTS (SELECT 1 FROM exchange.process_lease l WHERE l.process = $1 AND l.expires_at > clock_timestamp())
       AND EXISTS (
         SELECT 1 FROM pg_locks k JOIN pg_database d ON d.oid = k.database AND d.datname = current_database()
         WHERE k.locktype = 'advisory' AND k.granted AND k.classid = 4120003
           AND k.objid::bigint = hashtext($1::text)::bigint & 4294967295)
   $$`,
  `CREATE TABLE exchange.output_set (
     system text NOT NULL,
     stream text NOT NULL,
     record_key text NOT NULL,
     revision text COLLATE "C" NOT NULL,
     outputs jsonb NOT NULL,
     PRIMARY KEY (system, stream, record_key)
   )`,
  `CREATE TABLE exchange.quarantine (
     id uuid PRIMARY KEY,
     system text NOT NULL,
     stream text NOT NULL,
     department text NOT NULL,
     jurisdiction text,
     receipt uuid NOT NULL,
     record_index integer NOT NULL,
     record_key text,
     rejections jsonb NOT NULL,
     warnings jsonb NOT NULL,
     fingerprint text NOT NULL,
     raw bytea NOT NULL,
     decode jsonb NOT NULL,
     mapping_version integer NOT NULL,
     state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replayed', 'discarded')),
     received_at timestamptz(3) NOT NULL,
     quarantined_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
   )`,
  `CREATE INDEX quarantine_open ON exchange.quarantine (system, stream, fingerprint, quarantined_at) WHERE state = 'open'`,
  `CREATE INDEX quarantine_by_receipt ON exchange.quarantine (receipt)`,
  `CREATE TABLE exchange.secrecy_block (
     id uuid PRIMARY KEY,
     system text NOT NULL,
     stream text NOT NULL,
     record_index integer NOT NULL,
     position text NOT NULL,
     rule text NOT NULL,
     blocked_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE TABLE exchange.mapping_version (
     system text NOT NULL,
     stream text NOT NULL,
     version integer NOT NULL,
     document text NOT NULL,
     source_schema text NOT NULL,
     context text NOT NULL,
     digest text NOT NULL,
     origin text NOT NULL CHECK (origin IN ('file', 'admin')),
     state text NOT NULL CHECK (state IN ('draft', 'published', 'superseded')),
     created_by text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(),
     published_at timestamptz,
     PRIMARY KEY (system, stream, version)
   )`,
  `CREATE UNIQUE INDEX mapping_version_published ON exchange.mapping_version (system, stream) WHERE state = 'published'`,
  `CREATE TABLE exchange.access_key (
     id text PRIMARY KEY,
     system text NOT NULL,
     kind text NOT NULL CHECK (kind IN ('api-key', 'hmac-sha256', 'hmac-sm3')),
     hash text,
     sealed_secret bytea,
     created_at timestamptz NOT NULL DEFAULT now(),
     expires_at timestamptz,
     revoked_at timestamptz,
     CHECK ((kind = 'api-key') = (hash IS NOT NULL) AND (kind = 'api-key') = (sealed_secret IS NULL))
   )`,
  `CREATE TABLE exchange.access_token (
     id text PRIMARY KEY,
     name text NOT NULL,
     hash text NOT NULL,
     scope jsonb NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(),
     expires_at timestamptz,
     revoked_at timestamptz
   )`,
  `CREATE TABLE exchange.nonce (
     key_id text NOT NULL,
     nonce text NOT NULL,
     seen_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (key_id, nonce)
   )`,
  `CREATE INDEX nonce_by_time ON exchange.nonce (seen_at)`,
  `CREATE TABLE exchange.audit_entry (
     id uuid PRIMARY KEY,
     at timestamptz NOT NULL DEFAULT now(),
     actor text NOT NULL,
     action text NOT NULL,
     object text NOT NULL,
     department text,
     before jsonb,
     after jsonb
   )`,
];
