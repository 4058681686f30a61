import { openTestStore, createTestDatabase, type TestDatabase } from '@exchange/testing';
import {
  addReader,
  BackfillProgress,
  cancelBackfill,
  circuitOf,
  listBackfills,
  listBegunReaders,
  listReaders,
  localSealer,
  migrateStore,
  ProcessLease,
  resetReader,
  SourceConnections,
  SourceReaders,
  startBackfill,
  Streams,
  type Store,
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

  beforeAll(() =>
    new Streams(store).register(
      { ...streams[0]!, department: 'd', manifest: {} },
      { stage: 'in-operation', by: 'test' },
    ),
  );

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

describe('a back-fill', () => {
  const name = { system: 'leased', stream: 'filled' };
  const history = { ...name, lane: 'history' } as const;
  const wish = { rateMax: 5, held: { unit: 'records', amount: 10 } } as const;

  beforeAll(() =>
    new Streams(store).register(
      { ...name, department: 'd', manifest: {} },
      { stage: 'in-operation', by: 'test' },
    ),
  );

  it('that is begun anew waits until its process has stopped reading, and is not ended by the one before', async () => {
    const readers = new SourceReaders(store.pool, lives.process);
    const progress = new BackfillProgress(store.pool, lives.process);
    await startBackfill(store, name, wish, 'test');
    expect(await readers.acquire([name], [], 1)).toEqual([history]);
    await cancelBackfill(store, name, 'test');
    await expect(progress.find(name)).rejects.toMatchObject({ code: 'lease-lost' });
    await startBackfill(store, name, wish, 'test');
    expect(await readers.acquire([name], [history], 1)).toEqual([]);
    expect(await readers.acquire([name], [], 1)).toEqual([history]);
    await expect(readers.looked(history, 0)).rejects.toMatchObject({ code: 'lease-lost' });
    await expect(progress.finish(name, 0)).rejects.toMatchObject({ code: 'lease-lost' });
    await progress.tell(name, { ahead: 3, pace: 1 });
    await store.pool.query(
      "UPDATE exchange.source_reader SET records = 7, checkpoint = '{}' WHERE stream = 'filled'",
    );
    expect(await listBegunReaders(store.pool, 'leased')).toEqual([{ ...history, hasClaimed: false }]);
    expect(await resetReader(store, history, 'test')).toBe(true);
    expect(await listBackfills(store.pool)).toMatchObject([{ records: 0, ahead: 10, pace: null }]);
    await progress.finish(name, 2);
    expect(await resetReader(store, history, 'test')).toBe(false);
    expect(await listBegunReaders(store.pool, 'leased')).toEqual([]);
    await readers.release(history);
  });
});

describe('where a live reader begins', () => {
  it('is replaced until it has claimed something', async () => {
    const connections = new SourceConnections(store, localSealer(Buffer.alloc(32)));
    const set = (at: number) => connections.set('now', {}, 'test', new Map([['a', at]]));
    expect(await set(1)).toEqual(['a']);
    expect(await set(2)).toEqual(['a']);
    await store.pool.query(`UPDATE exchange.source_reader SET claimed_at = now() WHERE system = 'now'`);
    expect(await set(3)).toEqual([]);
    const { rows } = await store.pool.query(
      `SELECT checkpoint, sequence::int FROM exchange.source_reader WHERE system = 'now'`,
    );
    expect(rows).toEqual([{ checkpoint: 2, sequence: 2 }]);
  });
});

describe('a source that fails', () => {
  const failing = { system: 'leased', stream: 'failing' };
  const reader = { ...failing, lane: 'live' } as const;
  const failure = { failed: 'tcp', zh: '连接被拒绝', en: 'connection refused', isLasting: false };
  const standing = async () => (await listReaders(store.pool)).find(({ stream }) => stream === 'failing')!;

  beforeAll(async () => {
    await new Streams(store).register(
      { ...failing, department: 'd', manifest: {} },
      { stage: 'in-operation', by: 'test' },
    );
    await addReader(store.pool, reader);
  });

  it('is left alone until its back-off is over, whichever process would try it, and says so', async () => {
    const readers = new SourceReaders(store.pool, lives.process);
    const other = new SourceReaders(store.pool, '01990000-0000-7000-8000-000000000001');
    expect(circuitOf(await standing(), new Date())).toBe('closed');
    await readers.acquire([failing], [], 1);
    await readers.failed(reader, failure, 60_000);
    await readers.failed(reader, failure, 60_000);
    expect(await standing()).toMatchObject({ failure, failedAttempts: 2 });
    expect(circuitOf(await standing(), new Date())).toBe('open');
    await readers.release(reader);
    expect(await readers.acquire([failing], [], 1)).toEqual([]);
    expect(await other.acquire([failing], [], 1)).toEqual([]);

    const wait = `UPDATE exchange.source_reader SET retry_at = retry_at - interval '1 minute' WHERE stream = 'failing'`;
    await store.pool.query(wait);
    expect(circuitOf(await standing(), new Date())).toBe('half-open');
    expect(await other.acquire([failing], [], 1)).toEqual([reader]);
    await other.looked(reader);
    expect(circuitOf(await standing(), new Date())).toBe('closed');
    await other.release(reader);
  });

  it('is tried at once when its connection is set anew', async () => {
    const readers = new SourceReaders(store.pool, lives.process);
    await readers.acquire([failing], [], 1);
    await readers.failed(reader, failure, 300_000);
    await readers.release(reader);
    const sealer = localSealer(Buffer.alloc(32));
    await new SourceConnections(store, sealer).set('leased', { host: 'other.example' }, 'test');
    expect(await readers.acquire([failing], [], 1)).toEqual([reader]);
    await readers.release(reader);
  });
});
