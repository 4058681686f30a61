import { randomBytes } from 'node:crypto';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalog, type Catalog } from '@exchange/catalog';
import { openEventLog, type EventLog } from '@exchange/event-log';
import { localSealer, migrateStore, type SecretSealer, type Store } from '@exchange/store';
import {
  openTestStore,
  freePort,
  startAppProcess,
  startEmbeddedPostgres,
  startLocalKafka,
  type AppProcess,
  type EmbeddedPostgres,
  type LocalKafka,
} from '@exchange/testing';
import { issueSystemKey } from '../../../setup/src/issue-access.ts';
import { registerCatalog } from '../../../setup/src/register-catalog.ts';
import { FAULT_SYSTEM } from './workload.ts';

/** A whole exchange of real processes that can be broken: PostgreSQL with durable commits, Kafka, gateways, the feed. */
export interface FaultWorld {
  readonly kafka: LocalKafka;
  readonly catalog: Catalog;
  /** Of `FAULT_SYSTEM`; empty where the catalogue does not have it. */
  readonly key: string;
  readonly log: EventLog;
  /** Of the server's own account. */
  readonly databaseUrl: string;
  readonly sealer: SecretSealer;
  store(): Store;
  /** Env of every app; the brokers may be replaced to cut one off. */
  startGateway(env?: Record<string, string>, port?: number): Promise<AppProcess>;
  startFeed(): Promise<AppProcess>;
  restartPostgres(): Promise<void>;
  end(): Promise<void>;
}

const GATEWAY = 'dist/apps/gateway/test/faulty-gateway.js';
const FEED = 'dist/apps/platform-feed/src/main.js';

/** `ownCatalog`: a folder that holds `adapters/` and `schemas/`; a catalogue of `FAULT_SYSTEM` alone unless given. */
export async function faultWorld(ownCatalog?: string): Promise<FaultWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'exchange-faults-'));
  const catalogDirectory = ownCatalog ?? (await smallCatalog(join(directory, 'catalog')));
  const port = await freePort();
  const start = (): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({
      directory: join(directory, 'postgres'),
      port,
      persistent: true,
      settings: { max_connections: '200' },
    });
  let postgres = await start();
  const kafka = await startLocalKafka({ directory: join(directory, 'kafka'), persistent: true });
  await migrateStore(postgres.url, new Date());
  const catalog = await loadCatalog(catalogDirectory);
  const open = (): Promise<Store> => openTestStore(postgres.url);
  let store = await open();
  await registerCatalog(store, catalog, { by: 'faults', stage: 'in-operation' });
  const sealingKey = randomBytes(32).toString('base64');
  const sealer = localSealer(Buffer.from(sealingKey, 'base64'));
  const key = catalog.systems.has(FAULT_SYSTEM) ? await keyOf(store, sealer) : '';
  const log = openEventLog({
    kind: 'kafka',
    brokers: [kafka.brokers],
    clientId: 'ledger',
    replicationFactor: 1,
  });
  const env = {
    DATABASE_URL: postgres.url,
    SEALING_KEY: sealingKey,
    IDENTITY_KEY: sealingKey,
    EVENT_LOG: 'kafka',
    KAFKA_BROKERS: kafka.brokers,
    CATALOG_DIRECTORY: catalogDirectory,
    LOG_LEVEL: 'error',
    APPEND_DEADLINE_MS: '1500',
  };
  const started: AppProcess[] = [];
  const run = async (script: string, more: Record<string, string>, at?: number): Promise<AppProcess> => {
    const app = await startAppProcess({
      script,
      env: { ...env, ...more },
      ...(at === undefined ? {} : { port: at }),
    });
    started.push(app);
    return app;
  };
  return {
    kafka,
    catalog,
    key,
    log,
    databaseUrl: postgres.url,
    sealer,
    store: () => store,
    startGateway: (more = {}, at) => run(GATEWAY, more, at),
    startFeed: () => run(FEED, {}),
    restartPostgres: async () => {
      await store.close();
      await postgres.stop();
      postgres = await start();
      store = await open();
    },
    end: async () => {
      await Promise.all(started.map((app) => app.stop()));
      await log.close();
      await store.close();
      await kafka.stop();
      await postgres.stop();
    },
  };
}

/** Gateways are started again and again here, and a catalogue of all the systems takes its time to load. */
async function smallCatalog(folder: string): Promise<string> {
  for (const part of ['schemas', join('adapters', FAULT_SYSTEM)])
    await cp(part, join(folder, part), { recursive: true });
  return folder;
}

async function keyOf(store: Store, sealer: SecretSealer): Promise<string> {
  const wish = { system: FAULT_SYSTEM, kind: 'api-key', expiresAt: null } as const;
  return (await issueSystemKey(store, sealer, wish, 'faults')).secret;
}
