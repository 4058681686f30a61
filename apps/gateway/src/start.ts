import { setTimeout as sleep } from 'node:timers/promises';
import { loadCatalog, type Catalog } from '@exchange/catalog';
import { DEFAULT_LIMITS } from '@exchange/decoding';
import { eventLogHooks, eventLogSettings, openEventLog, type EventLog } from '@exchange/event-log';
import type { AcceptPorts, AcceptStep } from '@exchange/pipeline';
import {
  Periodic,
  createHttpApp,
  serveOpenApi,
  startApp,
  type Chassis,
  type Logger,
  type RunningServer,
} from '@exchange/runtime';
import { AnswerRoom, ShortLists } from '@exchange/sources';
import {
  AccessRegistry,
  BackfillProgress,
  LEASE_RENEWAL_MS,
  localSealer,
  maintainStore,
  MappingVersions,
  openAppStore,
  PostgresPendingQueue,
  PostgresProcessedFiles,
  PostgresReceipts,
  PostgresRequestPaces,
  PostgresRowDigests,
  SourceConnections,
  SourceReaders,
  SourceSharing,
  ProcessLease,
  type Store,
} from '@exchange/store';
import { admission } from './admission/admission.ts';
import { Authentication } from './admission/authentication.ts';
import { InFlightBytes } from './admission/in-flight-bytes.ts';
import { AppModule } from './app.module.ts';
import { watchBackfills } from './backfilling/backfill-metrics.ts';
import { LiveLoad } from './backfilling/live-load.ts';
import type { GatewayConfig } from './config.ts';
import { watchCounts } from './counts/count-watch.ts';
import { clockWatch } from './watching/clock-watch.ts';
import { ensureTopics } from './ensure-topics.ts';
import { Drainer } from './draining/drainer.ts';
import { watchGates } from './gate/gate-metrics.ts';
import { KnownClosures } from './gate/known-closures.ts';
import { PublishedMappings } from './mappings/published-mappings.ts';
import { gatewayDocument } from './openapi/gateway-document.ts';
import { watchReconciliations } from './reconciling/reconciliation-metrics.ts';
import { replyInOwnCharset } from './receiving/reply-charset.ts';
import { DriftWatch } from './drift/drift-watch.ts';
import { soapFaults } from './soap/soap-fault.ts';
import { watchSources } from './sources/source-metrics.ts';
import { SourceRunner } from './sources/source-runner.ts';
import { Traffic } from './traffic.ts';
import { watchHealth } from './watching/health-metrics.ts';
import { StreamCounts } from './watching/stream-counts.ts';
import { Watcher } from './watching/watcher.ts';

export interface GatewayOverrides {
  readonly log?: Logger;
  /** An event log that is shared with other apps of the same process; the one who made it closes it. */
  readonly eventLog?: EventLog;
  /** Called after each step of the delivery rule. */
  readonly onStep?: (step: AcceptStep) => void | Promise<void>;
}

export type RunningGateway = RunningServer;

const MAINTENANCE_MS = 3_600_000;
const WARM_UP_MS_MAX = 2_000;

/** Starts the gateway; resolves when it listens and is ready. The database has been migrated before. */
export function startGateway(
  config: GatewayConfig,
  overrides: GatewayOverrides = {},
): Promise<RunningGateway> {
  const { log, eventLog } = overrides;
  return startApp({ service: 'gateway', config, log, isAlone: eventLog === undefined }, (chassis) =>
    start(config, overrides, chassis),
  );
}

