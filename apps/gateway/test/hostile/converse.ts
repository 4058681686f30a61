import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { readAnswers, type Answer } from './read-answers.ts';
import type { Step } from './hostile-case.ts';

export interface Conversation {
  readonly answers: readonly Answer[];
  /** Bytes after the last whole answer. */
  readonly rest: Buffer;
  readonly ms: number;
}

/** How long an answer is waited for. */
export const ANSWER_MS_MAX = 20_000;
/** After the last expected answer a further one, which must not come, is waited for so long. */
const SURPLUS_MS = 60;

/** Plays the steps on a connection of their own and collects what comes back until it is closed or nothing more is due. */
export async function converse(
  port: number,
  steps: readonly Step[],
  due: { readonly answers: number; readonly isHead: boolean },
): Promise<Conversation> {
  const startedAt = performance.now();
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const received: Buffer[] = [];
  const answersNow = (): ReturnType<typeof readAnswers> => readAnswers(Buffer.concat(received), due.isHead);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // What the gateway tore down shows in what it answered before.
  socket.on('error', () => undefined);
  socket.on('end', () => socket.end());
  let complete: () => void = () => undefined;
  const completed = new Promise<void>((resolve) => (complete = resolve));
  socket.on('data', (bytes: Buffer) => {
    received.push(bytes);
    if (due.answers > 0 && answersNow().answers.length >= due.answers) complete();
  });
  await Promise.race([play(socket, steps), closed]);
  const timer = new AbortController();
  await Promise.race([
    closed,
    completed.then(() => Promise.race([closed, sleep(SURPLUS_MS)])),
    sleep(ANSWER_MS_MAX, undefined, { signal: timer.signal }).catch(() => undefined),
  ]);
  timer.abort();
  socket.destroy();
  return { ...answersNow(), ms: performance.now() - startedAt };
}

async function play(socket: Socket, steps: readonly Step[]): Promise<void> {
  await once(socket, 'connect').catch(() => undefined);
  for (const step of steps) {
    if (socket.destroyed) return;
    if ('waitMs' in step) await sleep(step.waitMs);
    else if ('deaf' in step) socket.pause();
    else if ('finish' in step) socket.end();
    else if ('reset' in step) socket.resetAndDestroy();
    else await write(socket, step.write);
  }
  socket.resume();
}

/** Resolves when the kernel has taken the bytes, or will take no more. */
async function write(socket: Socket, bytes: Buffer | string): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.once('close', resolve);
    socket.write(bytes, () => {
      socket.off('close', resolve);
      resolve();
    });
  });
}
