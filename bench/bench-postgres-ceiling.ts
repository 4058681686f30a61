import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@exchange/testing';
import pg from 'pg';
import type { Figure } from './figures.ts';
import { BATCH_RECORDS, benchRecord } from './workload.ts';

const CONNECTIONS = 4;
const SECONDS = 6;

/** The ceiling of everything on PostgreSQL: a bare durable `unnest` insert of the same values. */
export async function benchPostgresCeiling(): Promise<Figure> {
  const directory = await mkdtemp(join(tmpdir(), 'exchange-bench-'));
  const postgres = await startEmbeddedPostgres({ directory, persistent: false });
  const pool = new pg.Pool({ connectionString: postgres.url, max: CONNECTIONS });
  // A connection that is ended together with its server may still say so.
  pool.on('error', () => undefined);
  try {
    await pool.query(
      'CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text, value text)',
    );
    const keys = Array.from({ length: BATCH_RECORDS }, (_, index) => String(index));
    const values = keys.map((key) => JSON.stringify(benchRecord(Number(key))));
    const end = performance.now() + SECONDS * 1000;
    let inserted = 0;
    const insert = async (): Promise<void> => {
      while (performance.now() < end) {
        await pool.query('INSERT INTO bare (key, value) SELECT * FROM unnest($1::text[], $2::text[])', [
          keys,
          values,
        ]);
        inserted += BATCH_RECORDS;
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, insert));
    return {
      name: 'ceiling: bare unnest insert',
      value: inserted / SECONDS,
      unit: 'records/s',
      how: `${CONNECTIONS} connections, batches of ${BATCH_RECORDS}, fsync on`,
    };
  } finally {
    await pool.end();
    await postgres.stop();
  }
}
