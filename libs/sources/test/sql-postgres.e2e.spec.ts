import { describeSourceConformance } from '@exchange/testing';
import { describeSqlBehaviour } from './sql/behaviour.ts';
import { describeSqlFailures } from './sql/failures.ts';
import { describeSqlHistory } from './sql/history.ts';
import { startPostgresServer } from './sql/postgres-server.ts';
import { openRowDigests } from './sql/row-digest-store.ts';
import type { SqlServer } from './sql/sql-server.ts';
import { DIGEST, CHANGES, startSqlWorld } from './sql/sql-world.ts';

let server: SqlServer;
let digestStore: Awaited<ReturnType<typeof openRowDigests>>;
beforeAll(async () => {
  server = await startPostgresServer();
  digestStore = await openRowDigests();
}, 120_000);
afterAll(async () => {
  await digestStore.end();
  await server.end();
}, 60_000);

describeSourceConformance('a PostgreSQL table with a revision column', () => startSqlWorld(server));
describeSourceConformance('a PostgreSQL table of changes', () =>
  startSqlWorld(server, { settings: CHANGES }),
);
describeSourceConformance('a PostgreSQL table without any cursor', () =>
  startSqlWorld(server, { settings: DIGEST, rowDigests: digestStore.digests }),
);
describe('on a real PostgreSQL', () => {
  describeSqlBehaviour(
    () => server,
    () => digestStore,
  );
  describeSqlFailures(() => server);
  describeSqlHistory(() => server);
});
