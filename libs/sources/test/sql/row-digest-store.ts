import { migrateStore, PostgresRowDigests, type Store } from '@exchange/store';
import { openTestStore, createTestDatabase, type TestDatabase } from '@exchange/testing';

/** The exchange's own database, for what it holds of the rows of others. */
export async function openRowDigests(): Promise<{
  digests: PostgresRowDigests;
  store: Store;
  end(): Promise<void>;
}> {
  const database: TestDatabase = await createTestDatabase();
  await migrateStore(database.url, new Date());
  const store = await openTestStore(database.url);
  return {
    digests: new PostgresRowDigests(store),
    store,
    async end() {
      await store.close();
      await database.drop();
    },
  };
}
