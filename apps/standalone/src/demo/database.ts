import type { Catalog } from '@exchange/catalog';
import { migratePostgresEventLog } from '@exchange/event-log';
import { migrateStore, openStore, type Store } from '@exchange/store';
import { registerCatalog } from '../../../setup/src/register-catalog.ts';
import type { Infrastructure } from './infrastructure.ts';
import type { Stoppers } from './stoppers.ts';

/** Migrates the exchange's tables and registers the systems of `adapters/`. */
export async function prepareDatabase(
  infrastructure: Infrastructure,
  catalog: Catalog,
  stoppers: Stoppers,
): Promise<Store> {
  await migrateStore(infrastructure.databaseUrl, new Date());
  if (infrastructure.eventLogEnv['EVENT_LOG'] === 'postgres')
    await migratePostgresEventLog(infrastructure.databaseUrl);
  const store = await openStore({
    url: infrastructure.databaseUrl,
    applicationName: 'demo',
    connectionsMax: 4,
    onIdleError: () => undefined,
  });
  stoppers.add('store', () => store.close());
  await registerCatalog(store, catalog, { by: 'demo', stage: 'in-operation' });
  return store;
}
