import type { JsonObject } from '@exchange/contracts';
import type { Random } from '@exchange/testing';
import pg from 'pg';
import { CHUNK_RECORDS } from './wire.ts';

/** The hotline's orders as a system keeps them: a row for each order, which changes, and a number that grows with every change. */
export const TABLE_SOURCE: JsonObject = {
  kind: 'sql',
  format: 'ndjson',
  charset: 'utf-8',
  schedule: { everySeconds: 1 },
  sql: {
    dialect: 'postgres',
    schema: 'public',
    table: 'orders',
    read: { strategy: 'cursor', revision: 'rev', key: ['工单编号'], overlapSeconds: 2 },
    pageRows: CHUNK_RECORDS,
  },
};

const TRANSACTION_MS_MAX = 600;

export interface OrderTable {
  readonly connection: JsonObject;
  /** Writes orders `<prefix>0` … that were never changed. */
  fill(prefix: string, count: number): Promise<void>;
  /** Changes single orders at random until it is told to stop; some transactions commit late, some not at all. */
  change(prefix: string, count: number, random: Random): { stop(): Promise<number> };
  /** What each order says now. */
  contents(): Promise<ReadonlyMap<string, string>>;
  /** Drops the database. */
  end(): Promise<void>;
}

/** A database of its own on the server of `databaseUrl`, with the columns of a source schema. */
export async function orderTable(
  databaseUrl: string,
  database: string,
  sourceSchema: JsonObject,
): Promise<OrderTable> {
  await asAdmin(databaseUrl, `CREATE DATABASE ${database}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${database}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 6 });
  pool.on('error', () => undefined);
  const columns = Object.keys(sourceSchema['properties'] as object);
  await pool.query('CREATE SEQUENCE rev');
  await pool.query(
    `CREATE TABLE orders (${columns.map((name) => `"${name}" text`).join(', ')},
       rev bigint NOT NULL DEFAULT nextval('rev'), changes integer NOT NULL DEFAULT 1, PRIMARY KEY ("工单编号"))`,
  );
  const { hostname: host, port, username: user, password } = url;
  return {
    connection: { host, port: Number(port), database, user, password },
    fill: async (prefix, count) => {
      await pool.query(
        `INSERT INTO orders ("工单编号", "来电时间", "诉求类型", "诉求分类代码", "标题", "诉求内容", "所属镇街", "工单状态", "最后修改时间")
         SELECT $1 || n, '2026-11-24 09:00:00', '举报', '050307', '花园街一店使用煤气罐', $1 || n || '/1', '湖塘镇', '已派单',
           '2026-11-24 09:00:01'
         FROM generate_series(0, $2 - 1) n`,
        [prefix, count],
      );
    },
    change: (prefix, count, random) => {
      const over = new AbortController();
      const writing = Array.from({ length: 4 }, async () => {
        let changes = 0;
        while (!over.signal.aborted) {
          changes += await changeOne(pool, `${prefix}${random.below(count)}`, random);
          await pause(20 + random.below(60));
        }
        return changes;
      });
      return {
        stop: async () => {
          over.abort();
          return (await Promise.all(writing)).reduce((sum, changes) => sum + changes, 0);
        },
      };
    },
    contents: async () => {
      const { rows } = await pool.query<{ key: string; text: string }>(
        `SELECT "工单编号" AS key, "诉求内容" AS text FROM orders`,
      );
      return new Map(rows.map(({ key, text }) => [key, text]));
    },
    end: async () => {
      await pool.end();
      await asAdmin(databaseUrl, `DROP DATABASE ${database} WITH (FORCE)`);
    },
  };
}

async function asAdmin(databaseUrl: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  await admin.query(statement);
  await admin.end();
}

/** One transaction: gives 1 when it was committed, 0 when it was taken back. */
async function changeOne(pool: pg.Pool, key: string, random: Random): Promise<number> {
  const client = await pool.connect();
  const ignoreLoss = (): void => undefined;
  client.on('error', ignoreLoss);
  try {
    await client.query('BEGIN');
    await client.query(
      `UPDATE orders SET changes = changes + 1, "诉求内容" = "工单编号" || '/' || (changes + 1), rev = nextval('rev'),
         "最后修改时间" = to_char(timestamp '2026-11-24 09:00:01' + changes * interval '1 second', 'YYYY-MM-DD HH24:MI:SS')
       WHERE "工单编号" = $1`,
      [key],
    );
    if (random.below(4) === 0) await pause(random.below(TRANSACTION_MS_MAX));
    const isKept = random.below(10) !== 0;
    await client.query(isKept ? 'COMMIT' : 'ROLLBACK');
    return isKept ? 1 : 0;
  } finally {
    client.off('error', ignoreLoss);
    client.release();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
