import { randomBytes } from 'node:crypto';
import type { Catalog } from '@exchange/catalog';
import { localSealer, SourceConnections, type Store } from '@exchange/store';
import {
  sampleDocuments,
  SimulatedSystems,
  type Ledger,
  type LeftOutReason,
  type PlannedPut,
  type PlayedBy,
  type PlayedStream,
  type SystemDocument,
} from '@exchange/testing';
import { sayNotStarted } from '../systems/say-not-started.ts';
import type { TellingStream } from '../systems/system-stories.ts';
import type { Infrastructure } from './infrastructure.ts';
import { untilStreamRead } from './readers.ts';
import type { Stoppers } from './stoppers.ts';
import type { StoryTime } from './story-time.ts';
import { Progress } from './terminal.ts';

export interface Playing {
  readonly time: StoryTime;
  readonly store: Store;
  readonly infrastructure: Infrastructure;
  readonly ledger: Ledger;
  readonly stop: AbortSignal;
}

/** What the playing of a system came to, besides what the ledger holds. */
export interface PlayedSystem {
  readonly by: PlayedBy;
  readonly leftOut: ReadonlyMap<LeftOutReason | 'marked', number>;
}

/** Starts the simulators of the systems that the gateway reads. */
export async function startSystems(
  catalog: Catalog,
  { databaseUrl, systemsDirectory }: Infrastructure,
  stoppers: Stoppers,
): Promise<SimulatedSystems> {
  const systems = await SimulatedSystems.start({
    catalog,
    postgresUrl: databaseUrl,
    directory: systemsDirectory,
    password: randomBytes(12).toString('hex'),
    onFailure: sayNotStarted,
  });
  stoppers.add('simulated systems', () => systems.stop());
  return systems;
}

/**
 * Puts every sample and their part of the city's stories into the systems that the gateway reads, and connects them. Each system by itself: a slow one holds up no other.
 */
export async function playSystems(
  playing: Playing,
  systems: SimulatedSystems,
  streams: readonly TellingStream[],
): Promise<ReadonlyMap<string, PlayedSystem>> {
  const progress = new Progress('被读取的系统 systems that are read');
  const played = new Map<string, PlayedSystem>();
  await Promise.all(
    systems.systems.map(async (system) => {
      played.set(system, await playSystem(playing, systems, system, streams));
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
  streams: readonly TellingStream[],
): Promise<PlayedSystem> {
  const { store, infrastructure, ledger, stop } = playing;
  const leftOut = new Map<LeftOutReason | 'marked', number>();
  const count = (reason: LeftOutReason | 'marked', records: number): void => {
    if (records > 0) leftOut.set(reason, (leftOut.get(reason) ?? 0) + records);
  };
  const plans: Array<{ stream: PlayedStream; puts: readonly PlannedPut[] }> = [];
  for (const stream of systems.streamsOf(system)) {
    const telling = streams.find((one) => one.system === system && one.stream === stream.stream);
    const { documents, marked } = await documentsFor(stream, telling, playing.time);
    const plan = await systems.plan(stream, documents);
    count('marked', marked);
    for (const [reason, records] of plan.leftOut) count(reason, records);
    plans.push({ stream, puts: plan.puts });
  }
  const sealer = localSealer(Buffer.from(infrastructure.sealingKey, 'base64'));
  const connect = async (): Promise<unknown> =>
    new SourceConnections(store, sealer).set(system, await systems.connectionOf(system), 'demo');
  if (systems.needsReader(system)) await connect();
  await Promise.all(plans.map(({ stream, puts }) => putInto(playing, stream, puts.slice(0, 1))));
  if (!systems.needsReader(system)) await connect();
  await Promise.all(
    plans.map(async ({ stream, puts }) => {
      for (const put of puts.slice(1)) {
        await untilStreamRead(ledger, stream, store.pool, stop);
        await putInto(playing, stream, [put]);
      }
    }),
  );
  return { by: await systems.playedBy(system), leftOut };
}

async function documentsFor(
  { entry }: PlayedStream,
  telling: TellingStream | undefined,
  time: StoryTime,
): Promise<{ documents: SystemDocument[]; marked: number }> {
  const { documents, marked } = await sampleDocuments(entry);
  const told = telling ? await time.tell(telling.stories) : [];
  return { documents: [...documents, ...told], marked };
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
