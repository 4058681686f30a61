import { setTimeout as sleep } from 'node:timers/promises';
import { ExchangeError, type Json } from '@exchange/contracts';
import type { Acceptance } from '@exchange/pipeline';
import type { SourceReaders } from '@exchange/store';
import type { Chunk, Source } from '../port.ts';
import { StreamReader } from './stream-reader.ts';

const CHUNK = {
  body: Buffer.from(''),
  decode: { format: 'json', charset: 'utf-8' },
  operation: 'upsert',
} as const;
const UNREADABLE = { kind: 'unreadable', at: '', detail: { zh: '坏', en: 'broken' } } as const;

/** Holds chunks 1 to `count`; the one that is fetched ahead takes its time, also when nobody wants it any more. */
class SlowSource implements Source {
  reading = 0;
  mostAtOnce = 0;
  settled: Json[] = [];
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  async *read(after: Json | null): AsyncGenerator<Chunk> {
    this.reading += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.reading);
    try {
      for (let place = Number(after ?? 0) + 1; place <= this.#count; place += 1) {
        yield { ...CHUNK, checkpoint: place };
        await sleep(20);
      }
    } finally {
      this.reading -= 1;
    }
  }

  async settle(checkpoint: Json): Promise<boolean> {
    this.settled.push(checkpoint);
    return true;
  }

  async test() {
    return { isOk: true, seen: '' } as const;
  }

  async close(): Promise<void> {}
}

/** Where one reader stands; the real rows are those of the store, which its own tests and the gateway's try. */
function standing(onPosition: (times: number) => void = () => undefined) {
  let at: Json | null = null;
  let times = 0;
  return {
    position: async () => {
      times += 1;
      onPosition(times);
      return { checkpoint: at, sequence: Number(at ?? 0), unsettled: null, failedAttempts: 0 };
    },
    skip: async (_name: unknown, _sequence: number, checkpoint: Json) => void (at = checkpoint),
    looked: async () => undefined,
    finish: async () => undefined,
    failed: async () => undefined,
    release: async () => undefined,
  } as unknown as SourceReaders;
}

async function readAll(source: Source, readers: SourceReaders): Promise<void> {
  const reader = new StreamReader({
    name: { system: 's', stream: 't', lane: 'history' },
    readers,
    schedule: {},
    open: () => source,
    accept: async (): Promise<Acceptance> => UNREADABLE,
    random: () => 0,
    pause: async () => undefined,
  });
  await reader.run(AbortSignal.timeout(5_000));
}

test('a source is never read twice at once, also not where one chunk after the other is put aside', async () => {
  const source = new SlowSource(4);
  await readAll(source, standing());
  expect(source.settled).toEqual([1, 2, 3, 4]);
  expect(source.mostAtOnce).toBe(1);
  expect(source.reading).toBe(0);
});

test('a lease that is lost after a chunk was put aside ends the reader and nothing else', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on('unhandledRejection', note);
  const source = new SlowSource(4);
  const readers = standing((times) => {
    if (times === 2) throw new ExchangeError('lease-lost', 'another process reads it', { retryable: true });
  });
  await readAll(source, readers);
  await sleep(50);
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
  expect(source.settled).toEqual([1]);
  expect(source.reading).toBe(0);
});
