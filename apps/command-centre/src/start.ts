import { loadSchemas } from '@exchange/catalog';
import { startConsumer } from '@exchange/consuming';
import { openAppEventLog, type EventLog } from '@exchange/event-log';
import {
  createHttpApp,
  serveOpenApi,
  startApp,
  type Chassis,
  type Logger,
  type RunningServer,
} from '@exchange/runtime';
import { AccessRegistry, openAppStore } from '@exchange/store';
import { AppModule } from './app.module.ts';
import type { CommandCentreConfig } from './config.ts';
import { commandCentreDocument } from './openapi/command-centre-document.ts';
import { migrateCommandCentre } from './migrate.ts';
import { ScopeMemory } from './scopes/scope-memory.ts';
import { Codes } from './streaming/codes.ts';
import { streamMetrics } from './streaming/stream-metrics.ts';
import { Streams } from './streaming/streams.ts';
import { Topics } from './topics/topics.ts';

export interface CommandCentreOverrides {
  readonly log?: Logger;
  /** An event log that is shared with other apps of the same process; the one who made it closes it. */
  readonly eventLog?: EventLog;
}

export type RunningCommandCentre = RunningServer;

const BODY_BYTES_MAX = 1_024;
/** Of the memory of scopes. */
const BATCH_EVENTS_MAX = 1_000;

/** Starts the command centre; resolves when it listens. */
export function startCommandCentre(
  config: CommandCentreConfig,
  overrides: CommandCentreOverrides = {},
): Promise<RunningCommandCentre> {
  const { log, eventLog } = overrides;
  return startApp({ service: 'command-centre', config, log, isAlone: eventLog === undefined }, (chassis) =>
    start(config, overrides, chassis),
  );
}

async function start(
  config: CommandCentreConfig,
  overrides: CommandCentreOverrides,
  chassis: Chassis,
): Promise<string> {
  const { log, metrics, health, shutdown } = chassis;
  const { subjects, codes } = await loadSchemas(config.catalogDirectory);
  if (config.migrateAtStart) await migrateCommandCentre(config);
  const store = await openAppStore(config, chassis);
  const eventLog = openAppEventLog(config, chassis, overrides.eventLog);
  health.register('event-log', () => eventLog.ping());
  await eventLog.ensureTopics([...subjects.values()]);

  const scopes = new ScopeMemory({
    store,
    eventLog,
    group: config.group,
    topics: [...subjects.values()].map(({ topic }) => topic),
    log,
    metrics,
  });
  const topics = new Topics(subjects.values());
  const tokens = new AccessRegistry(store);
  const streams = new Streams({
    log: eventLog,
    scopes,
    tokens,
    settings: config,
    metrics: streamMetrics(metrics),
    logger: log,
  });
  shutdown.add('stop-reading', 'streams', () => streams.close());

  const app = await createHttpApp(AppModule.of({ tokens, topics, codes: new Codes(codes), streams }), {
    ...chassis,
    bodyBytesMax: BODY_BYTES_MAX,
    requestTimeoutMs: config.requestTimeoutMs,
    configure: (fastify) => serveOpenApi(fastify, commandCentreDocument([...subjects.values()])),
  });
  await startConsumer(scopes.consumer, { app, eventLog, shutdown, batchEventsMax: BATCH_EVENTS_MAX });
  return app.listen({ host: config.httpHost, port: config.httpPort });
}
