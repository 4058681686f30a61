import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadCatalog } from '@exchange/catalog';
import { localSealer, openStore, SourceConnections } from '@exchange/store';
import {
  seededRandom,
  SimulatedSystems,
  startEmbeddedPostgres,
  variantsOf,
  type PlayedStream,
  type Random,
} from '@exchange/testing';
import { Stoppers } from '../demo/stoppers.ts';
import { Progress, say } from '../demo/terminal.ts';
import type { SimulateOptions } from './config.ts';

const TICK_MS = 1_000;

/**
 * Plays the systems that a running gateway reads: sets their connections, and puts records into them at a steady rate until it
 * is stopped. The same seed gives the same records.
 */
export async function runSimulation(options: SimulateOptions, stop: AbortSignal): Promise<void> {
  const stoppers = new Stoppers();
  try {
    const { systems, streams } = await start(options, stoppers);
    const random = seededRandom(options.seed);
    const progress = new Progress('已放入 put');
    const ends = options.seconds === null ? Infinity : performance.now() + options.seconds * 1_000;
    let put = 0;
    let owed = 0;
    while (!stop.aborted && performance.now() < ends) {
      owed += (options.rate * TICK_MS) / 1_000;
      for (; owed >= 1 && !stop.aborted; owed -= 1) {
        await putOne(systems, random.pick(streams), put, options, random);
        put += 1;
      }
      progress.show(String(put));
      await sleep(TICK_MS, undefined, { signal: stop }).catch(() => undefined);
    }
    progress.end(`${put} 条 records`);
  } finally {
    await stoppers.run();
  }
}

async function start(
  options: SimulateOptions,
  stoppers: Stoppers,
): Promise<{ systems: SimulatedSystems; streams: readonly PlayedStream[] }> {
  const catalog = await loadCatalog(options.catalogDirectory);
  const directory = await mkdtemp(join(tmpdir(), 'exchange-systems-'));
  stoppers.add('folders', () => rm(directory, { recursive: true, force: true }));
  let postgresUrl = options.systemsUrl;
  if (postgresUrl === null) {
    const postgres = await startEmbeddedPostgres({
      directory: join(directory, 'postgres'),
      persistent: false,
    });
    stoppers.add('PostgreSQL', () => postgres.stop());
    postgresUrl = postgres.url;
  }
  const systems = await SimulatedSystems.start({
    catalog,
    postgresUrl,
    password: randomBytes(12).toString('hex'),
    folderOf: async (system) => {
      const folder = join(directory, system);
      await mkdir(folder, { recursive: true });
      return { directory: folder, connection: { kind: 'folder', directory: folder } };
    },
  });
  stoppers.add('systems', () => systems.stop());
  const wanted = systems.systems.filter((system) => options.systems?.includes(system) ?? true);
  const unknown = options.systems?.filter((system) => !wanted.includes(system)) ?? [];
  if (unknown.length > 0) say(`未读取的系统：${unknown.join('、')}`, `not read: ${unknown.join(', ')}`);
  const streams = wanted.flatMap((system) => systems.streamsOf(system));
  for (const stream of streams) await open(systems, stream, options);
  await connect(options, systems, wanted, stoppers);
  return { systems, streams: streams.filter(({ entry }) => entry.source.format !== 'xlsx') };
}

/** A table has its columns from the first records that it is told of; nothing is put yet. */
async function open(
  systems: SimulatedSystems,
  stream: PlayedStream,
  options: SimulateOptions,
): Promise<void> {
  const documents = await variantsOf(stream.entry, {
    random: seededRandom(options.seed),
    from: 0,
    count: 1,
    dirtyShare: 0,
    now: new Date(),
  });
  await systems.plan(stream, documents);
}

async function connect(
  { databaseUrl, sealingKey }: SimulateOptions,
  systems: SimulatedSystems,
  wanted: readonly string[],
  stoppers: Stoppers,
): Promise<void> {
  const store = await openStore({
    url: databaseUrl,
    applicationName: 'simulate',
    connectionsMax: 2,
    onIdleError: () => undefined,
  });
  stoppers.add('store', () => store.close());
  const connections = new SourceConnections(store, localSealer(Buffer.from(sealingKey, 'base64')));
  for (const system of wanted) {
    await connections.set(system, await systems.connectionOf(system), 'simulate');
    const standIn = systems.standInOf(system);
    say(`已连接 ${system}`, `connected ${system}${standIn === null ? '' : ` (${standIn})`}`);
  }
}

async function putOne(
  systems: SimulatedSystems,
  stream: PlayedStream,
  number: number,
  { dirty }: SimulateOptions,
  random: Random,
): Promise<void> {
  const documents = await variantsOf(stream.entry, {
    random,
    from: 1_000 + number,
    count: 1,
    dirtyShare: dirty,
    now: new Date(),
  });
  const { puts } = await systems.plan(stream, documents);
  for (const { deliver } of puts) await deliver();
}
