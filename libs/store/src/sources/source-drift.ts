import type { FieldSighting } from '@exchange/pipeline';
import type pg from 'pg';
import { inTransaction } from '../in-transaction.ts';
import { withStoreErrors } from '../store-error.ts';

/** What was seen of a stream since the last time. */
export interface StreamSightings {
  readonly system: string;
  readonly stream: string;
  readonly records: number;
  readonly fields: ReadonlyArray<
    FieldSighting & { /** The source schema has it. */ readonly isKnown: boolean }
  >;
  /** Values that no code table knows, by the field they stood in. */
  readonly codes: ReadonlyArray<{ readonly path: string; readonly value: string; readonly records: number }>;
}

export type DriftKind = 'new-field' | 'missing-field' | 'changed-type' | 'new-code';

/** That a source no longer sends what its schema says. */
export interface SourceDrift {
  readonly system: string;
  readonly stream: string;
  readonly kind: DriftKind;
  readonly path: string;
  /** The new type, the new code, or null. */
  readonly value: string | null;
  readonly records: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

/** A field that came before counts as missing when so many records in a row came without it. */
const MISSING_AFTER_RECORDS = 500;
/** Kept for each stream, so that free text in a code field, or names that are data, fill no table. */
const CODES_MAX = 500;
const FIELDS_MAX = 2_000;

/** Adds sightings to what is known of the streams. One transaction; the order of rows keeps two processes from deadlock. */
export async function recordSightings(pool: pg.Pool, sightings: readonly StreamSightings[]): Promise<void> {
  const inOrder = sightings.toSorted((a, b) =>
    `${a.system}/${a.stream}` < `${b.system}/${b.stream}` ? -1 : 1,
  );
  await inTransaction(pool, async (client) => {
    for (const { system, stream, records, fields, codes } of inOrder) {
      const { rows } = await client.query<{ records: string }>(
        `INSERT INTO exchange.source_traffic AS t (system, stream, records) VALUES ($1, $2, $3)
         ON CONFLICT (system, stream) DO UPDATE SET records = t.records + excluded.records RETURNING records`,
        [system, stream, records],
      );
      await client.query(
        `INSERT INTO exchange.source_field AS f (system, stream, path, type, is_known, records, last_seen_at_record)
         SELECT $1, $2, s.path, s.type, s.is_known, s.records, $3
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
          rows[0]!.records,
          fields.map(({ path }) => path),
          fields.map(({ type }) => type),
          fields.map(({ isKnown }) => isKnown),
          fields.map((field) => field.records),
          FIELDS_MAX,
        ],
      );
      if (codes.length === 0) continue;
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
  });
}

/** Where the streams have drifted from their schemas, newest first. */
export async function listDrift(pool: pg.Pool): Promise<SourceDrift[]> {
  const { rows } = await withStoreErrors(() =>
    pool.query<Omit<SourceDrift, 'records'> & { records: string }>(
      `WITH field AS (
         SELECT f.*, t.records AS total,
           min(f.first_seen) OVER of_field AS field_first_seen, max(f.last_seen_at_record) OVER of_field AS field_seen_at
         FROM exchange.source_field f JOIN exchange.source_traffic t USING (system, stream)
         WINDOW of_field AS (PARTITION BY f.system, f.stream, f.path)
       ), drift AS (
         SELECT system, stream, 'new-field' AS kind, path, type AS value, records, first_seen, last_seen FROM field WHERE NOT is_known
         UNION ALL
         SELECT DISTINCT ON (system, stream, path) system, stream, 'missing-field', path, NULL, total - field_seen_at, last_seen, last_seen
         FROM field WHERE is_known AND total - field_seen_at >= $1
         UNION ALL
         SELECT f.system, f.stream, 'changed-type', f.path, f.type, f.records, f.first_seen, f.last_seen
         FROM field f WHERE f.is_known AND f.type <> 'null' AND f.first_seen > f.field_first_seen
           AND EXISTS (SELECT 1 FROM field o WHERE (o.system, o.stream, o.path) = (f.system, f.stream, f.path)
             AND o.type NOT IN ('null', f.type) AND o.first_seen < f.first_seen)
         UNION ALL
         SELECT system, stream, 'new-code', path, value, records, first_seen, last_seen FROM exchange.source_code
       )
       SELECT system, stream, kind, path, value, records, first_seen AS "firstSeen", last_seen AS "lastSeen"
       FROM drift ORDER BY last_seen DESC, system, stream, path LIMIT 1000`,
      [MISSING_AFTER_RECORDS],
    ),
  );
  return rows.map((row) => ({ ...row, records: Number(row.records) }));
}
