import type { AnswerRoom } from '../running/answer-room.ts';
import type { FileChunk } from './file-chunks.ts';

/**
 * Counts each piece of a file among what the process has read and nobody has taken yet, and waits for room before it reads one.
 * Whoever asks for the next piece has taken the last one. Rejects when the signal aborts while it waits.
 */
export async function* chunksInRoom(
  chunks: AsyncIterable<FileChunk>,
  room: AnswerRoom,
  signal: AbortSignal,
): AsyncGenerator<FileChunk, void, void> {
  const iterator = chunks[Symbol.asyncIterator]();
  let expectedBytes: number | undefined;
  try {
    for (;;) {
      const occupied = await room.enter(signal, expectedBytes);
      try {
        const next = await iterator.next();
        if (next.done) return;
        expectedBytes = next.value.body.length;
        occupied.resize(expectedBytes);
        yield next.value;
      } finally {
        occupied.leave();
      }
    }
  } finally {
    await iterator.return?.();
  }
}
