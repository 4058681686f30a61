import type pg from 'pg';
import { byOneProcess } from './by-one-process.ts';

/** Deletes what is older than it has to be kept. */
export interface Sweep {
  /** Of what: `platform.record_history`. One process at a time sweeps under a name. */
  readonly name: string;
  /** A DELETE of at most $1 rows. */
  readonly text: string;
  /** Parameters from $2 on. */
  readonly values: readonly unknown[];
}

/** Rows of one transaction: short enough for others that want the same rows to wait for. */
const BATCH_ROWS = 5_000;

/**
 * Runs a sweep in batches, each committed by itself, until one of them is not full. Resolves with the number of rows that are
 * gone; does nothing while another process sweeps the same.
 */
export async function sweep(
  pool: pg.Pool,
  { name, text, values }: Sweep,
  {
    batchRows = BATCH_ROWS,
    isStopping = () => false,
  }: { batchRows?: number; isStopping?: () => boolean } = {},
): Promise<number> {
  let gone = 0;
  while (!isStopping()) {
    const swept = await byOneProcess(pool, `sweep ${name}`, (client) =>
      client.query(text, [batchRows, ...values]),
    );
    const rows = swept?.rowCount ?? 0;
    gone += rows;
    if (rows < batchRows) return gone;
  }
  return gone;
}
