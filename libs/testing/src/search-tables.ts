import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { encodeReply } from '@exchange/decoding';
import type pg from 'pg';
import { NeedleFinder } from './needle-finder.ts';

const decompress = promisify(zstdDecompress);

/** The texts as they may stand in files and tables: in UTF-8 and in GB 18030. */
export function finderOf(texts: readonly string[]): NeedleFinder {
  return new NeedleFinder(texts.flatMap((text) => [Buffer.from(text), encodeReply(text, 'gb18030')]));
}

/** Number of rows, in all tables of all schemas, that hold one of the texts: as text, as bytes, or compressed as a body. */
export async function searchTables(pool: pg.Pool, texts: readonly string[]): Promise<number> {
  const finder = finderOf(texts);
  const { rows: tables } = await pool.query<{ name: string; plain: string[] | null; bytes: string[] | null }>(
    `SELECT format('%I.%I', t.table_schema, t.table_name) AS name,
       array_agg(quote_ident(c.column_name)::text) FILTER (WHERE c.data_type <> 'bytea') AS plain,
       array_agg(quote_ident(c.column_name)::text) FILTER (WHERE c.data_type = 'bytea') AS bytes
     FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
     WHERE t.table_type = 'BASE TABLE' AND t.table_schema NOT IN ('pg_catalog', 'information_schema') GROUP BY 1`,
  );
  let found = 0;
  for (const { name, plain, bytes } of tables) {
    if (plain) found += await search(pool, name, `ROW(${plain.join(', ')})::text`, finder);
    for (const column of bytes ?? []) found += await search(pool, name, column, finder);
  }
  return found;
}

const ROWS_AT_ONCE = 500;
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

async function search(
  pool: pg.Pool,
  table: string,
  expression: string,
  finder: NeedleFinder,
): Promise<number> {
  const client = await pool.connect();
  let found = 0;
  try {
    await client.query('BEGIN');
    await client.query(
      `DECLARE searched NO SCROLL CURSOR FOR SELECT ${expression} AS value FROM ${table} WHERE ${expression} IS NOT NULL`,
    );
    for (;;) {
      const { rows } = await client.query<{ value: string | Buffer }>(`FETCH ${ROWS_AT_ONCE} FROM searched`);
      if (rows.length === 0) return found;
      for (const { value } of rows) if (finder.isIn(await plainBytes(value))) found += 1;
    }
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

async function plainBytes(value: string | Buffer): Promise<Buffer> {
  if (typeof value === 'string') return Buffer.from(value);
  return value.subarray(0, 4).equals(ZSTD_MAGIC) ? decompress(value) : value;
}
