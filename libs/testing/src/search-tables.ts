import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type pg from 'pg';

const decompress = promisify(zstdDecompress);

/** Number of rows, in all tables of all schemas, that hold one of the texts: as text, as bytes, or compressed as a body. */
export async function searchTables(pool: pg.Pool, texts: readonly string[]): Promise<number> {
  const { rows: tables } = await pool.query<{ name: string; byte_columns: string[] | null }>(
    `SELECT format('%I.%I', t.table_schema, t.table_name) AS name,
       array_agg(quote_ident(c.column_name)::text) FILTER (WHERE c.data_type = 'bytea') AS byte_columns
     FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
     WHERE t.table_type = 'BASE TABLE' AND t.table_schema NOT IN ('pg_catalog', 'information_schema') GROUP BY 1`,
  );
  let found = 0;
  for (const { name, byte_columns: columns } of tables) {
    const asText = await pool.query<{ count: string }>(
      `SELECT count(*) FROM ${name} r WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS w WHERE position(w IN r::text) > 0)`,
      [texts],
    );
    found += Number(asText.rows[0]!.count);
    for (const column of columns ?? []) found += await searchBytes(pool, name, column, texts);
  }
  return found;
}

const ROWS_AT_ONCE = 500;
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

async function searchBytes(
  pool: pg.Pool,
  table: string,
  column: string,
  texts: readonly string[],
): Promise<number> {
  const client = await pool.connect();
  let found = 0;
  try {
    await client.query('BEGIN');
    await client.query(
      `DECLARE bytes NO SCROLL CURSOR FOR SELECT ${column} AS bytes FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    for (;;) {
      const { rows } = await client.query<{ bytes: Buffer }>(`FETCH ${ROWS_AT_ONCE} FROM bytes`);
      if (rows.length === 0) return found;
      for (const { bytes } of rows) if (await holdsOne(bytes, texts)) found += 1;
    }
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

async function holdsOne(bytes: Buffer, texts: readonly string[]): Promise<boolean> {
  const plain = bytes.subarray(0, 4).equals(ZSTD_MAGIC) ? await decompress(bytes) : bytes;
  const readings = [new TextDecoder('utf-8').decode(plain), new TextDecoder('gb18030').decode(plain)];
  return texts.some((text) => readings.some((reading) => reading.includes(text)));
}
