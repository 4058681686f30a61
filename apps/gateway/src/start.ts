import { setTimeout as sleep } from 'node:timers/promises';
import { loadCatalog, type Catalog } from '@exchange/catalog';
import { ExchangeError } from '@exchange/contracts';
import { DEFAULT_LIMITS } from '@exchange/decoding';
import { eventLogHooks, eventLogSettings, openEventLog, type EventLog } from '@exchange/event-log';
import type { AcceptPorts, AcceptStep } from '@exchange/pipeline';
import {
  createHttpApp,
  createLogger,
  createMetrics,
  Health,
  serveOpenApi,
  Shutdown,
  startTracing,
  type Logger,
  type Metrics,
  type RunningApp,
} from '@exchange/runtime';
import {
  AccessRegistry,
  LEASE_RENEWAL_MS,
  localSealer,
  maintainStore,
  MappingVersions,
  openStore,
  PostgresPendingQueue,
  PostgresReceipts,
  ProcessLease,
  type Store,
} from '@exchange/store';
import { admission } from './admission/admission.ts';
import { Authentication } from './admission/authentication.ts';
import { InFlightBytes } from './admission/in-flight-bytes.ts';
import { AppModule } from './app.module.ts';
import type { GatewayConfig } from './config.ts';
import { Drainer } from './draining/drainer.ts';
import { PublishedMappings } from './mappings/published-mappings.ts';
import { gatewayDocument } from './openapi/gateway-document.ts';
import { Periodic } from './periodic.ts';
import { Traffic } from './traffic.ts';

export interface GatewayOverrides {
  readonly log?: Logger;
  /** An event log that is shared with other apps of the same process; the one who made it closes it. */
  readonly eventLog?: EventLog;
  /** Called after each step of the delivery rule. */
  readonly onStep?: (step: AcceptStep) => void | Promise<void>;
}

export interface RunningGateway extends RunningApp {
  readonly url: string;
}

const MAINTENANCE_MS = 3_600_000;
const TOPICS_RETRY_MS = 3_000;

/** Starts the gateway; resolves when it listens and is ready. The database has been migrated before. */
export async function startGateway(
  config: GatewayConfig,
  overrides: GatewayOverrides = {},
): Promise<RunningGateway> {
  const log = overrides.log ?? createLogger({ service: 'gateway', level: config.logLevel });
  const shutdown = new Shutdown({ log });
  try {
    return await start(config, overrides, log, shutdown);
  } catch (error) {
    await shutdown.run('start failed');
    throw error;
  }
}

async function start(
  config: GatewayConfig,
  overrides: GatewayOverrides,
  log: Logger,
  shutdown: Shutdown,
): Promise<RunningGateway> {
  const tracing = await startTracing({
    service: 'gateway',
    ...(config.otlpEndpoint === undefined ? {} : { otlpEndpoint: config.otlpEndpoint }),
  });
  shutdown.add('flush', 'tracing', () => tracing.stop());
  const metrics = createMetrics({ service: 'gateway', processMetrics: overrides.eventLog === undefined });
  const catalog = await loadCatalog(config.catalogDirectory);
  const store = await openGatewayStore(config, log, shutdown);
  const eventLog =
    overrides.eventLog ?? openEventLog(eventLogSettings(config, 'gateway'), eventLogHooks(log));
  if (!overrides.eventLog) shutdown.add('close', 'event log', () => eventLog.close());
  await ensureTopics(eventLog, catalog, log, shutdown);

  const mappings = new PublishedMappings(new MappingVersions(store), catalog, log);
  await mappings.start();
  shutdown.add('stop-reading', 'mappings', () => mappings.stop());
  const acceptPorts = await openDelivery({
    config,
    overrides,
    log,
    shutdown,
    metrics,
    store,
    eventLog,
    mappings,
  });

  const health = new Health(log);
  health.register('store', async () => {
    await store.pool.query('SELECT 1');
  });
  const inFlight = new InFlightBytes(config.inFlightBytesMax);
  const authentication = new Authentication(
    new AccessRegistry(store),
    localSealer(Buffer.from(config.sealingKey, 'base64')),
  );
  const traffic = new Traffic(metrics);
  const module = AppModule.of({ store, catalog, acceptPorts, limits: config, traffic });
  const app = await createHttpApp(module, {
    log,
    metrics,
    health,
    shutdown,
    bodyBytesMax: config.bodyBytesMax,
    requestTimeoutMs: config.requestTimeoutMs,
    parseJson: false,
    configure: async (fastify) => {
      await admission(fastify, { authentication, inFlight, config });
      serveOpenApi(fastify, await gatewayDocument(catalog));
    },
  });
  const url = await app.listen({ host: config.httpHost, port: config.httpPort });
  return { url, stop: (reason) => shutdown.run(reason) };
}

