import { rm } from 'node:fs/promises';
import { eventsOf, waitUntil } from '@exchange/testing';
import {
  askReconciliation,
  beginReconciliation,
  listAlarms,
  listReaders,
  listReconciliations,
  resetReader,
  SourceConnections,
  type GoneRows,
} from '@exchange/store';
import pg from 'pg';
import { trafficOf, wireCatalog } from './faults/wires/wire-catalog.ts';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';

const KIND = 'reconciled';
const { system, stream, topic } = trafficOf(KIND);
const NAME = { system, stream };
const DATABASE = 'reconciled_orders';

let directory: string;
let kit: GatewayKit;
let pool: pg.Pool;

beforeAll(async () => {
  directory = await wireCatalog([
    {
      kind: KIND,
      source: {
        kind: 'sql',
        format: 'ndjson',
        charset: 'utf-8',
        schedule: { everySeconds: 1 },
        sql: {
          dialect: 'postgres',
          schema: 'public',
          table: 'orders',
          read: {
            strategy: 'cursor',
            revision: 'rev',
            key: ['id'],
            overlapSeconds: 1,
            reconcile: { everyHours: 24, record: ['工单编号'] },
          },
          pageRows: 100,
        },
      },
    },
  ]);
  kit = await gatewayKit(directory);
  const url = new URL(kit.database.url);
  await kit.store.pool.query(`CREATE DATABASE ${DATABASE}`);
  url.pathname = `/${DATABASE}`;
  pool = new pg.Pool({ connectionString: url.href, max: 2 });
  pool.on('error', () => undefined);
  const { sourceSchema } = kit.catalog.systems.get(system)!.streams.get(stream)!;
  const columns = Object.keys(sourceSchema['properties'] as object);
  await pool.query(
    `CREATE TABLE orders (id int PRIMARY KEY, rev int NOT NULL, ${columns.map((name) => `"${name}" text`).join(', ')})`,
  );
  await new SourceConnections(kit.store, kit.sealer).set(
    system,
    {
      host: url.hostname,
      port: Number(url.port),
      database: DATABASE,
      user: url.username,
      password: url.password,
    },
    'test',
  );
}, 120_000);

afterAll(async () => {
  await kit.end();
  await pool.query('SELECT 1').catch(() => undefined);
  await pool.end();
  await rm(directory, { recursive: true });
});

async function put(from: number, count: number, revision: number): Promise<void> {
  await pool.query(
    `INSERT INTO orders (id, rev, "工单编号", "来电时间", "诉求类型", "诉求分类代码", "标题", "诉求内容", "所属镇街", "工单状态")
     SELECT n, $3, 'R' || n, '2026-11-24 09:00:00', '举报', '050307', '花园街一店使用煤气罐', '来电人反映店内放置煤气罐。', '湖塘镇', '已派单'
     FROM generate_series($1::int, $2::int) n`,
    [from, from + count - 1, revision],
  );
}

/** What a consumer holds: keys of the orders whose last event is no withdrawal. */
async function held(): Promise<Set<string>> {
  const keys = new Set<string>();
  for await (const { event } of eventsOf(kit.log, topic))
    if (event.operation === 'delete') keys.delete(event.key);
    else keys.add(event.key);
  return keys;
}

async function runs() {
  return (await listReconciliations(kit.store.pool, { perStream: 10 })).filter(
    (run) => run.stream === stream,
  );
}

async function alarms() {
  return (await listAlarms(kit.store.pool)).filter(({ rule }) => rule === 'reconciliation-difference');
}

async function reconciled(gone: GoneRows | null) {
  const before = (await runs()).length;
  expect(await askReconciliation(kit.store, NAME, { gone, by: 'test' })).toBe(true);
  await waitUntil(
    'the reconciliation done',
    async () => (await runs()).length > before && (await runs())[0]!.state === 'done',
    40_000,
  );
  return (await runs())[0]!.result;
}

test('rows that were missed or removed are found, read after all or told, and withdrawn when that is asked for', async () => {
  await put(1, 300, 100);
  const gateway = await kit.startGateway();
  await waitUntil('all read', async () => (await held()).size === 300, 30_000);
  await waitUntil('the first one done', async () => (await runs())[0]?.state === 'done', 40_000);
  expect((await runs())[0]).toMatchObject({
    askedBy: null,
    result: { missing: 0, gone: 0, source: 300, exchange: 300 },
  });
  // Below the cursor, as of a transaction that stayed open for too long.
  await put(1_001, 20, 50);
  await pool.query('DELETE FROM orders WHERE id <= 10');
  expect(await reconciled(null)).toMatchObject({ missing: 20, refetched: 20, gone: 10, withdrawn: 0 });
  await waitUntil('the missed ones read', async () => (await held()).size === 320);
  const [alarm] = await alarms();
  expect(alarm).toMatchObject({ system, stream, facts: { missing: 20, gone: 10 } });
  expect(alarm!.facts['goneKeys']).toContain('id=1, 工单编号=R1');
  expect(await reconciled('withdraw')).toMatchObject({ missing: 0, gone: 10, withdrawn: 10 });
  await waitUntil('the others withdrawn', async () => (await held()).size === 310);
  expect(await reconciled(null)).toMatchObject({ missing: 0, gone: 0, source: 310, exchange: 310 });
  await waitUntil('the alarm over', async () => (await alarms()).length === 0);
  expect((await listReaders(kit.store.pool))[0]).toMatchObject({ failure: null, state: 'running' });
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toContain('exchange_reconciliation_differences');
  await gateway.stop('test');
}, 180_000);

test('what a process died in is begun anew by the next one, and live reading goes on beside it', async () => {
  await askReconciliation(kit.store, NAME, { gone: null, by: 'test' });
  const begun = await beginReconciliation(kit.store.pool, NAME, () => false);
  expect(begun).toMatchObject({ gone: null, isFirst: false });
  expect(await askReconciliation(kit.store, NAME, { gone: null, by: 'test' })).toBe(false);
  await put(2_001, 5, 60);
  const gateway = await kit.startGateway();
  await put(3_001, 5, 10_000);
  await waitUntil('the missed and the new ones read', async () => (await held()).size === 320, 40_000);
  await waitUntil('the reconciliation done', async () => (await runs())[0]!.state === 'done', 40_000);
  expect((await runs())[0]).toMatchObject({ id: begun!.id, result: { missing: 5, refetched: 5, gone: 0 } });
  await gateway.stop('test');
}, 120_000);

test('a reader that is reset while it is at work reads everything again, and nothing takes effect twice', async () => {
  const gateway = await kit.startGateway();
  const records = async () => (await listReaders(kit.store.pool))[0]!.records;
  await waitUntil('it reads', async () => (await listReaders(kit.store.pool))[0]!.isRead, 30_000);
  const [before, orders] = [await records(), await held()];
  expect(await resetReader(kit.store, { ...NAME, lane: 'live' }, 'test')).toBe(true);
  await waitUntil('all read again', async () => (await records()) === before + orders.size, 40_000);
  expect(await held()).toEqual(orders);
  expect(await reconciled(null)).toMatchObject({ missing: 0, changed: 0, gone: 0, adopted: 0 });
  await gateway.stop('test');
}, 120_000);
