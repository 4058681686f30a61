import { randomUUID } from 'node:crypto';
import type { EventLog } from '@exchange/event-log';
import { migrateStore, type Store } from '@exchange/store';
import {
  openTestStore,
  createTestDatabase,
  Ledger,
  valueFingerprint,
  type TestDatabase,
} from '@exchange/testing';
import { migratePlatform } from '../../platform-feed/src/migrate.ts';

const STREAM = { system: 'roster', stream: 'officers' };
/** Nothing is accepted here: what is in quarantine needs no event. */
const EMPTY_LOG = { read: async () => ({ events: [], positions: new Map() }) } as unknown as EventLog;

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateStore(database.url, new Date());
  await migratePlatform({ databaseUrl: database.url, eventLog: 'postgres' });
  store = await openTestStore(database.url);
}, 60_000);

beforeEach(async () => {
  await store.pool.query(`TRUNCATE exchange.receipt, exchange.receipt_body, exchange.quarantine`);
});

afterAll(async () => {
  await store.close();
  await database.drop();
}, 60_000);

/** A receipt as a reader leaves it, its records in quarantine with the bytes that the receipt holds, unless others are given. */
async function receive(
  values: readonly object[],
  raws = values.map((value) => JSON.stringify(value)),
): Promise<void> {
  const id = randomUUID().replace(/^(.{14})./u, '$17');
  const body = values.map((value) => `${JSON.stringify(value)}\n`).join('');
  const decode = { format: 'ndjson', charset: 'utf-8' };
  const made = await store.pool.query<{ id: string }>(
    `SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || substr(replace($1, '-', ''), 13))::uuid AS id`,
    [id],
  );
  const receipt = made.rows[0]!.id;
  await store.pool.query(
    `INSERT INTO exchange.receipt (id, system, stream, department, operation, decode, body_digest, body_bytes, mapping_version)
     VALUES ($1, $2, $3, 'x', 'upsert', $4, '', $5, 1)`,
    [receipt, STREAM.system, STREAM.stream, decode, body.length],
  );
  await store.pool.query(
    `INSERT INTO exchange.receipt_body (id, encoding, body) VALUES ($1, 'identity', $2)`,
    [receipt, Buffer.from(body)],
  );
  for (const [index, raw] of raws.entries())
    await store.pool.query(
      `INSERT INTO exchange.quarantine (id, system, stream, department, receipt, record_index, rejections, warnings,
         fingerprint, raw, decode, mapping_version, received_at)
       VALUES (gen_random_uuid(), $1, $2, 'x', $3, $4, '[]', '[]', '', $5, $6, 1, now())`,
      [STREAM.system, STREAM.stream, receipt, index, Buffer.from(raw), decode],
    );
}

function officer(number: number): { no: string; name: string } {
  return { no: `WJ${number}`, name: `officer ${number}` };
}

async function auditOf(put: readonly object[]): Promise<{ quarantined: number; found: string[] }> {
  const ledger = new Ledger();
  ledger.writePut({
    ...STREAM,
    expected: put.map((value) => valueFingerprint(value as Record<string, string>, [])),
    ignored: [],
    unreadable: 0,
  });
  const report = await ledger.audit({ log: EMPTY_LOG, topics: ['t'], pool: store.pool });
  return {
    quarantined: report.quarantined,
    found: [...report.lost, ...report.doubled].map(({ kind }) => kind),
  };
}

const FIVE = [1, 2, 3, 4, 5].map(officer);

test('finds nothing when every record that was put was read once, in whatever chunks and order', async () => {
  await receive([officer(3), officer(1)]);
  await receive([officer(5), officer(2), officer(4)]);
  expect(await auditOf(FIVE)).toEqual({ quarantined: 5, found: [] });
});

test('finds one that was dropped, one that came twice, and both although their numbers agree', async () => {
  await receive([1, 2, 3, 4].map(officer));
  expect((await auditOf(FIVE)).found).toEqual(['never-read']);
  await receive([officer(2)]);
  expect((await auditOf(FIVE)).found).toEqual(['never-read', 'read-twice']);
  await receive([officer(5)]);
  expect((await auditOf(FIVE)).found).toEqual(['read-twice']);
});

test('finds a record that says something else than what was put', async () => {
  await receive([...[1, 2, 3, 4].map(officer), { no: 'WJ5', name: 'another one' }]);
  expect((await auditOf(FIVE)).found).toEqual(['never-read', 'read-twice']);
});

test('finds a record that is neither in the log nor in quarantine, and quarantined bytes that are others', async () => {
  await receive([1, 2].map(officer), [JSON.stringify(officer(1))]);
  await receive(
    [3, 4, 5].map(officer),
    [3, 4, 6].map((number) => JSON.stringify(officer(number))),
  );
  expect((await auditOf(FIVE)).found).toEqual(['not-in-log', 'quarantined-bytes-differ']);
});

test('finds a file that should have been put aside and was not', async () => {
  const ledger = new Ledger();
  ledger.writePut({ ...STREAM, expected: [], ignored: [], unreadable: 1 });
  const { lost } = await ledger.audit({ log: EMPTY_LOG, topics: [], pool: store.pool });
  expect(lost.map(({ kind }) => kind)).toEqual(['not-put-aside']);
});
