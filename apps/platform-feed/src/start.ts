import { createSecretKey } from 'node:crypto';
import { loadSchemas, type Schemas } from '@exchange/catalog';
import { GroupConsumer, startConsumer, startSweeping } from '@exchange/consuming';
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
import type { PlatformFeedConfig } from './config.ts';
import { feedEffects } from './feeding/feed-effects.ts';
import { historySweeps } from './feeding/history-sweeps.store.ts';
import { saveSubjects } from './feeding/subjects.store.ts';
import { migratePlatform } from './migrate.ts';
import { platformDocument } from './openapi/platform-document.ts';
import { Presenter } from './records/present-record.ts';

export interface PlatformFeedOverrides {
  readonly log?: Logger;
  /** An event log that is shared with other apps of the same process; the one who made it closes it. */
  readonly eventLog?: EventLog;
  readonly schemas?: Schemas;
}

export type RunningPlatformFeed = RunningServer;

const BODY_BYTES_MAX = 65_536;

/** Starts the feed and its query API; resolves when it listens and consumes. */
export function startPlatformFeed(
  config: PlatformFeedConfig,
  overrides: PlatformFeedOverrides = {},
): Promise<RunningPlatformFeed> {
  const { log, eventLog } = overrides;
  return startApp({ service: 'platform-feed', config, log, isAlone: eventLog === undefined }, (chassis) =>
    start(config, overrides, chassis),
  );
}

async function start(
  config: PlatformFeedConfig,
  overrides: PlatformFeedOverrides,
  chassis: Chassis,
): Promise<string> {
  const { group, batchEventsMax } = config;
  const { log, metrics, shutdown } = chassis;
  const schemas = overrides.schemas ?? (await loadSchemas(config.catalogDirectory));
  if (config.migrateAtStart) await migratePlatform(config);
  const store = await openAppStore(config, chassis);
  await saveSubjects(store.pool, [...schemas.subjects.values()]);
  const eventLog = openAppEventLog(config, chassis, overrides.eventLog);
  await eventLog.ensureTopics([...schemas.subjects.values()]);

  const personKey = createSecretKey(Buffer.from(config.identityKey, 'base64'));
  const feed = new GroupConsumer({
    name: 'feed',
    group,
    effects: feedEffects(schemas, personKey),
    pool: store.pool,
    log,
    metrics,
  });
  const tokens = new AccessRegistry(store);
  const query = { schemas, presenter: new Presenter(schemas), personKey };
  const observed = { group, topics: feed.topics, eventLog, pool: store.pool };
  const app = await createHttpApp(AppModule.of({ store, observed, tokens, query }), {
    ...chassis,
    bodyBytesMax: BODY_BYTES_MAX,
    requestTimeoutMs: config.requestTimeoutMs,
    configure: (fastify) => serveOpenApi(fastify, platformDocument()),
  });
  startSweeping(store.pool, historySweeps([...schemas.subjects.values()], config.historyMonths), chassis);
  await startConsumer(feed, { app, eventLog, shutdown, batchEventsMax });
  return app.listen({ host: config.httpHost, port: config.httpPort });
}
