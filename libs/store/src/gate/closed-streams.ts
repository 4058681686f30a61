import type { Closure } from '@exchange/pipeline';
import type pg from 'pg';
import type { StreamName } from '../registration/stream-name.ts';
import { withStoreErrors } from '../store-error.ts';
import { toClosure, type GateRow } from './gate-row.ts';

/** Streams that are registered and take nothing now, or what is sent on trial alone. */
export async function closedStreams(
  pool: pg.Pool,
): Promise<ReadonlyArray<StreamName & { readonly closure: Closure }>> {
  const { rows } = await withStoreErrors(() =>
    pool.query<StreamName & { gate: GateRow }>({
      name: 'closed-streams',
      text: `SELECT system, stream, to_jsonb(g) AS gate FROM exchange.gate g WHERE because IS NOT NULL`,
    }),
  );
  return rows.map(({ system, stream, gate }) => ({ system, stream, closure: toClosure(gate)! }));
}
