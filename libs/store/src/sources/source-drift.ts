import { judgeFields, type DriftState, type FieldCount, type FieldDrift } from '@exchange/pipeline';
import type pg from 'pg';
import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import { withStoreErrors } from '../store-error.ts';

type DriftKind = FieldDrift['kind'] | 'new-code';

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
  readonly state: DriftState;
}

/** Where the streams have drifted from their schemas, newest first, what has settled since included. */
export async function listDrift(pool: pg.Pool): Promise<SourceDrift[]> {
  const [fields, codes] = await Promise.all([fieldDrift(pool), codeDrift(pool)]);
  return [...fields, ...codes].sort((a, b) => b.lastSeen.getTime() - a.lastSeen.getTime());
}

type FieldRow = Omit<FieldCount, 'records' | 'firstSeenAt' | 'lastSeenAt'> & {
  readonly system: string;
  readonly stream: string;
  readonly total: string;
  readonly records: string;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
};

async function fieldDrift(pool: pg.Pool): Promise<SourceDrift[]> {
  const { rows } = await withStoreErrors(() =>
    pool.query<FieldRow>(
      `SELECT system, stream, t.records AS total, path, type, is_known AS "isKnown", f.records, first_seen AS "firstSeen",
         last_seen AS "lastSeen", first_seen_at_record AS "firstSeenAt", last_seen_at_record AS "lastSeenAt",
         accepted_at AS "acceptedAt"
       FROM exchange.source_field f JOIN exchange.source_traffic t USING (system, stream)
       ORDER BY system, stream, path, first_seen`,
    ),
  );
  const streams = Map.groupBy(rows, ({ system, stream }) => `${system}/${stream}`);
  return [...streams.values()].flatMap((ofStream) => {
    const { system, stream, total } = ofStream[0]!;
    return judgeFields(Number(total), ofStream.map(countOf)).map((drift) => ({ system, stream, ...drift }));
  });
}

function countOf(row: FieldRow): FieldCount {
  const [records, firstSeenAt, lastSeenAt] = [row.records, row.firstSeenAt, row.lastSeenAt].map(Number);
  return { ...row, records: records!, firstSeenAt: firstSeenAt!, lastSeenAt: lastSeenAt! };
}

async function codeDrift(pool: pg.Pool): Promise<SourceDrift[]> {
  const { rows } = await withStoreErrors(() =>
    pool.query<Omit<SourceDrift, 'kind' | 'records' | 'state'> & { records: string; isAccepted: boolean }>(
      `SELECT system, stream, path, value, records, first_seen AS "firstSeen", last_seen AS "lastSeen",
         accepted_at IS NOT NULL AS "isAccepted"
       FROM exchange.source_code ORDER BY system, stream, path, value`,
    ),
  );
  return rows.map(({ isAccepted, records, ...row }) => ({
    ...row,
    kind: 'new-code',
    records: Number(records),
    state: isAccepted ? 'accepted' : 'open',
  }));
}

/**
 * Takes what a field of a stream has drifted to as it is from now on: its types, its absence, its codes. What changes later
 * is drift again. False when nothing was ever seen of such a field.
 */
export async function acceptDrift(
  store: Store,
  { system, stream, path }: { readonly system: string; readonly stream: string; readonly path: string },
  by: string,
): Promise<boolean> {
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      const field = await manager.query<Array<{ type: string }>>(
        `WITH accepted AS (
           UPDATE exchange.source_field SET accepted_at = now() WHERE system = $1 AND stream = $2 AND path = $3 RETURNING type
         ) SELECT type FROM accepted ORDER BY type`,
        [system, stream, path],
      );
      const codes = await manager.query<Array<{ value: string }>>(
        `WITH accepted AS (
           UPDATE exchange.source_code SET accepted_at = now() WHERE system = $1 AND stream = $2 AND path = $3 RETURNING value
         ) SELECT value FROM accepted ORDER BY value`,
        [system, stream, path],
      );
      if (field.length + codes.length === 0) return false;
      await recordAudit(manager, {
        actor: by,
        action: 'drift.accept',
        object: `${system}/${stream}${path}`,
        before: null,
        after: { types: field.map(({ type }) => type), codes: codes.map(({ value }) => value) },
      });
      return true;
    }),
  );
}
