import { openStore, type Store } from '@exchange/store';

const CONNECTIONS_MAX = 8;

/** The exchange's tables of a test's own database, which were migrated before. The test closes it. */
export function openTestStore(url: string): Promise<Store> {
  return openStore({
    url,
    applicationName: 'test',
    connectionsMax: CONNECTIONS_MAX,
    onIdleError: () => undefined,
  });
}