async function openGatewayStore(config: GatewayConfig, log: Logger, shutdown: Shutdown): Promise<Store> {
  const store = await openStore({
    url: config.databaseUrl,
    applicationName: 'gateway',
    connectionsMax: config.databaseConnectionsMax,
    onIdleError: (error) => log.warn('store.connection_lost', {}, error),
  });
  shutdown.add('close', 'store', () => store.close());
  const maintenance = new Periodic(MAINTENANCE_MS, () => maintainStore(store.pool, new Date(), config), {
    onError: (error) => log.warn('store.maintenance_failed', {}, error),
    isAtOnce: true,
  });
  shutdown.add('stop-reading', 'maintenance', () => maintenance.stop());
  return store;
}

interface Delivery {
  readonly config: GatewayConfig;
  readonly overrides: GatewayOverrides;
  readonly log: Logger;
  readonly shutdown: Shutdown;
  readonly metrics: Metrics;
  readonly store: Store;
  readonly eventLog: EventLog;
  readonly mappings: PublishedMappings;
}

async function openDelivery(parts: Delivery): Promise<AcceptPorts> {
  const { config, overrides, log, shutdown, metrics, store, eventLog, mappings } = parts;
  const lease = new ProcessLease(config.databaseUrl);
  await lease.renew();
  shutdown.add('flush', 'process lease', () => lease.end());
  const heartbeat = new Periodic(LEASE_RENEWAL_MS, () => lease.renew(), {
    onError: (error) => log.debug('lease.renewal_failed', {}, error),
  });
  shutdown.add('drain', 'heartbeat', () => heartbeat.stop());
  const receipts = new PostgresReceipts(store.pool, {
    process: lease.process,
    pendingBytesMax: config.pendingBytesMax,
  });
  const steps = metrics.counter(
    'exchange_delivery_steps_total',
    'Steps of the delivery rule that were reached',
    ['step'],
  );
  const onStep: NonNullable<AcceptPorts['onStep']> = (step) => {
    steps.inc({ step });
    return overrides.onStep?.(step);
  };
  const ports: AcceptPorts = {
    receipts,
    mappings,
    log: eventLog,
    limits: { ...DEFAULT_LIMITS, recordsMax: config.batchRecordsMax },
    appendDeadlineMs: config.appendDeadlineMs,
    sleep: (ms) => sleep(ms),
    onStep,
    onPending: ({ id, system, stream }, cause) =>
      log.warn('receipt.pending', { receipt: id, system, stream }, cause),
  };
  const drainer = new Drainer(new PostgresPendingQueue(store.pool, lease.process, receipts), ports, log);
  drainer.start();
  shutdown.add('stop-reading', 'drainer', () => drainer.stop());
  return ports;
}

/**
 * Without the log the gateway still accepts, into pending; so a log that cannot be reached at start is waited for beside the
 * work. A log whose topics do not fit ends the start.
 */
async function ensureTopics(
  eventLog: EventLog,
  catalog: Catalog,
  log: Logger,
  shutdown: Shutdown,
): Promise<void> {
  const topics = [...catalog.subjects.values()].map(({ topic, partitions, retentionDays }) => ({
    topic,
    partitions,
    retentionDays,
  }));
  try {
    await eventLog.ensureTopics(topics);
  } catch (error) {
    if (!(error instanceof ExchangeError) || !error.retryable) throw error;
    log.warn('event_log.unreachable_at_start', {}, error);
    const retry: Periodic = new Periodic(
      TOPICS_RETRY_MS,
      () => eventLog.ensureTopics(topics).then(() => void retry.stop()),
      {
        onError: (cause) => log.debug('event_log.still_unreachable', {}, cause),
      },
    );
    shutdown.add('stop-reading', 'topics', () => retry.stop());
  }
}
