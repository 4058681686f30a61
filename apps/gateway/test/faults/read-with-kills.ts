import { setTimeout as sleep } from 'node:timers/promises';
import type { AcceptStep } from '@exchange/pipeline';
import { listReaders, pauseReader, resumeReader, type ReaderView } from '@exchange/store';
import type { AppProcess, Random } from '@exchange/testing';
import type { FaultWorld } from './fault-world.ts';

const STEPS: readonly AcceptStep[] = ['decoded', 'claimed', 'mapped', 'appended', 'completed'];
/** How long the reading has to last, so that a new gateway is up before the other one has read everything. */
const LASTING_MS = 20_000;
const POLL_MS = 50;
/** A killed process's connections are gone by then, and with them its leases. */
const DEATH_SHOWS_MS = 500;

/** What of a stream has to be read. */
export interface Reading {
  readonly system: string;
  readonly stream: string;
  /** Records that its reader has read and settled in the end, since it was made. */
  readonly records: number;
  readonly chunks: number;
  readonly killsMax: number;
  readonly giveUpAfterMs: number;
}

export interface KilledReading {
  readonly kills: number;
  /** The longest time from a kill until the other gateway had the source, in ms. */
  readonly movedWithinMs: number;
}

/** What the reader of a stream shows. */
export async function readerOf(world: FaultWorld, system: string): Promise<ReaderView | undefined> {
  return (await listReaders(world.store().pool)).find((reader) => reader.system === system);
}

/**
 * Two gateways, of which the one that reads kills itself (-9) at a random moment of a chunk; the other one goes on while a new
 * one is started, and dies no earlier than that one is up. Until everything is read and settled.
 */
export async function readWithKills(
  world: FaultWorld,
  reading: Reading,
  random: Random,
): Promise<KilledReading> {
  const name = { system: reading.system, stream: reading.stream, lane: 'live' } as const;
  const afterMax = Math.max(1, Math.floor(reading.chunks / (reading.killsMax + 1)));
  const paceMs = Math.round(LASTING_MS / reading.chunks / STEPS.length);
  // A moment between two steps, or behind the last one: while the source is told, or the next chunk is read.
  const delayMs = (): number => (random.below(2) === 0 ? 0 : 1 + random.below(2 * paceMs));
  const start = (): Promise<AppProcess> =>
    world.startGateway({
      FAULT_ARMED_BY: 'signal',
      FAULT_STEP: STEPS[random.below(STEPS.length)]!,
      FAULT_AFTER: String(random.below(afterMax)),
      FAULT_DELAY_MS: String(delayMs()),
      FAULT_PACE_MS: String(paceMs),
    });
  // Nothing is read before both are there to be killed.
  await pauseReader(world.store().pool, name, { rule: 'administrator', by: 'faults' });
  const gateways: AppProcess[] = [await start(), await start()];
  const armOrDisarm = (): void => gateways.forEach((gateway) => gateway.kill('SIGUSR2'));
  armOrDisarm();
  await resumeReader(world.store(), name, 'faults');
  const deadline = performance.now() + reading.giveUpAfterMs;
  let [kills, movedWithinMs] = [0, 0];
  let last = await progressOf(world, reading.system);
  while (last.records < reading.records) {
    if (performance.now() > deadline) {
      await Promise.all(gateways.map((gateway) => gateway.stop()));
      throw new Error(`not read in time: ${JSON.stringify(await readerOf(world, reading.system))}`);
    }
    const dead = gateways.findIndex((gateway) => gateway.hasExited());
    if (dead !== -1) {
      const diedAt = performance.now();
      kills += 1;
      gateways.splice(dead, 1);
      armOrDisarm();
      const replacing = start();
      await untilMoved(world, reading.system, last.owner, deadline);
      movedWithinMs = Math.max(movedWithinMs, performance.now() - diedAt);
      gateways.push(await replacing);
      if (kills < reading.killsMax) armOrDisarm();
    }
    await sleep(POLL_MS);
    last = await progressOf(world, reading.system);
  }
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  return { kills, movedWithinMs: Math.round(movedWithinMs) };
}

interface Progress {
  readonly records: number;
  /** Null while no living process has it. */
  readonly owner: string | null;
}

/** Until another process has the source, or it is plain that the one that died was only draining and the other reads on. */
async function untilMoved(
  world: FaultWorld,
  system: string,
  from: string | null,
  deadline: number,
): Promise<void> {
  const readsOnAt = performance.now() + DEATH_SHOWS_MS;
  for (;;) {
    const { owner } = await progressOf(world, system);
    const now = performance.now();
    if ((owner !== null && (owner !== from || now > readsOnAt)) || now > deadline) return;
    await sleep(POLL_MS);
  }
}

async function progressOf(world: FaultWorld, system: string): Promise<Progress> {
  const { rows } = await world.store().pool.query<{ records: string; owner: string | null }>(
    `SELECT records, CASE WHEN exchange.lives(owner) THEN owner END AS owner
     FROM exchange.source_reader WHERE system = $1`,
    [system],
  );
  return { records: Number(rows[0]?.records ?? 0), owner: rows[0]?.owner ?? null };
}
