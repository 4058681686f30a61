import { randomBytes } from 'node:crypto';
import { loadCatalog } from '@exchange/catalog';
import { migratePostgresEventLog } from '@exchange/event-log';
import { localSealer, migrateStore, openStore, type Store } from '@exchange/store';
import { issueReader, issueSystemKey } from '../apps/setup/src/issue-access.ts';
import { registerCatalog } from '../apps/setup/src/register-catalog.ts';
import { BENCH_SYSTEM } from './workload.ts';

/** What is measured, ready to be started. */
export interface Prepared {
  /** Of its apps. */
  readonly env: Readonly<Record<string, string>>;
  readonly store: Store;
  /** Of the system that pushes. */
  readonly key: string;
  /** Of a reader of all topics. */
  readonly token: string;
}

/**
 * Makes the tables, registers the systems of a catalogue as in operation and gives access to them. `brokers`: of Kafka, where the
 * event log is on it.
 */
export async function prepare(
  databaseUrl: string,
  brokers: string | null,
  catalogDirectory: string,
): Promise<Prepared> {
  await migrateStore(databaseUrl, new Date());
  if (!brokers) await migratePostgresEventLog(databaseUrl);
  const store = await openStore({
    url: databaseUrl,
    applicationName: 'bench',
    connectionsMax: 2,
    onIdleError: () => undefined,
  });
  await registerCatalog(store, await loadCatalog(catalogDirectory), { by: 'bench', stage: 'in-operation' });
  const sealingKey = randomBytes(32).toString('base64');
  const sealer = localSealer(Buffer.from(sealingKey, 'base64'));
  const wish = { system: BENCH_SYSTEM, kind: 'api-key', expiresAt: null } as const;
  const key = await issueSystemKey(store, sealer, wish, 'bench');
  const scope = { topics: 'all', jurisdictions: 'district', departments: 'all', unmasked: false } as const;
  const token = await issueReader(store, { name: 'bench', scope, expiresAt: null }, 'bench');
  const env = {
    DATABASE_URL: databaseUrl,
    SEALING_KEY: sealingKey,
    IDENTITY_KEY: sealingKey,
    CATALOG_DIRECTORY: catalogDirectory,
    EVENT_LOG: brokers ? 'kafka' : 'postgres',
    KAFKA_BROKERS: brokers ?? '',
    LOG_LEVEL: 'error',
    SYSTEM_REQUESTS_PER_MINUTE_MAX: '10000000',
  };
  return { env, store, key: key.secret, token: token.secret };
}
