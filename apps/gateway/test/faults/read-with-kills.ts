import { setTimeout as sleep } from 'node:timers/promises';
import type { AcceptStep } from '@exchange/pipeline';
import { listReaders, type ReaderView } from '@exchange/store';
import type { AppProcess, Random } from '@exchange/testing';
import type { FaultWorld } from './fault-world.ts';

const STEPS: readonly AcceptStep[] = ['decoded', 'claimed', 'mapped', 'appended', 'completed'];
const GATEWAYS = 2;
/** A moment between two steps, or behind the last one: while the source is told, or the next chunk is read. */
const DELAY_MS_MAX = 40;
const POLL_MS = 50;

export interface KilledReading {
  readonly kills: number;
  /** The longest time from a kill until another gateway had the source, in ms. */
  readonly movedWithinMs: number;
}

/** What the reader of a stream shows. */
export async function readerOf(world: FaultWorld, system: string): Promise<ReaderView | undefined> {
  return (await listReaders(world.store().pool)).find((reader) => reader.system === system);
}

/**
 * Two gateways, of which the one that reads the system kills itself (-9) at a random moment of a chunk and is replaced, until
 * so many of its records are read and settled.
 */
export async function readWithKills(
  world: FaultWorld,
  { system, records, chunks }: { readonly system: string; readonly records: number; readonly chunks: number },
  killsMax: number,
  random: Random,
): Promise<KilledReading> {
  const afterMax = Math.max(1, Math.floor(chunks / (killsMax + 1)));
  let [kills, movedWithinMs] = [0, 0];
  const start = (): Promise<AppProcess> => {
    if (kills >= killsMax) return world.startGateway();
    const isBetween = random.below(2) === 0;
    return world.startGateway({
      FAULT_STEP: STEPS[random.below(STEPS.length)]!,
      FAULT_AFTER: String(random.below(afterMax)),
      FAULT_DELAY_MS: String(isBetween ? 1 + random.below(DELAY_MS_MAX) : 0),
    });
  };
  const gateways = await Promise.all(Array.from({ length: GATEWAYS }, start));
  let freedAt: number | null = null;
  for (;;) {
    const dead = gateways.findIndex((gateway) => gateway.hasExited());
    if (dead !== -1) {
      kills += 1;
      freedAt ??= performance.now();
      gateways[dead] = await start();
    }
    const reader = await readerOf(world, system);
    if (freedAt !== null && reader?.isRead) {
      movedWithinMs = Math.max(movedWithinMs, performance.now() - freedAt);
      freedAt = null;
    }
    if (reader && reader.records >= records) break;
    await sleep(POLL_MS);
  }
  // One that is about to kill itself after its last chunk would end the wait for what is pending.
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  return { kills, movedWithinMs: Math.round(movedWithinMs) };
}
