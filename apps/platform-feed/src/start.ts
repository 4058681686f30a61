import { createSecretKey } from 'node:crypto';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { loadSchemas, type Schemas } from '@exchange/catalog';
import {
  type EventLog,
  eventLogHooks,
  eventLogSettings,
  EventLogTransport,
  openEventLog,
} from '@exchange/event-log';
import {
  createHttpApp,
  createLogger,
  createMetrics,
  Health,
  serveOpenApi,
  Shutdown,
  startTracing,
  type HttpApp,
  type Logger,
  type RunningApp,
} from '@exchange/runtime';
import { AccessRegistry, openStore, type Store } from '@exchange/store';
import { AppModule } from './app.module.ts';
import type { PlatformFeedConfig } from './config.ts';
import { PlatformFeed } from './feeding/platform-feed.ts';
import { migratePlatform } from './migrate.ts';
import { platformDocument } from './openapi/platform-document.ts';
import type { TokenDirectory } from './readers/reader-guard.ts';
import { Presenter } from './records/present-record.ts';

export interface PlatformFeedOverrides {
  readonly log?: Logger;
  /** An event log that is shared with other apps of the same process; the one who made it closes it. */
  readonly eventLog?: EventLog;
  readonly schemas?: Schemas;
  readonly tokens?: TokenDirectory;
}

export interface RunningPlatformFeed extends RunningApp {
  readonly url: string;
}

const BODY_BYTES_MAX = 65_536;

/** Starts the feed and its query API; resolves when it listens and consumes. */
export async function startPlatformFeed(
  config: PlatformFeedConfig,
  overrides: PlatformFeedOverrides = {},
): Promise<RunningPlatformFeed> {
  const log = overrides.log ?? createLogger({ service: 'platform-feed', level: config.logLevel });
  const shutdown = new Shutdown({ log });
  try {
    return await start(config, overrides, log, shutdown);
  } catch (error) {
    await shutdown.run('start failed');
    throw error;
  }
}

async function start(
  config: PlatformFeedConfig,
  overrides: PlatformFeedOverrides,
  log: Logger,
  shutdown: Shutdown,
): Promise<RunningPlatformFeed> {
  const { otlpEndpoint, group } = config;
  const tracing = await startTracing({
    service: 'platform-feed',
    ...(otlpEndpoint === undefined ? {} : { otlpEndpoint }),
  });
  shutdown.add('flush', 'tracing', () => tracing.stop());
  const metrics = createMetrics({
    service: 'platform-feed',
    processMetrics: overrides.eventLog === undefined,
  });
  const schemas = overrides.schemas ?? (await loadSchemas(config.catalogDirectory));
  if (config.migrateAtStart) await migratePlatform(config);
  const store = await openPlatformStore(config, log, shutdown);
  const eventLog =
    overrides.eventLog ?? openEventLog(eventLogSettings(config, 'platform-feed'), eventLogHooks(log));
  if (!overrides.eventLog) shutdown.add('close', 'event log', () => eventLog.close());

  const personKey = createSecretKey(Buffer.from(config.identityKey, 'base64'));
  const feed = new PlatformFeed({ schemas, pool: store.pool, group, personKey, log, metrics });
  await eventLog.ensureTopics(
    [...schemas.subjects.values()].map(({ topic, partitions, retentionDays }) => ({
      topic,
      partitions,
      retentionDays,
    })),
  );

  const health = new Health(log);
  health.register('store', async () => {
    await store.pool.query('SELECT 1');
  });
  const registry = new AccessRegistry(store);
  const tokens = overrides.tokens ?? { find: (id) => registry.findToken(id) };
  const query = { schemas, presenter: new Presenter(schemas), personKey, group };
  const app = await createHttpApp(AppModule.of({ store, eventLog, tokens, query }), {
    log,
    metrics,
    health,
    shutdown,
    bodyBytesMax: BODY_BYTES_MAX,
    requestTimeoutMs: config.requestTimeoutMs,
    configure: (fastify) => serveOpenApi(fastify, platformDocument()),
  });
  await consume(app, eventLog, feed, config, shutdown);
  const url = await app.listen({ host: config.httpHost, port: config.httpPort });
  return { url, stop: (reason) => shutdown.run(reason) };
}

/** Consumes through Nest until the app stops. */
async function consume(
  app: HttpApp,
  eventLog: EventLog,
  feed: PlatformFeed,
  config: PlatformFeedConfig,
  shutdown: Shutdown,
): Promise<void> {
  const transport = new EventLogTransport({
    eventLog,
    group: config.group,
    from: (topic, partition) => feed.from(topic, partition),
    onGap: (gap) => feed.onGap(gap),
    onError: (error, at) => feed.onError(error, at),
    batchEventsMax: config.batchEventsMax,
  });
  // Added and not decorated: which topics there are, the catalogue says, and errors reach the driver as they are.
  for (const topic of feed.topics) transport.onTopic(topic, (batch) => feed.onBatch(batch));
  app.nest.connectMicroservice<MicroserviceOptions>({ strategy: transport });
  await app.nest.startAllMicroservices();
  shutdown.add('stop-reading', 'feed', () => transport.close());
}

async function openPlatformStore(
  config: PlatformFeedConfig,
  log: Logger,
  shutdown: Shutdown,
): Promise<Store> {
  const store = await openStore({
    url: config.databaseUrl,
    applicationName: 'platform-feed',
    connectionsMax: config.databaseConnectionsMax,
    onIdleError: (error) => log.warn('store.connection_lost', {}, error),
  });
  shutdown.add('close', 'store', () => store.close());
  return store;
}
