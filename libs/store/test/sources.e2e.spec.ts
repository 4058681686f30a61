import { openTestStore, createTestDatabase, type TestDatabase } from '@exchange/testing';
import {
  addReader,
  listDrift,
  migrateStore,
  ProcessLease,
  recordSightings,
  SourceReaders,
  type Store,
  type StreamSightings,
} from '@exchange/store';

let database: TestDatabase;
let store: Store;
let lives: ProcessLease;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateStore(database.url, new Date());
  store = await openTestStore(database.url);
  lives = new ProcessLease(database.url);
  await lives.renew();
});

afterAll(async () => {
  await lives.end();
  await store.close();
  await database.drop();
});

describe('leases of readers', () => {
  const streams = [{ system: 'leased', stream: 'a' }];
  const reader = { ...streams[0]!, lane: 'live' } as const;

  it('are taken again by the process that has them and does not read, and by no other while it lives', async () => {
    await addReader(store.pool, reader);
    // As when the answer of an earlier call was lost: the database knows of the lease, the process does not.
    const readers = new SourceReaders(store.pool, lives.process);
    expect(await readers.acquire(streams, [], 8)).toEqual([reader]);
    const other = new SourceReaders(store.pool, '01990000-0000-7000-8000-000000000001');
    expect(await other.acquire(streams, [], 8)).toEqual([]);
    expect(await readers.acquire(streams, [], 8)).toEqual([reader]);
    expect(await readers.acquire(streams, [reader], 8)).toEqual([]);
    await readers.release(reader);
  });

  it('of streams that are in no catalogue any more keep nothing back', async () => {
    await addReader(store.pool, { system: 'leased', stream: '0-gone', lane: 'live' });
    const readers = new SourceReaders(store.pool, lives.process);
    expect(await readers.acquire(streams, [], 1)).toEqual([reader]);
    await readers.release(reader);
  });
});

describe('sightings', () => {
  const seen = (stream: string, more: Partial<StreamSightings>): StreamSightings => ({
    system: 'seen',
    stream,
    records: 1,
    fields: [],
    codes: [],
    ...more,
  });
  const field = (path: string, isKnown: boolean) => ({ path, type: 'text', isKnown, records: 1 }) as const;
  const kept = async (table: string, stream: string): Promise<number> => {
    const { rows } = await store.pool.query<{ count: string }>(
      `SELECT count(*) FROM exchange.${table} WHERE system = 'seen' AND stream = $1`,
      [stream],
    );
    return Number(rows[0]!.count);
  };

  it('of names that are data fill no table, and leave room for the fields of the schema', async () => {
    const names = Array.from({ length: 3_000 }, (_, place) => field(`/K${place}`, false));
    await recordSightings(store.pool, [seen('names', { fields: [...names, field('/编号', true)] })]);
    expect(await kept('source_field', 'names')).toBe(2_000);
    await recordSightings(store.pool, [
      seen('names', { fields: [field('/Z', false), field('/编号', true)] }),
    ]);
    expect(await kept('source_field', 'names')).toBe(2_000);
    const { rows } = await store.pool.query(
      `SELECT records FROM exchange.source_field WHERE system = 'seen' AND stream = 'names' AND path = '/编号'`,
    );
    expect(rows).toEqual([{ records: '2' }]);
  });

  it('of codes beyond those that are kept are left out, the kept ones go on being counted', async () => {
    const codes = Array.from({ length: 700 }, (_, place) => ({ path: '/k', value: `C${place}`, records: 1 }));
    await recordSightings(store.pool, [seen('codes', { codes })]);
    await recordSightings(store.pool, [seen('codes', { codes })]);
    expect(await kept('source_code', 'codes')).toBe(500);
    const drift = (await listDrift(store.pool)).filter(({ stream }) => stream === 'codes');
    expect(drift).toHaveLength(500);
    expect(drift.every(({ records }) => records === 2)).toBe(true);
  });
});
