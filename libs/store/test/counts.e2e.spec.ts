import { dayAfter, dayOf, dayStart } from '@exchange/contracts';
import {
  addUpArrived,
  arrivedByDay,
  listDailyCounts,
  migrateStore,
  reportDailyCount,
  type Store,
} from '@exchange/store';
import { createTestDatabase, openTestStore, type TestDatabase } from '@exchange/testing';

let database: TestDatabase;
let store: Store;

const NAME = { system: 'counting', stream: 'orders' };
const YESTERDAY = dayAfter(dayOf(new Date()), -1);
const DAY_MS = 86_400_000;

beforeAll(async () => {
  database = await createTestDatabase();
  // Partitions from last month on.
  await migrateStore(database.url, new Date(Date.now() - 31 * DAY_MS));
  store = await openTestStore(database.url);
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

beforeEach(async () => {
  await store.pool.query(
    'TRUNCATE exchange.receipt, exchange.receipt_outcome, exchange.arrived, exchange.arrived_late',
  );
  await store.pool.query('UPDATE exchange.arrived_until SET until = $1, since = $1', [
    dayStart(dayAfter(YESTERDAY, -1)),
  ]);
});

interface Put {
  readonly at: Date;
  readonly records?: number;
  readonly quarantined?: number;
  readonly operation?: 'upsert' | 'delete';
  readonly trial?: boolean;
  readonly historical?: boolean;
  readonly isPending?: boolean;
  /** How much the clock of the gateway that named the receipt is off. */
  readonly clockOffMs?: number;
}

async function put(...receipts: Put[]): Promise<string[]> {
  const ids: string[] = [];
  for (const receipt of receipts) {
    const { at, operation = 'upsert', trial = false, historical = false, clockOffMs = 0 } = receipt;
    const { rows } = await store.pool.query<{ id: string }>(
      `INSERT INTO exchange.receipt (id, system, stream, department, operation, decode, body_digest, body_bytes,
         mapping_version, received_at, trial, historical)
       VALUES ((left(exchange.lowest_uuid($1)::text, 14) || right(gen_random_uuid()::text, 22))::uuid,
         $2, $3, 'd', $4, '{}', '', 1, 1, $5, $6, $7) RETURNING id`,
      [new Date(at.getTime() + clockOffMs), NAME.system, NAME.stream, operation, at, trial, historical],
    );
    ids.push(rows[0]!.id);
    if (!receipt.isPending) await complete(rows[0]!.id, receipt);
  }
  return ids;
}

async function complete(id: string, { records = 1, quarantined = 0 }: Pick<Put, 'records' | 'quarantined'>) {
  await store.pool.query(
    `INSERT INTO exchange.receipt_outcome (id, records, accepted, quarantined, events, reports)
     VALUES ($1, $2, $3, $4, $3, '[]')`,
    [id, records, records - quarantined, quarantined],
  );
}

async function addUp(): Promise<void> {
  while (!(await addUpArrived(store.pool)));
}

async function arrived(day: string) {
  const days = await arrivedByDay(store.pool, NAME, dayStart(day)!, dayStart(dayAfter(day, 1))!);
  return days.get(day);
}

function momentOf(day: string, time: string): Date {
  return new Date(`${day}T${time}+08:00`);
}

test('counts what was received on a day of Asia/Shanghai, the same before and after it is added up', async () => {
  await put(
    { at: momentOf(YESTERDAY, '00:00:00'), records: 100, quarantined: 5 },
    { at: momentOf(YESTERDAY, '23:59:59.999'), records: 7 },
    { at: momentOf(YESTERDAY, '12:00:00'), records: 3, operation: 'delete' },
    { at: momentOf(YESTERDAY, '12:00:00'), records: 1_000, trial: true },
    { at: momentOf(YESTERDAY, '12:00:00'), records: 1_000, historical: true },
    { at: momentOf(dayAfter(YESTERDAY, -1), '23:59:59'), records: 50 },
    { at: momentOf(dayAfter(YESTERDAY, 1), '00:00:00'), records: 60 },
  );
  const expected = {
    receipts: 3,
    records: 107,
    accepted: 102,
    quarantined: 5,
    deleted: 3,
    pending: 0,
  };
  expect(await arrived(YESTERDAY)).toEqual(expected);
  await addUp();
  expect(await arrived(YESTERDAY)).toEqual(expected);
  const { rows } = await store.pool.query('SELECT 1 FROM exchange.arrived');
  expect(rows.length).toBeGreaterThan(3);
});

test('counts a receipt once that is completed after its time was added up, and says until then that it is pending', async () => {
  const [late] = await put(
    { at: momentOf(YESTERDAY, '10:00:00'), isPending: true },
    { at: momentOf(YESTERDAY, '10:00:00') },
  );
  expect(await arrived(YESTERDAY)).toMatchObject({ records: 1, pending: 1 });
  await addUp();
  expect(await arrived(YESTERDAY)).toMatchObject({ records: 1, pending: 1 });
  await complete(late!, { records: 9 });
  expect(await arrived(YESTERDAY)).toMatchObject({ records: 1, pending: 1 });
  await addUp();
  await addUp();
  expect(await arrived(YESTERDAY)).toMatchObject({ records: 10, pending: 0, receipts: 2 });
});

test('several processes that add up at once count each receipt once, whatever the clocks of the gateways', async () => {
  await put(
    ...Array.from({ length: 40 }, (_, index) => ({
      at: momentOf(YESTERDAY, `0${index % 10}:15:00`),
      clockOffMs: (index % 3) * 100_000 - 100_000,
    })),
  );
  for (let round = 0; round < 30; round += 1)
    await Promise.all(Array.from({ length: 3 }, () => addUpArrived(store.pool)));
  expect(await arrived(YESTERDAY)).toMatchObject({ records: 40, receipts: 40 });
});

test('a count that is reported again with other figures is a correction, and what it was stays in the audit', async () => {
  const report = { ...NAME, day: YESTERDAY, records: 10, deleted: null };
  await reportDailyCount(store, report, 'key k1');
  await reportDailyCount(store, report, 'key k1');
  await reportDailyCount(store, { ...report, records: 12, deleted: 1 }, 'key k2');
  const counts = await listDailyCounts(store.pool, NAME, YESTERDAY, YESTERDAY);
  expect(counts.get(YESTERDAY)).toMatchObject({ records: 12, deleted: 1, corrections: 1 });
  const { rows } = await store.pool.query(
    `SELECT actor, before, after FROM exchange.audit_entry WHERE action = 'daily-count.report' ORDER BY at`,
  );
  expect(rows).toEqual([
    { actor: 'key k1', before: null, after: { records: 10, deleted: null } },
    { actor: 'key k2', before: { records: 10, deleted: null }, after: { records: 12, deleted: 1 } },
  ]);
});
