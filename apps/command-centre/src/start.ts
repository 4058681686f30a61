import { loadSchemas } from '@exchange/catalog';
import { type EventLog, eventLogHooks, eventLogSettings, openEventLog } from '@exchange/event-log';
import {
  createHttpApp,
  createLogger,
  createMetrics,
  Health,
  serveOpenApi,
  Shutdown,
  startTracing,
  type Logger,
  type RunningApp,
} from '@exchange/runtime';
import { AccessRegistry, openStore, type Store } from '@exchange/store';
import type { TokenDirectory } from './access/token-directory.ts';
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

export interface RunningCommandCentre extends RunningApp {
  readonly url: string;
}

const BODY_BYTES_MAX = 1_024;

/** Starts the command centre; resolves when it listens. */
export async function startCommandCentre(
  config: CommandCentreConfig,
  overrides: CommandCentreOverrides = {},
): Promise<RunningCommandCentre> {
  const log = overrides.log ?? createLogger({ service: 'command-centre', level: config.logLevel });
  const shutdown = new Shutdown({ log });
  try {
    return await start(config, overrides, log, shutdown);
  } catch (error) {
    await shutdown.run('start failed');
    throw error;
  }
}

async function start(
  config: CommandCentreConfig,
  overrides: CommandCentreOverrides,
  log: Logger,
  shutdown: Shutdown,
): Promise<RunningCommandCentre> {
  const { otlpEndpoint } = config;
  const tracing = await startTracing({
    service: 'command-centre',
    ...(otlpEndpoint === undefined ? {} : { otlpEndpoint }),
  });
  shutdown.add('flush', 'tracing', () => tracing.stop());
  const metrics = createMetrics({
    service: 'command-centre',
    processMetrics: overrides.eventLog === undefined,
  });
  const { subjects, codes } = await loadSchemas(config.catalogDirectory);
  if (config.migrateAtStart) await migrateCommandCentre(config);
  const store = await openCommandCentreStore(config, log, shutdown);
  const eventLog =
    overrides.eventLog ?? openEventLog(eventLogSettings(config, 'command-centre'), eventLogHooks(log));
  if (!overrides.eventLog) shutdown.add('close', 'event log', () => eventLog.close());

  await eventLog.ensureTopics([...subjects.values()]);
  const scopes = new ScopeMemory({ store, eventLog, group: config.group, log });
  await scopes.start([...subjects.values()].map(({ topic }) => topic));
  shutdown.add('stop-reading', 'scopes', () => scopes.stop());
  const topics = new Topics(subjects.values());
  const tokens = tokenDirectory(store);
  const streams = new Streams({
    log: eventLog,
    scopes,
    tokens,
    settings: config,
    metrics: streamMetrics(metrics),
    logger: log,
  });
  shutdown.add('stop-reading', 'streams', () => streams.close());

  const health = new Health(log);
  health.register('store', async () => {
    await store.pool.query('SELECT 1');
  });
  health.register('event-log', () => eventLog.ping());
  const app = await createHttpApp(AppModule.of({ tokens, topics, codes: new Codes(codes), streams }), {
    log,
    metrics,
    health,
    shutdown,
    bodyBytesMax: BODY_BYTES_MAX,
    requestTimeoutMs: config.requestTimeoutMs,
    configure: (fastify) => serveOpenApi(fastify, commandCentreDocument([...subjects.values()])),
  });
  const url = await app.listen({ host: config.httpHost, port: config.httpPort });
  return { url, stop: (reason) => shutdown.run(reason) };
}

async function openCommandCentreStore(
  config: CommandCentreConfig,
  log: Logger,
  shutdown: Shutdown,
): Promise<Store> {
  const store = await openStore({
    url: config.databaseUrl,
    applicationName: 'command-centre',
    connectionsMax: config.databaseConnectionsMax,
    onIdleError: (error) => log.warn('store.connection_lost', {}, error),
  });
  shutdown.add('close', 'store', () => store.close());
  return store;
}

function tokenDirectory(store: Store): TokenDirectory {
  const registry = new AccessRegistry(store);
  return { find: (id) => registry.findToken(id) };
}
