import type { JsonObject } from '@exchange/contracts';
import { reconcile, type Difference } from '../src/sql-poll/reconcile.ts';
import { startPostgresServer } from './sql/postgres-server.ts';
import type { SqlServer } from './sql/sql-server.ts';
import { runOnce } from './sql/sql-world.ts';

let server: SqlServer;
beforeAll(async () => {
  server = await startPostgresServer();
}, 120_000);
afterAll(() => server.end(), 60_000);

test('finds what either side lacks, few keys at a time, and leaves out what is on its way', async () => {
  const database = await server.createDatabase();
  await runOnce(
    database,
    'CREATE TABLE t (id int PRIMARY KEY, gone int, name text)',
    `INSERT INTO t SELECT n, CASE WHEN n = 9 THEN 1 END, 'name ' || n FROM generate_series(1, 20000) n`,
  );
  const lost = new Set(Array.from({ length: 300 }, (_, index) => index * 61 + 17));
  const held = Array.from({ length: 20_050 }, (_, index) => index + 1).filter((id) => !lost.has(id));
  let reads = 0;
  const differences: Difference[] = [];
  const comparing = reconcile({
    settings: { dialect: 'postgres', table: 't', read: { strategy: 'cursor', revision: 'id', key: [] } },
    connection: database.connection,
    stream: { system: 'city', stream: 't', sourceSchema: { properties: { id: {}, gone: {}, name: {} } } },
    now: () => Date.now(),
    keysMax: 50,
    held: async function* () {
      reads += 1;
      for (const id of held) yield `K${id}`;
      // Arrives while the two are being compared.
      if (reads > 1) yield 'K17';
    },
    keyOf: (row: JsonObject) => (row['gone'] === 1 ? null : `K${String(row['id'])}`),
  });
  for (;;) {
    const next = await comparing.next();
    if (next.done) {
      expect(next.value).toEqual({ source: 19_999, exchange: 19_750 });
      break;
    }
    differences.push(next.value);
  }
  const missing = differences.filter((difference) => difference.kind === 'not-in-exchange');
  const gone = differences
    .filter((difference) => difference.kind === 'not-in-source')
    .flatMap(({ keys }) => keys);
  const expected = [...lost].filter((id) => id !== 17).map((id) => `K${id}`);
  expect(missing.flatMap(({ keys }) => keys).sort()).toEqual(expected.sort());
  const rows = missing.flatMap(({ body }) => body.toString().trim().split('\n'));
  expect(rows).toHaveLength(expected.length);
  expect(JSON.parse(rows[0]!)).toMatchObject({ name: expect.stringMatching(/^name \d+$/u) as string });
  expect(gone.sort()).toEqual(
    ['K9', ...Array.from({ length: 50 }, (_, index) => `K${20_001 + index}`)].sort(),
  );
  expect(reads).toBeGreaterThan(3);
  await database.drop();
});
