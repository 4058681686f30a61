import type { AppConfig, Chassis } from '@exchange/runtime';
import { openStore, type Store } from './open-store.ts';

/** Opens the store of an app, which is not ready while the database is not, and closes it at the end. */
export async function openAppStore(
  { databaseUrl, databaseConnectionsMax }: Pick<AppConfig, 'databaseUrl' | 'databaseConnectionsMax'>,
  { service, log, health, shutdown }: Chassis,
): Promise<Store> {
  const store = await openStore({
    url: databaseUrl,
    applicationName: service,
    connectionsMax: databaseConnectionsMax,
    onIdleError: (error) => log.warn('store.connection_lost', {}, error),
  });
  shutdown.add('close', 'store', () => store.close());
  health.register('store', async () => {
    await store.pool.query('SELECT 1');
  });
  return store;
}
