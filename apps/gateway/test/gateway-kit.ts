import { randomBytes } from 'node:crypto';
import { migratePostgresEventLog, openEventLog, type EventLog } from '@exchange/event-log';
import { loadCatalog, type Catalog } from '@exchange/catalog';
import { localSealer, migrateStore, type SecretSealer, type Store } from '@exchange/store';
import { openTestStore, createTestDatabase, type TestDatabase } from '@exchange/testing';
import { issueSystemKey, type IssuedKey } from '../../setup/src/issue-access.ts';
import { registerCatalog } from '../../setup/src/register-catalog.ts';
import { gatewayConfig } from '../src/config.ts';
import { startGateway, type GatewayOverrides, type RunningGateway } from '../src/start.ts';

const SEALING_KEY = randomBytes(32).toString('base64');

/** A database with everything registered, and gateways over it: what a test of the push API needs. */
export interface GatewayKit {
  readonly database: TestDatabase;
  readonly catalog: Catalog;
  readonly store: Store;
  readonly log: EventLog;
  /** Environment that a gateway process over this database needs. */
  readonly settings: Readonly<Record<string, string>>;
  readonly sealer: SecretSealer;
  startGateway(env?: NodeJS.ProcessEnv, overrides?: GatewayOverrides): Promise<RunningGateway>;
  issueKey(
    system: string,
    kind?: 'api-key' | 'hmac-sha256' | 'hmac-sm3',
    trial?: boolean,
  ): Promise<IssuedKey>;
  end(): Promise<void>;
}

/** `catalogDirectory`: holds `adapters/` and `schemas/`; the repository's own unless given. */
export async function gatewayKit(catalogDirectory = '.'): Promise<GatewayKit> {
  const database = await createTestDatabase();
  await migrateStore(database.url, new Date());
  await migratePostgresEventLog(database.url);
  const catalog = await loadCatalog(catalogDirectory);
  const store = await openTestStore(database.url);
  await registerCatalog(store, catalog, { by: 'test', stage: 'in-operation' });
  const log = openEventLog({ kind: 'postgres', url: database.url });
  const gateways: RunningGateway[] = [];
  return {
    database,
    catalog,
    store,
    log,
    settings: { DATABASE_URL: database.url, SEALING_KEY, CATALOG_DIRECTORY: catalogDirectory },
    sealer: localSealer(Buffer.from(SEALING_KEY, 'base64')),
    startGateway: async (env = {}, overrides = {}) => {
      const config = gatewayConfig({
        DATABASE_URL: database.url,
        SEALING_KEY,
        CATALOG_DIRECTORY: catalogDirectory,
        HTTP_PORT: '0',
        LOG_LEVEL: 'error',
        ...env,
      });
      const gateway = await startGateway(config, overrides);
      gateways.push(gateway);
      return gateway;
    },
    issueKey: (system, kind = 'api-key', trial = false) =>
      issueSystemKey(
        store,
        localSealer(Buffer.from(SEALING_KEY, 'base64')),
        { system, kind, trial, expiresAt: null },
        'test',
      ),
    end: async () => {
      for (const gateway of gateways) await gateway.stop('test ends');
      await log.close();
      await store.close();
      await database.drop();
    },
  };
}
