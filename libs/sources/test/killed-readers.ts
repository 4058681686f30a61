import type { Random } from '@exchange/testing';
import type { Chunk, Source } from '../src/port.ts';
import { SourceError } from '../src/source-error.ts';
import { settled, type ClaimStore } from './claim-store.ts';
import type { CuttingProxy } from './cutting-proxy.ts';

/** Where a reader dies: what it had acknowledged may have reached the broker or not, or certainly not. */
const MOMENTS = ['before-claim', 'after-claim', 'after-settle', 'acknowledgement-lost'] as const;
type Moment = (typeof MOMENTS)[number];

const CHUNKS_MAX = 3;

/** Readers of one stream, one after the other, each of which dies at a random moment in one of its first chunks. */
export async function readWithKills(
  open: () => Source,
  proxy: CuttingProxy,
  store: ClaimStore,
  options: { kills: number; random: Random },
): Promise<void> {
  const { kills, random } = options;
  for (let kill = 0; kill < kills; kill++) {
    const moment = MOMENTS[random.below(MOMENTS.length)]!;
    await readAndDie(open(), proxy, store, { moment, chunks: 1 + random.below(CHUNKS_MAX) });
  }
}

async function readAndDie(
  source: Source,
  proxy: CuttingProxy,
  store: ClaimStore,
  death: { moment: Moment; chunks: number },
): Promise<void> {
  const iterator = source.read(store.checkpoint, new AbortController().signal)[Symbol.asyncIterator]();
  let next = iterator.next();
  for (let count = 1; ; count++) {
    const result = await next;
    if (result.done) throw new Error('a queue does not end');
    // As the gateway's reader does, the next chunk is asked for while this one is worked on.
    next = iterator.next();
    next.catch(() => undefined);
    const chunk = result.value;
    const moment = count === death.chunks ? death.moment : null;
    if (moment === 'before-claim') break;
    if (moment === 'acknowledgement-lost') proxy.swallow();
    store.claim(store.checkpoint, chunk);
    if (moment === 'after-claim') break;
    await source.settle(chunk.checkpoint, settled(0));
    if (moment !== null) break;
  }
  proxy.cut();
  await source.close();
  await next.catch((error: unknown) => {
    if (!(error instanceof SourceError)) throw error;
  });
}

/** Reads, claims and settles until so many records are claimed. */
export async function readAll(
  source: Source,
  store: ClaimStore,
  count: number,
  waitMs = 30_000,
): Promise<void> {
  for await (const chunk of source.read(store.checkpoint, AbortSignal.timeout(waitMs))) {
    store.claim(store.checkpoint, chunk);
    await source.settle(chunk.checkpoint, settled(0));
    if (store.texts.length >= count) break;
  }
  await source.close();
}

/** The first chunk that a new read gives, or its end. */
export function firstOf(
  source: Source,
  signal: AbortSignal = new AbortController().signal,
): Promise<IteratorResult<Chunk>> {
  return source.read(null, signal)[Symbol.asyncIterator]().next();
}
