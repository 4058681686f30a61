import type { Json, Operation } from '@exchange/contracts';
import type { Chunk } from '../../port.ts';

/** A body stays below what one receipt may hold. */
export const CHUNK_CHARACTERS_MAX = 2_500_000;

/** Lines of NDJSON → a chunk. */
export function rowChunk(lines: readonly string[], checkpoint: Json, operation: Operation = 'upsert'): Chunk {
  return {
    body: Buffer.from(`${lines.join('\n')}\n`),
    decode: { format: 'ndjson', charset: 'utf-8' },
    operation,
    checkpoint,
  };
}
