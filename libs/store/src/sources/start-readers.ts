import type { Json } from '@exchange/contracts';
import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import { withStoreErrors } from '../store-error.ts';

/**
 * Puts the live readers of a system's streams at a place from which they begin to read, where they have read nothing yet.
 * Resolves with the streams whose reader was put there; the others are left where they stand.
 */
export async function startReadersAt(
  store: Store,
  system: string,
  checkpoints: ReadonlyMap<string, Json>,
  by: string,
): Promise<string[]> {
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      const begun: string[] = [];
      for (const [stream, checkpoint] of checkpoints) {
        // The sequence moves on: who already reads from the beginning claims nothing from there.
        const [reader] = await manager.query<unknown[]>(
          `INSERT INTO exchange.source_reader AS r (system, stream, lane, checkpoint, sequence) VALUES ($1, $2, 'live', $3, 1)
           ON CONFLICT (system, stream, lane) DO UPDATE SET checkpoint = excluded.checkpoint, sequence = 1
           WHERE r.sequence = 0 RETURNING 1`,
          [system, stream, JSON.stringify(checkpoint)],
        );
        if (!reader) continue;
        begun.push(stream);
        await recordAudit(manager, {
          actor: by,
          action: 'source.start-now',
          object: `${system}/${stream}`,
          before: null,
          after: null,
        });
      }
      return begun;
    }),
  );
}
