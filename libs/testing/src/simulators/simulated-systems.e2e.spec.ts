import { openTestStore } from '@exchange/testing';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadCatalog } from '@exchange/catalog';
import type { Json } from '@exchange/contracts';
import { decodeBatch, DEFAULT_LIMITS } from '@exchange/decoding';
import { openSource, type Source } from '@exchange/sources';
import {
  migrateStore,
  PostgresProcessedFiles,
  PostgresRequestPaces,
  PostgresRowDigests,
  type Store,
} from '@exchange/store';
import { castOf } from '../city/cast.ts';
import { seededRandom } from '../city/random.ts';
import { StreamStories } from '../city/stream-stories.ts';
import { createTestDatabase, type TestDatabase } from '../test-database.ts';
import { fingerprintOf } from './fingerprint.ts';
import { sampleDocuments } from './sample-documents.ts';
import { SimulatedSystems } from './simulated-systems.ts';

const catalog = await loadCatalog(fileURLToPath(new URL('../../../..', import.meta.url)));
const cast = await castOf(catalog);
const READ_MS_MAX = 20_000;
/** After the last record that was put: time enough for one that comes twice. */
const QUIET_MS = 300;

let database: TestDatabase;
let store: Store;
let systems: SimulatedSystems;
let directory: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateStore(database.url, new Date());
  store = await openTestStore(database.url);
  directory = await mkdtemp(join(tmpdir(), 'simulated-systems-'));
  await chmod(directory, 0o711);
  systems = await SimulatedSystems.start({
    catalog,
    postgresUrl: database.url,
    directory,
    password: 'only-for-tests',
    onFailure: (_server, error) => {
      throw error;
    },
  });
}, 120_000);

afterAll(async () => {
  await systems.stop();
  await store.close();
  await database.drop();
  await rm(directory, { recursive: true });
}, 60_000);

const PULLED = [...catalog.systems].filter(([, { adapter }]) => adapter.source.kind !== 'push');

test('the systems that are read are played, by every wire', () => {
  expect(systems.systems).toEqual(PULLED.map(([system]) => system));
  const kinds = new Set(PULLED.map(([, { adapter }]) => adapter.source.kind));
  expect([...kinds].sort()).toEqual(['file', 'poll', 'queue', 'sql']);
});

for (const [system, { streams }] of PULLED) {
  for (const [stream, entry] of streams) {
    test(`a source reads from ${system}/${stream} what was put there, each record once`, async () => {
      const { documents } = await sampleDocuments(entry);
      const stories = await StreamStories.of(entry, cast, 500);
      const told = [];
      for (let number = 0; number < 10; number += 1)
        told.push(await stories!.next({ random: seededRandom(number), dirtyShare: 0.2, now: new Date() }));
      const { puts } = await systems.plan({ system, stream, entry }, [...documents, ...told]);
      expect(puts.length).toBeGreaterThan(0);
      const reading = new Reading(await open(system, stream));
      for (const put of puts) {
        const isReadFirst = systems.needsReader(system);
        if (!isReadFirst) await put.deliver();
        const read = reading.take(put.expected.length, put.ignored);
        if (isReadFirst) await put.deliver();
        expect((await read).sort()).toEqual([...put.expected].sort());
      }
      await reading.end();
    }, 60_000);
  }
}

async function open(system: string, stream: string): Promise<Source> {
  return openSource({
    system,
    stream,
    entry: catalog.systems.get(system)!.streams.get(stream)!,
    connection: await systems.connectionOf(system),
    memory: {
      processedFiles: new PostgresProcessedFiles(store),
      rowDigests: new PostgresRowDigests(store),
      requestPaces: new PostgresRequestPaces(store.pool),
      spoolDirectory: tmpdir(),
    },
  });
}

/** Reads a source as the gateway does, and gives the fingerprints of what came. */
class Reading {
  readonly #source: Source;
  #checkpoint: Json | null = null;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Reads on until so many have come, and a little longer. */
  async take(count: number, ignored: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    const stopping = new AbortController();
    let timer = setTimeout(() => stopping.abort(), READ_MS_MAX);
    const stopSoon = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => stopping.abort(), QUIET_MS);
    };
    if (count === 0) stopSoon();
    while (!stopping.signal.aborted) {
      try {
        for await (const chunk of this.#source.read(this.#checkpoint, stopping.signal)) {
          const batch = decodeBatch(chunk.body, chunk.decode, DEFAULT_LIMITS);
          if (batch.kind === 'records')
            found.push(...batch.records.map((record) => fingerprintOf(record, ignored)));
          this.#checkpoint = chunk.checkpoint;
          await this.#source.settle(chunk.checkpoint, settlementOf(batch));
          if (found.length >= count) stopSoon();
        }
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      }
      await sleep(50);
    }
    clearTimeout(timer);
    return found;
  }

  end(): Promise<void> {
    return this.#source.close();
  }
}

function settlementOf(batch: ReturnType<typeof decodeBatch>): Parameters<Source['settle']>[1] {
  if (batch.kind === 'unreadable') return { kind: 'unreadable', at: batch.at, detail: batch.detail };
  const records = batch.records.length;
  const outcome = { records, accepted: records, quarantined: 0, events: records, reports: [] };
  return { kind: 'done', receiptId: '018f3f4e-0000-7000-8000-000000000001', outcome };
}
