import type { FieldSighting } from '@exchange/pipeline';
import type pg from 'pg';
import { inTransaction } from '../in-transaction.ts';

/** What was seen of a stream since the last time. */
export interface StreamSightings {
  readonly system: string;
  readonly stream: string;
  /**
   * How many records of the stream were looked at. With fields of 0 records are only told ahead: their records are counted
   * the next time, when the fields that came in all of them are told too.
   */
  readonly records: number;
  readonly fields: ReadonlyArray<
    FieldSighting & { /** The source schema has it. */ readonly isKnown: boolean }
  >;
  /** Values that no code table knows, by the field they stood in. */
  readonly codes: ReadonlyArray<{ readonly path: string; readonly value: string; readonly records: number }>;
}

/** Kept for each stream, so that free text in a code field, or names that are data, fill no table. */
const CODES_MAX = 500;
const FIELDS_MAX = 2_000;

/** Adds sightings to what is known of the streams. One transaction; the order of rows keeps two processes from deadlock. */
export async function recordSightings(pool: pg.Pool, sightings: readonly StreamSightings[]): Promise<void> {
  const inOrder = sightings.toSorted((a, b) =>
    `${a.system}/${a.stream}` < `${b.system}/${b.stream}` ? -1 : 1,
  );
  await inTransaction(pool, async (client) => {
    for (const sighting of inOrder) {
      const total = await addRecords(client, sighting);
      if (sighting.fields.length > 0) await addFields(client, sighting, total);
      if (sighting.codes.length > 0) await addCodes(client, sighting);
    }
  });
}

async function addRecords(
  client: pg.PoolClient,
  { system, stream, records }: StreamSightings,
): Promise<string> {
  const { rows } = await client.query<{ records: string }>(
    `INSERT INTO exchange.source_traffic AS t (system, stream, records) VALUES ($1, $2, $3)
     ON CONFLICT (system, stream) DO UPDATE SET records = t.records + excluded.records RETURNING records`,
    [system, stream, records],
  );
  return rows[0]!.records;
}

async function addFields(
  client: pg.PoolClient,
  { system, stream, fields, records }: StreamSightings,
  total: string,
): Promise<void> {
  await client.query(
    `INSERT INTO exchange.source_field AS f
       (system, stream, path, type, is_known, records, first_seen_at_record, last_seen_at_record)
     SELECT $1, $2, s.path, s.type, s.is_known, s.records, $3::bigint - $9::bigint, $3::bigint
     FROM (
       SELECT s.*, k.path IS NOT NULL AS is_kept,
         row_number() OVER (PARTITION BY k.path IS NULL ORDER BY s.is_known DESC, s.path, s.type) AS place
       FROM unnest($4::text[], $5::text[], $6::boolean[], $7::bigint[]) AS s (path, type, is_known, records)
       LEFT JOIN exchange.source_field k ON (k.system, k.stream, k.path, k.type) = ($1, $2, s.path, s.type)
     ) AS s
     WHERE is_kept OR place <= $8 - (SELECT count(*) FROM exchange.source_field WHERE system = $1 AND stream = $2)
     ORDER BY s.path, s.type
     ON CONFLICT (system, stream, path, type) DO UPDATE SET is_known = excluded.is_known,
       records = f.records + excluded.records, last_seen = now(), last_seen_at_record = excluded.last_seen_at_record`,
    [
      system,
      stream,
      total,
      fields.map(({ path }) => path),
      fields.map(({ type }) => type),
      fields.map(({ isKnown }) => isKnown),
      fields.map((field) => field.records),
      FIELDS_MAX,
      records,
    ],
  );
}

async function addCodes(client: pg.PoolClient, { system, stream, codes }: StreamSightings): Promise<void> {
  await client.query(
    `INSERT INTO exchange.source_code AS c (system, stream, path, value, records)
     SELECT $1, $2, s.path, s.value, s.records
     FROM (
       SELECT s.*, k.path IS NOT NULL AS is_kept,
         row_number() OVER (PARTITION BY k.path IS NULL ORDER BY s.path, s.value) AS place
       FROM unnest($3::text[], $4::text[], $5::bigint[]) AS s (path, value, records)
       LEFT JOIN exchange.source_code k ON (k.system, k.stream, k.path, k.value) = ($1, $2, s.path, s.value)
     ) AS s
     WHERE is_kept OR place <= $6 - (SELECT count(*) FROM exchange.source_code WHERE system = $1 AND stream = $2)
     ORDER BY s.path, s.value
     ON CONFLICT (system, stream, path, value) DO UPDATE SET records = c.records + excluded.records, last_seen = now()`,
    [
      system,
      stream,
      codes.map(({ path }) => path),
      codes.map(({ value }) => value),
      codes.map((code) => code.records),
      CODES_MAX,
    ],
  );
}
