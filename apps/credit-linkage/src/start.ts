import type { MicroserviceOptions } from '@nestjs/microservices';
import { DEFAULT_DISCLOSURE_SETTINGS, type DisclosureSettings } from '@exchange/credit';
import { loadSchemas, type Schemas } from '@exchange/catalog';
import type { SubjectSchema } from '@exchange/contracts';
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
import type { CreditLinkageConfig } from './config.ts';
import { CreditLinkage } from './linking/credit-linkage.ts';
import { migrateCredit } from './migrate.ts';
import { creditDocument } from './openapi/credit-document.ts';
import { OutboxPublisher } from './publishing/outbox-publisher.ts';
import type { TokenDirectory } from './readers/reader-guard.ts';

export interface CreditLinkageOverrides {
  readonly log?: Logger;
  /** An event log that is shared with other apps of the same process; the one who made it closes it. */
  readonly eventLog?: EventLog;
  readonly schemas?: Schemas;
  readonly tokens?: TokenDirectory;
}

export interface RunningCreditLinkage extends RunningApp {
  readonly url: string;
}

const BODY_BYTES_MAX = 65_536;

/** Starts the linkage and its query API; resolves when it listens and consumes. */
export async function startCreditLinkage(
  config: CreditLinkageConfig,
  overrides: CreditLinkageOverrides = {},
): Promise<RunningCreditLinkage> {
  const log = overrides.log ?? createLogger({ service: 'credit-linkage', level: config.logLevel });
  const shutdown = new Shutdown({ log });
  try {
    return await start(config, overrides, log, shutdown);
  } catch (error) {
    await shutdown.run('start failed');
    throw error;
  }
}

async function start(
  config: CreditLinkageConfig,
  overrides: CreditLinkageOverrides,
  log: Logger,
  shutdown: Shutdown,
): Promise<RunningCreditLinkage> {
  const { otlpEndpoint, group } = config;
  const tracing = await startTracing({
    service: 'credit-linkage',
    ...(otlpEndpoint === undefined ? {} : { otlpEndpoint }),
  });
  shutdown.add('flush', 'tracing', () => tracing.stop());
  const isAlone = overrides.eventLog === undefined;
  const metrics = createMetrics({ service: 'credit-linkage', processMetrics: isAlone });
  const schemas = overrides.schemas ?? (await loadSchemas(config.catalogDirectory));
  const publication = publicationOf(schemas);
  if (config.migrateAtStart) await migrateCredit(config);
  const store = await openCreditStore(config, log, shutdown);
  const { pool } = store;
  const eventLog =
    overrides.eventLog ?? openEventLog(eventLogSettings(config, 'credit-linkage'), eventLogHooks(log));
  if (isAlone) shutdown.add('close', 'event log', () => eventLog.close());

  const publisher = new OutboxPublisher({ pool, eventLog, log, metrics });
  const disclosure = disclosureSettings(config);
  const onOutgoing = () => publisher.wake();
  const linkage = new CreditLinkage({
    schemas,
    publication,
    disclosure,
    pool,
    group,
    log,
    metrics,
    onOutgoing,
  });
  await eventLog.ensureTopics(
    [...schemas.subjects.values()]
      .filter(({ topic }) => topic === publication.topic || linkage.topics.includes(topic))
      .map(({ topic, partitions, retentionDays }) => ({ topic, partitions, retentionDays })),
  );

  const health = new Health(log);
  health.register('store', async () => {
    await pool.query('SELECT 1');
  });
  const registry = new AccessRegistry(store);
  const tokens = overrides.tokens ?? { find: (id) => registry.findToken(id) };
  const app = await createHttpApp(AppModule.of({ store, publication, tokens }), {
    log,
    metrics,
    health,
    shutdown,
    bodyBytesMax: BODY_BYTES_MAX,
    requestTimeoutMs: config.requestTimeoutMs,
    configure: (fastify) => serveOpenApi(fastify, creditDocument()),
  });
  publisher.start();
  shutdown.add('drain', 'outbox', () => publisher.stop());
  await consume(app, eventLog, linkage, config, shutdown);
  const url = await app.listen({ host: config.httpHost, port: config.httpPort });
  return { url, stop: (reason) => shutdown.run(reason) };
}

/** Consumes through Nest until the app stops. */
async function consume(
  app: HttpApp,
  eventLog: EventLog,
  linkage: CreditLinkage,
  config: CreditLinkageConfig,
  shutdown: Shutdown,
): Promise<void> {
  const transport = new EventLogTransport({
    eventLog,
    group: config.group,
    from: (topic, partition) => linkage.from(topic, partition),
    onGap: (gap) => linkage.onGap(gap),
    onError: (error, at) => linkage.onError(error, at),
    batchEventsMax: config.batchEventsMax,
  });
  // Added and not decorated: which topics there are, the catalogue says, and errors reach the driver as they are.
  for (const topic of linkage.topics) transport.onTopic(topic, (batch) => linkage.onBatch(batch));
  app.nest.connectMicroservice<MicroserviceOptions>({ strategy: transport });
  await app.nest.startAllMicroservices();
  shutdown.add('stop-reading', 'linkage', () => transport.close());
}

function publicationOf(schemas: Schemas): SubjectSchema {
  const publication = schemas.subjects.get('credit-disclosure.v1');
  if (!publication) throw new Error('the catalogue has no subject credit-disclosure');
  return publication;
}

function disclosureSettings(config: CreditLinkageConfig): DisclosureSettings {
  const { dataSources, reportsNaturalPersons, reportsMinorPenalties } = config;
  const sources = dataSources.map((text) => {
    const [department = '', name = '', uscc = ''] = text.split('=');
    return [department, { name, uscc }] as const;
  });
  return {
    ...DEFAULT_DISCLOSURE_SETTINGS,
    reportsNaturalPersons,
    reportsMinorPenalties,
    dataSources: Object.fromEntries(sources),
  };
}

async function openCreditStore(config: CreditLinkageConfig, log: Logger, shutdown: Shutdown): Promise<Store> {
  const store = await openStore({
    url: config.databaseUrl,
    applicationName: 'credit-linkage',
    connectionsMax: config.databaseConnectionsMax,
    onIdleError: (error) => log.warn('store.connection_lost', {}, error),
  });
  shutdown.add('close', 'store', () => store.close());
  return store;
}
