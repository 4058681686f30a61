import type { Json } from '@exchange/contracts';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../audit.ts';

/**
 * Puts the live readers of a system's streams at a place from which they begin to read, where they have claimed nothing yet.
 * Resolves with the streams whose reader was put there; the others are left where they stand.
 */
export async function putReadersAt(
  manager: EntityManager,
  system: string,
  checkpoints: ReadonlyMap<string, Json>,
  by: string,
): Promise<string[]> {
  const begun: string[] = [];
  for (const [stream, checkpoint] of checkpoints) {
    // The sequence moves on: who already reads from another place claims nothing from there.
    const [reader] = await manager.query<unknown[]>(
      `INSERT INTO exchange.source_reader AS r (system, stream, lane, checkpoint, sequence) VALUES ($1, $2, 'live', $3, 1)
       ON CONFLICT (system, stream, lane) DO UPDATE SET checkpoint = excluded.checkpoint, sequence = r.sequence + 1
       WHERE r.claimed_at IS NULL RETURNING 1`,
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
}
