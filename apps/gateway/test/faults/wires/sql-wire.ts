import { setTimeout as sleep } from 'node:timers/promises';
import { handoverDdl } from '@exchange/sources';
import pg from 'pg';
import { CHUNK_RECORDS, type Wire, type WireRow } from './wire.ts';

const DATABASE = 'legacy';
const OVERLAP_SECONDS = 1;

/** A hand-over table in a PostgreSQL database: what became of each row stands beside it. */
export const sqlWire: Wire = {
  kind: 'sql',
  source: {
    kind: 'sql',
    format: 'ndjson',
    charset: 'utf-8',
    schedule: { everySeconds: 1 },
    sql: {
      dialect: 'postgres',
      schema: 'public',
      table: 'orders',
      read: { strategy: 'handover', overlapSeconds: OVERLAP_SECONDS },
      pageRows: CHUNK_RECORDS,
    },
  },
  columns: { cd_operation: { type: 'string', 'x-title': { zh: '操作', en: 'operation' } } },
  missing: () => Promise.resolve(''),
  start: async (world, system) => {
    const url = new URL(world.databaseUrl);
    const admin = new pg.Client({ connectionString: url.href });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${DATABASE}`);
    await admin.end();
    url.pathname = `/${DATABASE}`;
    const pool = new pg.Pool({ connectionString: url.href, max: 2 });
    pool.on('error', () => undefined);
    const { sourceSchema } = world.catalog.systems.get(system)!.streams.get('orders')!;
    await pool.query(
      handoverDdl('postgres', { title: { zh: '工单' }, schema: 'public', table: 'orders', sourceSchema }),
    );
    const columns = Object.keys(sourceSchema['properties'] as object);
    return {
      connection: {
        host: url.hostname,
        port: Number(url.port),
        database: DATABASE,
        user: url.username,
        password: url.password,
      },
      hasUnreadable: false,
      bytesOf: ({ value }) => {
        const row: Record<string, string> = { ...value, cd_operation: 'u' };
        return Buffer.from(
          JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name] ?? null]))),
        );
      },
      put: async (run, rows) => {
        await insert(pool, run, rows);
        await sleep((OVERLAP_SECONDS + 1) * 1_000);
      },
      leftOver: async (run, rows) => {
        const { rows: told } = await pool.query<{ status: string | null; is_broken: boolean }>(
          `SELECT r.cd_status AS status, o."来电时间" LIKE '2026-02-30%' AS is_broken
           FROM orders o LEFT JOIN orders_result r USING (cd_id) WHERE o.cd_batch = $1`,
          [String(run)],
        );
        const wrong = told.filter(
          ({ status, is_broken: isBroken }) => status !== (isBroken ? 'quarantined' : 'accepted'),
        );
        if (told.length === rows.length && wrong.length === 0) return '';
        return `${wrong.length} rows were told another result, first ${JSON.stringify(wrong[0])}`;
      },
      end: () => pool.end(),
    };
  },
};

async function insert(pool: pg.Pool, run: number, rows: readonly WireRow[]): Promise<void> {
  const names = Object.keys(rows[0]!.value);
  const columns = names.map((name) => `"${name}"`).join(', ');
  await pool.query(
    `INSERT INTO orders (cd_operation, cd_batch, ${columns})
     SELECT 'u', $2, ${names.map((name) => `r ->> '${name}'`).join(', ')}
     FROM json_array_elements($1::json) WITH ORDINALITY AS e (r, n) ORDER BY n`,
    [JSON.stringify(rows.map(({ value }) => value)), String(run)],
  );
}