async function start(config: GatewayConfig, overrides: GatewayOverrides, chassis: Chassis): Promise<string> {
  const { service, log, metrics, shutdown } = chassis;
  const catalog = await loadCatalog(config.catalogDirectory, { isRegistered: true });
  const store = await openAppStore(config, chassis);
  maintain(store, config, chassis);
  const eventLog = overrides.eventLog ?? openEventLog(eventLogSettings(config, service), eventLogHooks(log));
  if (!overrides.eventLog) shutdown.add('close', 'event log', () => eventLog.close());
  await ensureTopics(eventLog, [...catalog.subjects.values()], log, shutdown);

  const mappings = new PublishedMappings(new MappingVersions(store), catalog.mappingMetaSchema, log);
  await mappings.start();
  shutdown.add('stop-reading', 'mappings', () => mappings.stop());
  const { acceptPorts, process } = await openDelivery({
    config,
    overrides,
    chassis,
    catalog,
    store,
    eventLog,
    mappings,
  });

  const inFlight = new InFlightBytes(config.inFlightBytesMax);
  const sealer = localSealer(Buffer.from(config.sealingKey, 'base64'));
  const authentication = new Authentication(new AccessRegistry(store), sealer);
  const closures = new KnownClosures(store, log);
  shutdown.add('stop-reading', 'closures', () => closures.stop());
  const counts = new StreamCounts(store, log);
  shutdown.add('drain', 'counts of streams', () => counts.stop());
  const traffic = new Traffic(metrics, counts);
  const liveLoad = new LiveLoad(inFlight, store);
  const sources = new SourceRunner({
    catalog,
    store,
    readers: new SourceReaders(store.pool, process),
    sharing: new SourceSharing(store.pool, process),
    backfills: new BackfillProgress(store.pool, process),
    connections: new SourceConnections(store, sealer),
    acceptPorts,
    closures,
    traffic,
    liveLoad,
    memory: {
      processedFiles: new PostgresProcessedFiles(store),
      rowDigests: new PostgresRowDigests(store),
      requestPaces: new PostgresRequestPaces(store.pool),
      answerRoom: new AnswerRoom(),
      shortLists: new ShortLists(),
      spoolDirectory: config.spoolDirectory,
    },
    lookSecondsMax: config.sourceLookSecondsMax,
    log,
  });
  sources.start();
  shutdown.add('stop-reading', 'sources', () => sources.stop());
  const watches = {
    watcher: new Watcher({ catalog, store, eventLog, log }),
    'watch of sources': watchSources(store, metrics, log),
    'watch of streams': watchHealth(catalog, store, metrics, log),
    'watch of reconciliations': watchReconciliations(store, metrics, log),
    'watch of gates': watchGates(store, metrics, log),
    'watch of back-fills': watchBackfills(store, metrics, log),
    'daily counts': watchCounts(store, log),
  };
  for (const [name, watch] of Object.entries(watches)) shutdown.add('stop-reading', name, () => watch.stop());
  const module = AppModule.of({ store, catalog, acceptPorts, limits: config, traffic, liveLoad });
  const app = await createHttpApp(module, {
    ...chassis,
    bodyBytesMax: config.bodyBytesMax,
    requestTimeoutMs: config.requestTimeoutMs,
    parseJson: false,
    problemForm: soapFaults(catalog),
    configure: async (fastify) => {
      replyInOwnCharset(fastify, catalog);
      await admission(fastify, { authentication, closures, inFlight, liveLoad, config });
      serveOpenApi(fastify, await gatewayDocument(catalog));
    },
  });
  return app.listen({ host: config.httpHost, port: config.httpPort });
}

function maintain(store: Store, config: GatewayConfig, { log, shutdown }: Chassis): void {
  const maintenance = new Periodic(MAINTENANCE_MS, () => maintainStore(store.pool, new Date(), config), {
    onError: (error) => log.warn('store.maintenance_failed', {}, error),
    isAtOnce: true,
  });
  shutdown.add('stop-reading', 'maintenance', () => maintenance.stop());
}

interface Delivery {
  readonly config: GatewayConfig;
  readonly overrides: GatewayOverrides;
  readonly chassis: Chassis;
  readonly catalog: Catalog;
  readonly store: Store;
  readonly eventLog: EventLog;
  readonly mappings: PublishedMappings;
}

/** The delivery rule's ports, and the name under which this process claims. */
async function openDelivery(parts: Delivery): Promise<{ acceptPorts: AcceptPorts; process: string }> {
  const { config, overrides, chassis, catalog, store, eventLog, mappings } = parts;
  const { log, metrics, shutdown } = chassis;
  const lease = new ProcessLease(config.databaseUrl);
  const watchClock = clockWatch(metrics, log);
  watchClock(await lease.renew());
  shutdown.add('flush', 'process lease', () => lease.end());
  const heartbeat = new Periodic(LEASE_RENEWAL_MS, async () => watchClock(await lease.renew()), {
    onError: (error) => log.debug('lease.renewal_failed', {}, error),
  });
  shutdown.add('drain', 'heartbeat', () => heartbeat.stop());
  const receipts = new PostgresReceipts(store.pool, {
    process: lease.process,
    pendingBytesMax: config.pendingBytesMax,
  });
  await Promise.all([receipts.warmUp(config.databaseConnectionsMax), mappings.warmUp(WARM_UP_MS_MAX)]);
  const steps = metrics.counter(
    'exchange_delivery_steps_total',
    'Steps of the delivery rule that were reached',
    ['step'],
  );
  const onStep: NonNullable<AcceptPorts['onStep']> = (step) => {
    steps.inc({ step });
    return overrides.onStep?.(step);
  };
  const drift = new DriftWatch(catalog, store, log);
  shutdown.add('drain', 'drift watch', () => drift.stop());
  const ports: AcceptPorts = {
    receipts,
    mappings,
    log: eventLog,
    limits: { ...DEFAULT_LIMITS, recordsMax: config.batchRecordsMax },
    appendDeadlineMs: config.appendDeadlineMs,
    sleep: (ms) => sleep(ms),
    onStep,
    onBlocked: ({ system, stream }, findings) => {
      for (const { index, rule } of findings) log.error('secrecy.blocked', { system, stream, index, rule });
    },
    onMapped: (receipt, records, outcome) => {
      // What is tried out, or made up for, does not say how its stream fares now.
      if (receipt.trial || receipt.historical) return;
      drift.observe(receipt, records, outcome);
    },
    onPending: ({ id, system, stream }, cause) =>
      log.warn('receipt.pending', { receipt: id, system, stream }, cause),
  };
  const drainer = new Drainer(new PostgresPendingQueue(store.pool, lease.process, receipts), ports, log);
  drainer.start();
  shutdown.add('stop-reading', 'drainer', () => drainer.stop());
  return { acceptPorts: ports, process: lease.process };
}
