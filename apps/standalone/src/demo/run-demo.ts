import { loadCatalog } from '@exchange/catalog';
import { Ledger } from '@exchange/testing';
import type { DemoOptions } from '../config.ts';
import { announceDemo } from '../systems/running-demo.ts';
import { systemStories } from '../systems/system-stories.ts';
import { issueAccess } from './access.ts';
import { startApps } from './apps.ts';
import { collectSummary, type Summary } from './collect-summary.ts';
import { prepareDatabase } from './database.ts';
import { startInfrastructure, type Infrastructure } from './infrastructure.ts';
import { playSystems, startSystems } from './play-systems.ts';
import { printSummary, printWelcome } from './print-summary.ts';
import { pushTraffic } from './push-traffic.ts';
import { untilRead } from './readers.ts';
import { untilSettled } from './settled.ts';
import { Stoppers } from './stoppers.ts';
import { StoryTime } from './story-time.ts';
import { say } from './terminal.ts';

export interface DemoResult {
  readonly exitCode: number;
  /** Null: it was stopped before its end. */
  readonly summary: Summary | null;
}

/**
 * The main job on one machine: real PostgreSQL, every app, every adapter's samples and a city's stories, each system by its
 * own wire, and the ledger over all of it.
 */
export async function runDemo(options: DemoOptions, stop: AbortSignal): Promise<DemoResult> {
  const stoppers = new Stoppers();
  const startedAt = performance.now();
  try {
    const infrastructure = await startInfrastructure(options, stoppers);
    if (!infrastructure) return { exitCode: 1, summary: null };
    const summary = await demonstrate(options, infrastructure, stoppers, startedAt, stop);
    if (!summary || options.once) {
      await stoppers.run();
      if (!summary) return { exitCode: 0, summary };
      process.stdout.write(`${JSON.stringify(summary)}\n`);
      const { lost, doubled, pending, markedTextFound } = summary;
      return { exitCode: lost + doubled + pending + markedTextFound === 0 ? 0 : 1, summary };
    }
    say('按 Ctrl-C 结束', 'Press Ctrl-C to stop');
    await new Promise<void>((resolve) => {
      if (stop.aborted) resolve();
      stop.addEventListener('abort', () => resolve(), { once: true });
    });
    return { exitCode: 0, summary };
  } finally {
    await stoppers.run();
  }
}

async function demonstrate(
  options: DemoOptions,
  infrastructure: Infrastructure,
  stoppers: Stoppers,
  startedAt: number,
  stop: AbortSignal,
): Promise<Summary | null> {
  const catalog = await loadCatalog(options.catalogDirectory);
  const store = await prepareDatabase(infrastructure, catalog, stoppers);
  const access = await issueAccess(store, infrastructure, catalog);
  // Before the apps, so that they end after them.
  const systems = await startSystems(catalog, infrastructure, stoppers);
  const apps = await startApps(infrastructure, options.catalogDirectory, stoppers);
  say(
    `已就绪，用时 ${((performance.now() - startedAt) / 1000).toFixed(1)} 秒`,
    `ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  const ledger = new Ledger();
  const sources = {
    log: apps.eventLog,
    topics: [...catalog.subjects.values()].map(({ topic }) => topic),
    pool: store.pool,
  };
  const time = new StoryTime(options);
  const streams = await systemStories(catalog, [...catalog.systems.keys()], 0);
  const [played] = await Promise.all([
    playSystems({ time, store, infrastructure, ledger, stop }, systems, streams),
    pushTraffic({ catalog, time, access, ledger, gatewayUrl: apps.gateway.url, stop }, streams),
  ]);
  if (stop.aborted) return null;
  await untilRead(ledger, catalog, store.pool, stop);
  await untilSettled(sources, stop);
  const collected = await collectSummary({
    catalog,
    store,
    ledger,
    sources,
    apps,
    access,
    played,
    directories: infrastructure.directories,
  });
  printSummary(collected);
  if (!options.once) {
    const { databaseUrl, sealingKey, eventLogEnv } = infrastructure;
    const demo = { databaseUrl, sealingKey, eventLogEnv, gatewayUrl: apps.gateway.url };
    stoppers.add('announcement', await announceDemo(options.directory, demo));
    printWelcome(apps, access, infrastructure);
  }
  return collected.figures;
}
