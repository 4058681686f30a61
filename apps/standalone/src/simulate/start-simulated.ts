import { loadCatalog, type Catalog } from '@exchange/catalog';
import { localSealer, openStore, SourceConnections } from '@exchange/store';
import { SimulatedSystems, type LedgerSources } from '@exchange/testing';
import { openLog } from '../demo/apps.ts';
import type { Stoppers } from '../demo/stoppers.ts';
import { say } from '../demo/terminal.ts';
import { systemStories, type TellingStream } from '../systems/system-stories.ts';
import { issueVendorKeys, type VendorKey } from '../systems/vendor-keys.ts';
import { wireNameOf } from '../systems/wire-name.ts';
import type { SimulateOptions } from './config.ts';
import { startOwnServers } from './own-servers.ts';
import { forgetSystems } from './readers-anew.ts';

/** Systems that are played, and the exchange that they send to. */
export interface Simulated {
  readonly catalog: Catalog;
  readonly systems: SimulatedSystems;
  readonly keys: ReadonlyMap<string, VendorKey>;
  readonly streams: readonly TellingStream[];
  readonly sources: LedgerSources;
  /** Of each stream (`system/stream`), as the exchange said last. */
  readonly recordsRead: Map<string, number>;
}

const DAY_MS = 86_400_000;
/** Behind those of the demo; another seed tells others. */
const FIRST_STORY = 1_000;
const STORIES_OF_A_SEED = 1_000;
const SEEDS = 200;

export async function startSimulated(options: SimulateOptions, stoppers: Stoppers): Promise<Simulated> {
  const { exchange, catalogDirectory, systemsUrl, seed } = options;
  const catalog = await loadCatalog(catalogDirectory);
  const store = await openStore({
    url: exchange.databaseUrl,
    applicationName: 'simulate',
    connectionsMax: 4,
    onIdleError: () => undefined,
  });
  stoppers.add('store', () => store.close());
  const log = openLog(exchange.eventLogEnv, exchange.databaseUrl, 'simulate');
  stoppers.add('event log', () => log.close());
  const wanted = [...catalog.systems.keys()].filter((system) => options.systems?.includes(system) ?? true);
  const unknown = options.systems?.filter((system) => !catalog.systems.has(system)) ?? [];
  if (unknown.length > 0)
    say(`没有这些系统：${unknown.join('、')}`, `no such systems: ${unknown.join(', ')}`);
  say('启动各系统 …', 'starting the systems');
  const systems = await startOwnServers(catalog, systemsUrl, stoppers);
  const sealer = localSealer(Buffer.from(exchange.sealingKey, 'base64'));
  const keys = await issueVendorKeys(
    store,
    sealer,
    wanted.filter((system) => !systems.systems.includes(system)),
    { by: 'simulate', expiresAt: new Date(Date.now() + DAY_MS) },
  );
  const first = FIRST_STORY + (seed % SEEDS) * STORIES_OF_A_SEED;
  const streams = await systemStories(catalog, wanted, first);
  const connections = new SourceConnections(store, sealer);
  const read = wanted.filter((system) => systems.systems.includes(system));
  await forgetSystems(store, connections, read);
  const { rows } = await store.pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  for (const system of wanted) {
    const isRead = read.includes(system);
    if (isRead) {
      await openTables(
        systems,
        streams.filter((stream) => stream.system === system),
      );
      stoppers.add(system, () => connections.remove(system, 'simulate'));
      await connections.set(system, await systems.connectionOf(system), 'simulate');
    }
    const wire = wireNameOf(
      system,
      catalog.systems.get(system)!,
      isRead ? await systems.playedBy(system) : null,
    );
    process.stdout.write(`  ${system}  ${wire}\n`);
  }
  const topics = [...catalog.subjects.values()].map(({ topic }) => topic);
  const sources = { log, topics, pool: store.pool, since: rows[0]!.now };
  return { catalog, systems, keys, streams, sources, recordsRead: new Map() };
}

/** A table has its columns from the records that it is told of first, and must be there when it is looked at; nothing is put yet. */
async function openTables(systems: SimulatedSystems, streams: readonly TellingStream[]): Promise<void> {
  for (const stream of streams) await systems.plan(stream, await stream.stories.examples(new Date()));
}
