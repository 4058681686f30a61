import { mariadbAvailable } from '@exchange/testing';
import { startMariadbServer } from './sql/mariadb-server.ts';
import { startPostgresServer } from './sql/postgres-server.ts';
import { describeReconciliation } from './sql/reconciliation.ts';
import { openRowDigests } from './sql/row-digest-store.ts';
import type { SqlServer } from './sql/sql-server.ts';

const mariadb = await mariadbAvailable();
let digestStore: Awaited<ReturnType<typeof openRowDigests>>;
beforeAll(async () => {
  digestStore = await openRowDigests();
}, 120_000);
afterAll(() => digestStore.end(), 60_000);

function onServer(start: () => Promise<SqlServer>): void {
  let server: SqlServer;
  beforeAll(async () => {
    server = await start();
  }, 120_000);
  afterAll(() => server.end(), 60_000);
  describeReconciliation(
    () => server,
    () => digestStore,
  );
}

describe('a reconciliation on a real PostgreSQL', () => onServer(startPostgresServer));
if (mariadb.available || process.env['CI'])
  describe('a reconciliation on a real MariaDB', () => onServer(startMariadbServer));
else
  describe.skip(`a reconciliation on a real MariaDB (skipped: missing ${mariadb.missing.join(', ')})`, () => {
    test('mends', () => undefined);
  });
