import { setTimeout as sleep } from 'node:timers/promises';
import { ExchangeError, type Json } from '@exchange/contracts';
import type { Acceptance } from '@exchange/pipeline';
import type { SourceReaders } from '@exchange/store';
import type { Chunk, Settlement, Source } from '../port.ts';
import { StreamReader, type StreamReaderPorts } from './stream-reader.ts';

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
  told: string[] = [];
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

  async settle(checkpoint: Json, { kind }: Settlement): Promise<boolean> {
    this.settled.push(checkpoint);
    this.told.push(kind);
    return true;
  }

  async test() {
    return { isOk: true, seen: '' } as const;
  }

  async close(): Promise<void> {}
}

/** Where one reader stands; the real rows are those of the store, which its own tests and the gateway's try. */
function standing(
  onPosition: (times: number) => void = () => undefined,
  { lookedAgoMs = null, unsettled = null }: { lookedAgoMs?: number | null; unsettled?: string | null } = {},
) {
  let at: Json | null = null;
  let agoMs = lookedAgoMs;
  let times = 0;
  return {
    position: async () => {
      times += 1;
      onPosition(times);
      return { checkpoint: at, sequence: Number(at ?? 0), unsettled, failedAttempts: 0, lookedAgoMs: agoMs };
    },
    skip: async (_name: unknown, _sequence: number, checkpoint: Json) => void (at = checkpoint),
    looked: async () => void (agoMs = 0),
    recovered: async () => undefined,
    outcome: async () => 'gone',
    settled: async () => undefined,
    finish: async () => undefined,
    failed: async () => undefined,
    release: async () => undefined,
  } as unknown as SourceReaders;
}

async function readAll(
  source: Source,
  readers: SourceReaders,
  acceptance: Acceptance = UNREADABLE,
  more: Partial<StreamReaderPorts> = {},
): Promise<void> {
  const reader = new StreamReader({
    name: { system: 's', stream: 't', lane: 'history' },
    readers,
    schedule: {},
    open: () => source,
    accept: async () => acceptance,
    random: () => 0,
    pause: async () => undefined,
    ...more,
  });
  await reader.run(AbortSignal.timeout(1_500));
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
    if (times === 3) throw new ExchangeError('lease-lost', 'another process reads it', { retryable: true });
  });
  await readAll(source, readers);
  await sleep(50);
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
  expect(source.settled).toEqual([1]);
  expect(source.reading).toBe(0);
});

test('a stream that is closed ends the reader at once, which is no failure, and the lease is given back', async () => {
  const source = new SlowSource(4);
  const readers = standing();
  const calls: string[] = [];
  readers.failed = async () => void calls.push('failed');
  readers.release = async () => void calls.push('released');
  const closure = { because: 'maintenance', untilTime: null, reason: null } as const;
  await readAll(source, readers, { kind: 'closed', closure });
  expect(calls).toEqual(['released']);
  expect(source.settled).toEqual([]);
  expect(source.reading).toBe(0);
});

test.each<[string, number | null, Json[]]>([
  ['never yet', null, [1]],
  ['before a look that was missed', 25 * 3_600_000, [1]],
  ['just now', 1_000, []],
])(
  'a daily source that was last read %s is read when it is due, not when its reader starts',
  async (_, agoMs, settled) => {
    const source = new SlowSource(1);
    const minute = new Date(Date.now() - 3_600_000 + 8 * 3_600_000).toISOString().slice(11, 16).split(':');
    const schedule = { cron: `${Number(minute[1])} ${Number(minute[0])} * * *` };
    await readAll(source, standing(undefined, { lookedAgoMs: agoMs }), UNREADABLE, { schedule });
    expect(source.settled).toEqual(settled);
  },
);

test('a receipt that is past its retention keeps no source waiting', async () => {
  const source = new SlowSource(0);
  const notices: string[] = [];
  await readAll(source, standing(undefined, { unsettled: 'r1' }), UNREADABLE, {
    onNotice: (kind) => notices.push(kind),
  });
  expect(source.told).toContain('forgotten');
  expect(notices[0]).toBe('receipt-forgotten');
});

test('a source that waits for something to come is known to be up to date', async () => {
  const readers = standing();
  let looks = 0;
  readers.looked = async () => void (looks += 1);
  const source = new SlowSource(0);
  source.read = async function* (_, signal?: AbortSignal): AsyncGenerator<Chunk> {
    onUpToDate();
    await new Promise((resolve) => signal!.addEventListener('abort', resolve, { once: true }));
    yield* [];
  };
  let onUpToDate = (): void => undefined;
  await readAll(source, readers, UNREADABLE, {
    open: (told) => {
      onUpToDate = told;
      return source;
    },
  });
  expect(looks).toBe(1);
});
