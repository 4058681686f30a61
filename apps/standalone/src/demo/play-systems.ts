import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog } from '@exchange/catalog';
import { localSealer, SourceConnections, type Store } from '@exchange/store';
import {
  documentFrom,
  sampleDocuments,
  seededRandom,
  SimulatedSystems,
  variantsOf,
  type Ledger,
  type LeftOutReason,
  type PlannedPut,
  type PlayedStream,
  type SystemDocument,
  type VendorBatch,
} from '@exchange/testing';
import type { DemoOptions } from '../config.ts';
import type { Infrastructure } from './infrastructure.ts';
import { untilStreamRead } from './readers.ts';
import type { Stoppers } from './stoppers.ts';
import { Progress } from './terminal.ts';

export interface Playing {
  readonly options: DemoOptions;
  readonly store: Store;
  readonly infrastructure: Infrastructure;
  readonly ledger: Ledger;
  readonly stop: AbortSignal;
}

/** What the playing of a system came to, besides what the ledger holds. */
export interface PlayedSystem {
  readonly standIn: string | null;
  readonly leftOut: ReadonlyMap<LeftOutReason | 'marked', number>;
}

const VARIANTS = 60;
const DIRTY_SHARE = 0.05;

/** Starts the simulators of the systems that the gateway reads. */
export async function startSystems(
  catalog: Catalog,
  { databaseUrl, systemsDirectory }: Infrastructure,
  stoppers: Stoppers,
): Promise<SimulatedSystems> {
  const systems = await SimulatedSystems.start({
    catalog,
    postgresUrl: databaseUrl,
    password: randomBytes(12).toString('hex'),
    folderOf: async (system) => {
      const directory = join(systemsDirectory, system);
      await mkdir(directory, { recursive: true });
      return { directory, connection: { kind: 'folder', directory } };
    },
  });
  stoppers.add('simulated systems', () => systems.stop());
  return systems;
}

/**
 * Puts every sample, more records like it and their part of the city's traffic into the systems that the gateway reads, and
 * connects them. Each system by itself: a slow one holds up no other.
 */
export async function playSystems(
  playing: Playing,
  systems: SimulatedSystems,
  city: readonly VendorBatch[],
): Promise<ReadonlyMap<string, PlayedSystem>> {
  const progress = new Progress('被读取的系统 systems that are read');
  const played = new Map<string, PlayedSystem>();
  await Promise.all(
    systems.systems.map(async (system) => {
      played.set(system, await playSystem(playing, systems, system, city));
      progress.show(`${played.size}/${systems.systems.length}`);
    }),
  );
  const records = playing.ledger.puts.reduce((sum, { expected }) => sum + expected.length, 0);
  progress.end(`${played.size} 个系统 systems, ${records} 条 records`);
  return played;
}

async function playSystem(
  playing: Playing,
  systems: SimulatedSystems,
  system: string,
  city: readonly VendorBatch[],
): Promise<PlayedSystem> {
  const { store, infrastructure, ledger, stop } = playing;
  const leftOut = new Map<LeftOutReason | 'marked', number>();
  const count = (reason: LeftOutReason | 'marked', records: number): void => {
    if (records > 0) leftOut.set(reason, (leftOut.get(reason) ?? 0) + records);
  };
  const plans: Array<{ stream: PlayedStream; puts: readonly PlannedPut[] }> = [];
  for (const stream of systems.streamsOf(system)) {
    const { documents, marked } = await documentsFor(stream, playing.options.seed, city);
    const plan = await systems.plan(stream, documents);
    count('marked', marked);
    for (const [reason, records] of plan.leftOut) count(reason, records);
    plans.push({ stream, puts: plan.puts });
  }
  const sealer = localSealer(Buffer.from(infrastructure.sealingKey, 'base64'));
  const connect = async (): Promise<void> =>
    new SourceConnections(store, sealer).set(system, await systems.connectionOf(system), 'demo');
  if (systems.needsReader(system)) await connect();
  await Promise.all(plans.map(({ stream, puts }) => putInto(playing, stream, puts.slice(0, 1))));
  if (!systems.needsReader(system)) await connect();
  await Promise.all(
    plans.map(async ({ stream, puts }) => {
      for (const put of puts.slice(1)) {
        await untilStreamRead(ledger, stream, store, stop);
        await putInto(playing, stream, [put]);
      }
    }),
  );
  return { standIn: systems.standInOf(system), leftOut };
}

async function documentsFor(
  { system, stream, entry }: PlayedStream,
  seed: number,
  city: readonly VendorBatch[],
): Promise<{ documents: SystemDocument[]; marked: number }> {
  const { documents, marked } = await sampleDocuments(entry);
  const variants = await variantsOf(entry, {
    random: seededRandom(seed),
    from: 1_000,
    count: VARIANTS,
    dirtyShare: DIRTY_SHARE,
    now: new Date(),
  });
  const stories = city.filter((batch) => batch.system === system && batch.stream === stream);
  const made = await Promise.all(stories.map(({ body }) => documentFrom(entry, body)));
  return { documents: [...documents, ...variants, ...made], marked };
}

async function putInto(
  { ledger }: Playing,
  { system, stream }: PlayedStream,
  puts: readonly PlannedPut[],
): Promise<void> {
  for (const { expected, ignored, unreadable, deliver } of puts) {
    ledger.writePut({ system, stream, expected, ignored, unreadable });
    await deliver();
  }
}
