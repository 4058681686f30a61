import { migrateStore, openStore, PostgresRowDigests, type Store } from '@exchange/store';
import { createTestDatabase, type TestDatabase } from '@exchange/testing';

/** The exchange's own database, for what it holds of the rows of others. */
export async function openRowDigests(): Promise<{
  digests: PostgresRowDigests;
  store: Store;
  end(): Promise<void>;
}> {
  const database: TestDatabase = await createTestDatabase();
  await migrateStore(database.url, new Date());
  const store = await openStore({
    url: database.url,
    applicationName: 'test',
    connectionsMax: 4,
    onIdleError: () => undefined,
  });
  return {
    digests: new PostgresRowDigests(store),
    store,
    async end() {
      await store.close();
      await database.drop();
    },
  };
}
