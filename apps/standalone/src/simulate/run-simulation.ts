import { setTimeout as sleep } from 'node:timers/promises';
import { listReaders } from '@exchange/store';
import { Ledger, seededRandom, type Random } from '@exchange/testing';
import { untilRead } from '../demo/readers.ts';
import { untilSettled } from '../demo/settled.ts';
import { Stoppers } from '../demo/stoppers.ts';
import { Progress, say } from '../demo/terminal.ts';
import { printAccount } from './account.ts';
import type { SimulateOptions } from './config.ts';
import { Lane } from './lanes.ts';
import { startSimulated, type Simulated } from './start-simulated.ts';

const TICK_MS = 1_000;
/** More is not made up for: a machine that cannot keep up must not be driven further behind. */
const OWED_SECONDS_MAX = 5;

/**
 * Plays all systems beside a running exchange at a steady rate until it is stopped, and holds what was put against what became
 * of it. The same seed tells the same stories. Resolves with the exit code.
 */
export async function runSimulation(options: SimulateOptions, stop: AbortSignal): Promise<number> {
  const stoppers = new Stoppers();
  try {
    const simulated = await startSimulated(options, stoppers);
    if (simulated.streams.length === 0) return 64;
    const ledger = new Ledger();
    const random = seededRandom(options.seed);
    const lanes = lanesOf(simulated, options, ledger, random);
    const put = await play(lanes, simulated, options, random, stop);
    say(
      `已产生 ${put} 条，等待网关处理完（再按一次 Ctrl-C 立即结束）`,
      `${put} records; waiting for the gateway (Ctrl-C once more ends at once)`,
    );
    for (const lane of lanes) {
      await lane.end();
      if (lane.failure !== null)
        process.stdout.write(`  ${lane.stream.system}/${lane.stream.stream} ${String(lane.failure)}\n`);
    }
    const patience = new AbortController().signal;
    const { catalog, sources } = simulated;
    await untilRead(ledger, catalog, sources.pool, patience);
    await untilSettled(sources, patience);
    const report = await ledger.audit(sources);
    return printAccount(ledger, report, put, catalog) ? 0 : 1;
  } finally {
    await stoppers.run();
  }
}

function lanesOf(
  { systems, keys, streams, recordsRead }: Simulated,
  { exchange: { gatewayUrl }, dirty }: SimulateOptions,
  ledger: Ledger,
  random: Random,
): Lane[] {
  const parts = { ledger, systems, keys, gatewayUrl, random, dirtyShare: dirty };
  const readOf = ({ system, stream }: { system: string; stream: string }): number =>
    recordsRead.get(`${system}/${stream}`) ?? 0;
  return streams.map((stream) => new Lane(stream, { ...parts, recordsRead: readOf }));
}

/** Resolves with the number of records. */
async function play(
  lanes: readonly Lane[],
  { recordsRead, sources }: Simulated,
  { rate, minutes }: SimulateOptions,
  random: Random,
  stop: AbortSignal,
): Promise<number> {
  const progress = new Progress('已产生 put');
  const startedAt = performance.now();
  const ends = minutes === null ? Infinity : startedAt + minutes * 60_000;
  let put = 0;
  let owed = 0;
  while (!stop.aborted && performance.now() < ends) {
    owed = Math.min(owed + (rate * TICK_MS) / 1_000, rate * OWED_SECONDS_MAX);
    const waitUntil = performance.now() + TICK_MS;
    for (let free = lanes; owed > 0 && free.length > 0 && !stop.aborted && performance.now() < waitUntil;) {
      free = free.filter(({ isFree }) => isFree);
      if (free.length === 0) break;
      const records = await random.pick(free).goOn();
      put += records;
      owed -= records;
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    progress.show(`${put} 条 records, ${(put / Math.max(seconds, 1)).toFixed(1)}/s`);
    for (const { system, stream, records } of await listReaders(sources.pool))
      recordsRead.set(`${system}/${stream}`, records);
    await sleep(Math.max(0, waitUntil - performance.now()), undefined, { signal: stop }).catch(
      () => undefined,
    );
  }
  progress.end(`${put} 条 records`);
  return put;
}
