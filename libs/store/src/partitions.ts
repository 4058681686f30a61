import type pg from 'pg';

/** Tables that are partitioned by month of the UUIDv7 that is their primary key. */
const RECEIPT_TABLES = ['receipt', 'receipt_outcome'] as const;
const BODY_TABLES = ['receipt_body'] as const;
const MONTHS_AHEAD = 2;

/** Whoever makes or drops partitions holds this advisory lock. Any number, the same in every release. */
export const PARTITIONS_LOCK = 4_120_002;

/** Creates the partitions of this month and the next two. Idempotent. */
export async function ensurePartitions(client: pg.ClientBase | pg.Pool, now: Date): Promise<void> {
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
    const start = monthStart(now, ahead);
    const end = monthStart(now, ahead + 1);
    for (const table of [...RECEIPT_TABLES, ...BODY_TABLES]) {
      await client.query(
        `CREATE TABLE IF NOT EXISTS exchange.${partitionName(table, start)}
         PARTITION OF exchange.${table} FOR VALUES FROM ('${lowestUuid(start)}') TO ('${lowestUuid(end)}')`,
      );
    }
  }
}

export interface Retention {
  /** Exchange records: 36 by default (网络数据安全管理条例 art 12 asks for three years). */
  readonly receiptMonths: number;
  readonly bodyMonths: number;
}

/**
 * Drops the partitions that retention has passed, except those that hold a receipt which is not completed. Quarantined
 * records carry their own bytes and are not touched. Resolves with the names of the dropped tables.
 */
export async function prunePartitions(
  client: pg.ClientBase | pg.Pool,
  now: Date,
  retention: Retention,
): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT child.relname AS name FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
     JOIN pg_class parent ON parent.oid = inhparent JOIN pg_namespace n ON n.oid = parent.relnamespace
     WHERE n.nspname = 'exchange' AND parent.relname = ANY($1)`,
    [[...RECEIPT_TABLES, ...BODY_TABLES]],
  );
  const dropped: string[] = [];
  for (const { name } of rows) {
    const months = name.startsWith('receipt_body_') ? retention.bodyMonths : retention.receiptMonths;
    const month = /_(\d{4})_(\d{2})$/u.exec(name);
    if (!month) continue;
    const start = new Date(Date.UTC(Number(month[1]), Number(month[2]) - 1, 1));
    if (monthStart(start, 1) > monthStart(now, -months)) continue;
    const open = await client.query(
      'SELECT 1 FROM exchange.receipt_work WHERE receipt >= $1 AND receipt < $2 LIMIT 1',
      [lowestUuid(start), lowestUuid(monthStart(start, 1))],
    );
    if (open.rowCount !== 0) continue;
    await client.query(`DROP TABLE exchange.${name}`);
    dropped.push(name);
  }
  return dropped;
}

function monthStart(from: Date, months: number): Date {
  return new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
}

function partitionName(table: string, start: Date): string {
  return `${table}_${start.getUTCFullYear()}_${String(start.getUTCMonth() + 1).padStart(2, '0')}`;
}

/** The lowest UUIDv7 of a moment: its first 48 bits are milliseconds since 1970. */
function lowestUuid(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
