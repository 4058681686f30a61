import { setTimeout as sleep } from 'node:timers/promises';
import { AnswerRoom } from '../running/answer-room.ts';
import { chunksInRoom } from './chunks-in-room.ts';
import type { FileChunk } from './file-chunks.ts';

const signal = (): AbortSignal => AbortSignal.timeout(5_000);

/** Pieces of a megabyte, and how many were read. */
function file() {
  const state = { read: 0, isClosed: false };
  async function* chunks(): AsyncGenerator<FileChunk> {
    try {
      for (; ; state.read++) {
        const decode = { format: 'csv', charset: 'utf-8' } as const;
        yield { body: Buffer.alloc(1_048_576), decode, at: { offset: 0, line: 1 }, isLast: false };
      }
    } finally {
      state.isClosed = true;
    }
  }
  return { state, chunks: chunks() };
}

test('a file is not read on while the process holds too much that nobody has taken, and then it is', async () => {
  const room = new AnswerRoom(1_500_000);
  const [one, other] = [file(), file()];
  const ofOne = chunksInRoom(one.chunks, room, signal());
  const ofOther = chunksInRoom(other.chunks, room, signal());
  await ofOne.next();
  const waiting = ofOther.next();
  await sleep(100);
  expect(other.state.read).toBe(0);
  await ofOne.return();
  expect((await waiting).done).toBe(false);
  await ofOther.next();
  expect(other.state.read).toBe(1);
  await ofOther.return();
  expect([one.state.isClosed, other.state.isClosed]).toEqual([true, true]);
});

test('a reader that is stopped while it waits for room lets its file go', async () => {
  const room = new AnswerRoom(10);
  await room.enter(signal(), 10);
  const { state, chunks } = file();
  await expect(chunksInRoom(chunks, room, AbortSignal.timeout(20)).next()).rejects.toThrow();
  expect(state.read).toBe(0);
});
