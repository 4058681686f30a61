import type { Json } from '@exchange/contracts';
import {
  describeSourceConformance,
  RestProvider,
  restProviderSettings,
  type SourceRow,
  type SourceWorld,
} from '@exchange/testing';
import type { PollConnection } from '../src/poll/poll-connection.ts';
import { openPollSource } from '../src/poll/poll-source.ts';
import type { PollSettings } from '../src/poll/poll-settings.ts';
import { SourceError } from '../src/source-error.ts';
import { pacesInMemory } from './paces-in-memory.ts';
import type { Source } from '../src/port.ts';

const PASSWORD = 'only-for-tests';

const settings: PollSettings = restProviderSettings({
  pageRecords: 300,
  overlapSeconds: 5,
  start: new Date(Date.now() - 3_600_000).toISOString(),
});

const wordOf = ({ key, text, marking = '公开' }: SourceRow) => ({ id: key, nr: text, mj: marking });

function open(provider: RestProvider, more: Partial<PollConnection> = {}): Source {
  return openPollSource({
    settings,
    connection: { ...(provider.connection as unknown as PollConnection), ...more },
    stream: { system: 'hotline', stream: 'orders' },
    memory: { requestPaces: pacesInMemory() },
    charset: 'utf-8',
    records: '/data/list',
    now: () => new Date(),
  });
}

describeSourceConformance('a REST interface with token, window and pages', async (): Promise<SourceWorld> => {
  const provider = new RestProvider({ user: 'wujin', password: PASSWORD });
  await provider.start();
  return {
    open: () => open(provider),
    openWithWrongCredentials: () => open(provider, { values: { sign: 'WRONG' } }),
    put: async (rows) => rows.forEach((row) => provider.put(wordOf(row))),
    putWithBrokenRecord: async (before, after) => {
      for (const row of before) provider.put(wordOf(row));
      provider.put('not an object');
      for (const row of after) provider.put(wordOf(row));
    },
    rowOf: (value) => ({ key: String(value['id']), text: String(value['nr']) }),
    isReplayable: true,
    stopServer: () => provider.stop(),
    startServer: () => provider.start(),
    end: () => provider.stop(),
  };
});

test('takes a new token when the old one ended early', async () => {
  const provider = new RestProvider({ user: 'wujin', password: PASSWORD });
  provider.tokenMs = 40;
  await provider.start();
  for (let index = 0; index < 700; index += 1) provider.put({ id: `K${index}`, nr: 'x', mj: '公开' });
  const source = open(provider);
  let chunks = 0;
  for await (const _ of source.read(null, AbortSignal.timeout(10_000))) {
    chunks += 1;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  expect(chunks).toBe(3);
  await source.close();
  await provider.stop();
});

test('a record that goes from A to B and back to A is taken three times', async () => {
  const provider = new RestProvider({ user: 'wujin', password: PASSWORD });
  await provider.start();
  const taken: string[] = [];
  let checkpoint: Json | null = null;
  for (const text of ['A', 'B', 'A']) {
    // The interface shows the record as it stands, not its history.
    provider.replace({ id: 'K1', nr: text, mj: '公开' });
    const source = open(provider);
    for await (const chunk of source.read(checkpoint, AbortSignal.timeout(5_000))) {
      checkpoint = chunk.checkpoint;
      taken.push(...(JSON.parse(chunk.body.toString()) as Array<{ nr: string }>).map(({ nr }) => nr));
    }
    await source.close();
  }
  expect(taken).toEqual(['A', 'B', 'A']);
  await provider.stop();
});

test('says how long the provider wants to be left alone, and keeps below its limit when it is told', async () => {
  const provider = new RestProvider({ user: 'wujin', password: PASSWORD, requestsPerMinuteMax: 1 });
  await provider.start();
  const source = open(provider);
  const asking = source.read(null, AbortSignal.timeout(5_000))[Symbol.asyncIterator]().next();
  const error = await asking.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SourceError);
  expect(error).toMatchObject({ failed: 'protocol', isLasting: false, retryAfterMs: 1_000 });
  await source.close();
  await provider.stop();
});

test('streams of one system keep below its provider’s limit together', async () => {
  const provider = new RestProvider({ user: 'wujin', password: PASSWORD });
  await provider.start();
  for (let index = 0; index < 1_500; index += 1) provider.put({ id: `K${index}`, nr: 'x', mj: '公开' });
  const requestPaces = pacesInMemory();
  const streams = ['orders', 'calls'].map((stream) =>
    openPollSource({
      settings: { ...settings, requestsPerMinuteMax: 600 },
      connection: provider.connection as unknown as PollConnection,
      stream: { system: 'hotline', stream },
      memory: { requestPaces },
      charset: 'utf-8',
      records: '/data/list',
      now: () => new Date(),
    }),
  );
  const began = performance.now();
  await Promise.all(
    streams.map(async (source) => {
      for await (const _ of source.read(null, AbortSignal.timeout(15_000))) continue;
      await source.close();
    }),
  );
  // A token and five pages each; the first one need not wait.
  expect(provider.requests).toBe(12);
  expect(performance.now() - began).toBeGreaterThan(11 * 100);
  await provider.stop();
}, 20_000);

test.each([
  ['dns', 'http://no-such-host.invalid/open'],
  ['tcp', 'http://127.0.0.1:9/open'],
])('tells %s apart', async (failed, baseUrl) => {
  const source = openPollSource({
    settings,
    connection: { baseUrl, values: { sign: 'x' }, user: 'x' },
    stream: { system: 'hotline', stream: 'orders' },
    memory: { requestPaces: pacesInMemory() },
    charset: 'utf-8',
    now: () => new Date(),
  });
  expect(await source.test()).toMatchObject({ isOk: false, failed });
  await source.close();
});
