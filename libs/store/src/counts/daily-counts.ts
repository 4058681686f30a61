import type pg from 'pg';
import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import type { StreamName } from '../registration/stream-name.ts';
import { withStoreErrors } from '../store-error.ts';

/** What a system says that it sent of a stream on a day of Asia/Shanghai. */
export interface DailyCount extends StreamName {
  readonly day: string;
  readonly records: number;
  /** Null: the system does not count withdrawals. */
  readonly deleted: number | null;
  readonly reportedAt: Date;
  /** How often it was reported with other counts before. */
  readonly corrections: number;
}

type Report = Omit<DailyCount, 'reportedAt' | 'corrections'>;

interface CountRow {
  system: string;
  stream: string;
  day: string;
  records: string;
  deleted: string | null;
  reported_at: Date;
  corrections: number;
}

const COLUMNS = `system, stream, to_char(day, 'YYYY-MM-DD') AS day, records, deleted, reported_at, corrections`;

/** Keeps a count, or corrects the one before; what it was before stays in the audit. The same counts again change nothing. */
export async function reportDailyCount(store: Store, report: Report, by: string): Promise<DailyCount> {
  const { system, stream, day, records, deleted } = report;
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      const name = [system, stream, day];
      const before = await manager.query<CountRow[]>(
        `SELECT ${COLUMNS} FROM exchange.daily_count WHERE system = $1 AND stream = $2 AND day = $3 FOR UPDATE`,
        name,
      );
      const known = before[0] ? toDailyCount(before[0]) : null;
      if (known?.records === records && known.deleted === deleted) return known;
      const rows = await manager.query<CountRow[]>(
        `INSERT INTO exchange.daily_count AS c (system, stream, day, records, deleted, reported_by)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (system, stream, day) DO UPDATE SET records = excluded.records, deleted = excluded.deleted,
           reported_at = excluded.reported_at, reported_by = excluded.reported_by, corrections = c.corrections + 1
         RETURNING ${COLUMNS}`,
        [...name, records, deleted, by],
      );
      await recordAudit(manager, {
        actor: by,
        action: 'daily-count.report',
        object: `${system}/${stream}/${day}`,
        before: known && { records: known.records, deleted: known.deleted },
        after: { records, deleted },
      });
      return toDailyCount(rows[0]!);
    }),
  );
}

/** What was reported of a stream from one day to another, both included, by day. */
export async function listDailyCounts(
  pool: pg.Pool,
  { system, stream }: StreamName,
  from: string,
  to: string,
): Promise<ReadonlyMap<string, DailyCount>> {
  const { rows } = await withStoreErrors(() =>
    pool.query<CountRow>(
      `SELECT ${COLUMNS} FROM exchange.daily_count WHERE system = $1 AND stream = $2 AND day BETWEEN $3 AND $4 ORDER BY day`,
      [system, stream, from, to],
    ),
  );
  return new Map(rows.map((row) => [row.day, toDailyCount(row)]));
}

/** The streams of which something was reported since a day, that day included. */
export async function streamsThatCount(pool: pg.Pool, since: string): Promise<StreamName[]> {
  const { rows } = await withStoreErrors(() =>
    pool.query<StreamName>(
      `SELECT DISTINCT system, stream FROM exchange.daily_count WHERE day >= $1 ORDER BY system, stream`,
      [since],
    ),
  );
  return rows;
}

function toDailyCount(row: CountRow): DailyCount {
  return {
    system: row.system,
    stream: row.stream,
    day: row.day,
    records: Number(row.records),
    deleted: row.deleted === null ? null : Number(row.deleted),
    reportedAt: row.reported_at,
    corrections: row.corrections,
  };
}
