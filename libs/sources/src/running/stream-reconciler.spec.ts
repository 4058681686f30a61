import { ExchangeError, type Json } from '@exchange/contracts';
import type { ComparisonResult } from '../comparison.ts';
import type { Chunk, Source } from '../port.ts';
import { SourceError } from '../source-error.ts';
import { StreamReconciler, type LivePlace } from './stream-reconciler.ts';

const RESULT: ComparisonResult = {
  source: 3,
  exchange: 1,
  missing: 2,
  changed: 0,
  gone: 0,
  adopted: 0,
  refetched: 2,
  withdrawn: 0,
  kept: 0,
  isOverLimit: false,
  hasUnordered: false,
  keys: { missing: [], changed: [], gone: [] },
};

function chunkAt(checkpoint: Json): Chunk {
  return {
    body: Buffer.from(''),
    decode: { format: 'ndjson', charset: 'utf-8' },
    operation: 'upsert',
    checkpoint,
  };
}

/** A source with two missed records, a slice for each; or one whose comparison fails. */
function sourceThat(failure?: Error): Source {
  let given = 0;
  return {
    compare: async () => ({
      async *slice() {
        if (failure) throw failure;
        given += 1;
        yield chunkAt(given);
      },
      get result() {
        return given === 2 ? RESULT : null;
      },
    }),
  } as unknown as Source;
}

function ports(told: string[]) {
  let isAsked = true;
  return {
    begin: async () => {
      const begun = isAsked ? { id: 'run', begunAt: new Date(0), gone: null, isFirst: false } : null;
      isAsked = false;
      return begun;
    },
    done: async ({ id }: { id: string }) => void told.push(`${id} done`),
    failed: async ({ id }: { id: string }, { failed }: { failed: string }) =>
      void told.push(`${id} failed: ${failed}`),
  };
}

function placeOf(source: Source | null, taken: number[], isStopped = false): LivePlace {
  return {
    source,
    position: async () => ({
      checkpoint: null,
      sequence: taken.length,
      unsettled: null,
      failedAttempts: 0,
      lookedAgoMs: 0,
    }),
    take: async (_source, _chunk, sequence) => {
      if (!isStopped) taken.push(sequence);
      return !isStopped;
    },
  };
}

const { signal } = new AbortController();

test('works slice by slice, claims from the live reader’s place, and tells the end', async () => {
  const told: string[] = [];
  const taken: number[] = [];
  const reconciler = new StreamReconciler(ports(told));
  expect(await reconciler.step(placeOf(null, taken), signal)).toBe('needs-look');
  const place = placeOf(sourceThat(), taken);
  expect(await reconciler.step(place, signal)).toBe('worked');
  expect(told).toEqual([]);
  expect(await reconciler.step(place, signal)).toBe('worked');
  expect(taken).toEqual([0, 1]);
  expect(told).toEqual(['run done']);
  expect(await reconciler.step(place, signal)).toBe('idle');
});

test('stops where the live reader has to', async () => {
  const reconciler = new StreamReconciler(ports([]));
  expect(await reconciler.step(placeOf(sourceThat(), [], true), signal)).toBe('stop');
});

test('a lasting failure of the source is told and fails nothing else; a passing one is tried again', async () => {
  const words = { zh: '无权', en: 'not allowed' };
  const told: string[] = [];
  const lasting = placeOf(sourceThat(new SourceError('permission', words)), []);
  expect(await new StreamReconciler(ports(told)).step(lasting, signal)).toBe('idle');
  expect(told).toEqual(['run failed: permission']);
  const passing = placeOf(sourceThat(new SourceError('tcp', words)), []);
  expect(await new StreamReconciler(ports(told)).step(passing, signal)).toBe('idle');
  expect(told).toHaveLength(1);
});

test('what the exchange itself fails with is the reader’s, and leaves the run to be begun anew', async () => {
  const told: string[] = [];
  const lost = new ExchangeError('lease-lost', 'another process reads it', { retryable: true });
  await expect(new StreamReconciler(ports(told)).step(placeOf(sourceThat(lost), []), signal)).rejects.toBe(
    lost,
  );
  expect(told).toEqual([]);
});

test('tells no end when the lease was lost during the last slice', async () => {
  const told: string[] = [];
  const place = placeOf(sourceThat(), []);
  const lost = new ExchangeError('lease-lost', 'another process reads it', { retryable: true });
  let asked = 0;
  // Once for the first slice; for the second one before it and behind it.
  const position: LivePlace['position'] = () => (++asked === 3 ? Promise.reject(lost) : place.position());
  const reconciler = new StreamReconciler(ports(told));
  expect(await reconciler.step({ ...place, position }, signal)).toBe('worked');
  await expect(reconciler.step({ ...place, position }, signal)).rejects.toBe(lost);
  expect(told).toEqual([]);
});
