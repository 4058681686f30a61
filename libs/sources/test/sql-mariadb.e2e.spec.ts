import { describeSourceConformance, mariadbAvailable } from '@exchange/testing';
import { describeSqlBehaviour } from './sql/behaviour.ts';
import { describeSqlFailures } from './sql/failures.ts';
import { describeSqlHistory } from './sql/history.ts';
import { startMariadbServer } from './sql/mariadb-server.ts';
import { openRowDigests } from './sql/row-digest-store.ts';
import type { SqlServer } from './sql/sql-server.ts';
import { DIGEST, startSqlWorld } from './sql/sql-world.ts';

const availability = await mariadbAvailable();
if (availability.available || process.env['CI'])
  describe('on a real MariaDB', () => {
    let server: SqlServer;
    let digestStore: Awaited<ReturnType<typeof openRowDigests>>;
    beforeAll(async () => {
      server = await startMariadbServer();
      digestStore = await openRowDigests();
    }, 120_000);
    afterAll(async () => {
      await digestStore.end();
      await server.end();
    }, 60_000);

    describeSourceConformance('a MariaDB table with a revision column', () => startSqlWorld(server));
    describeSourceConformance('a MariaDB table without any cursor', () =>
      startSqlWorld(server, { settings: DIGEST, rowDigests: digestStore.digests }),
    );
    describeSqlBehaviour(
      () => server,
      () => digestStore,
    );
    describeSqlFailures(() => server);
    describeSqlHistory(() => server);
  });
else
  describe.skip(`a MariaDB table as a source (skipped: missing ${availability.missing.join(', ')})`, () => {
    test('conforms', () => undefined);
  });
