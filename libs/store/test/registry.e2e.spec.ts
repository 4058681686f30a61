import { openTestStore, createTestDatabase, type TestDatabase } from '@exchange/testing';
import {
  AccessRegistry,
  localSealer,
  maintainStore,
  MappingVersions,
  migrateStore,
  Streams,
  type Store,
} from '@exchange/store';
import { randomBytes } from 'node:crypto';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateStore(database.url, new Date());
  store = await openTestStore(database.url);
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

describe('migrations', () => {
  it('run once, also when several processes start them at the same time', async () => {
    const fresh = await createTestDatabase();
    const runs = await Promise.all([1, 2, 3].map(() => migrateStore(fresh.url, new Date())));
    expect(runs.filter((run) => run.length > 0)).toHaveLength(1);
    await fresh.drop();
  });
});

describe('mapping versions', () => {
  const draft = { stream: 'cases', sourceSchema: '{}', context: '{}', by: 'test' };

  it('are numbered, and one of them is published', async () => {
    const versions = new MappingVersions(store);
    const system = 'numbered';
    await new Streams(store).register(
      { system, stream: 'cases', department: 'd', manifest: {} },
      { stage: 'in-operation', by: 'test' },
    );
    await Promise.all(
      ['a', 'b', 'c'].map((document) => versions.publish({ ...draft, system, document, origin: 'admin' })),
    );
    const published = (await versions.publishedNumbers()).filter((version) => version.system === system);
    expect(published).toHaveLength(1);
    expect(published[0]?.version).toBe(3);
    expect((await versions.find(system, 'cases', 1))?.state).toBe('superseded');
  });

  it('from a changed file are published only over a version that came from a file', async () => {
    const versions = new MappingVersions(store);
    const system = 'from-file';
    await new Streams(store).register(
      { system, stream: 'cases', department: 'd', manifest: {} },
      { stage: 'in-operation', by: 'test' },
    );
    const take = (document: string) => versions.takeUpFile({ ...draft, system, document });
    expect(await take('one')).toBe('published');
    expect(await take('one')).toBe('unchanged');
    expect(await take('two')).toBe('published');
    await versions.publish({ ...draft, system, document: 'by hand', origin: 'admin' });
    expect(await take('two')).toBe('unchanged');
    expect(await take('three')).toBe('drafted');
    const published = (await versions.publishedNumbers()).filter((version) => version.system === system);
    expect(published[0]?.version).toBe(3);
  });
});

describe('access', () => {
  it('lets a nonce be used once per key', async () => {
    const registry = new AccessRegistry(store);
    const uses = await Promise.all(Array.from({ length: 8 }, () => registry.useNonce('k', 'n')));
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await registry.useNonce('other', 'n')).toBe(true);
  });

  it('shows a revocation at the next look', async () => {
    const registry = new AccessRegistry(store);
    const key = {
      id: 'k1',
      system: 's',
      kind: 'api-key' as const,
      trial: false,
      hash: 'h',
      sealedSecret: null,
      expiresAt: null,
    };
    await registry.addKey(key, 'test');
    expect((await registry.findKey('k1'))?.revokedAt).toBeNull();
    expect(await registry.revoke('k1', 'test')).toBe(true);
    expect(await registry.revoke('k1', 'test')).toBe(false);
    expect((await registry.findKey('k1'))?.revokedAt).toBeInstanceOf(Date);
  });

  it('seals secrets so that a changed byte is noticed', () => {
    const sealer = localSealer(randomBytes(32));
    const sealed = sealer.seal(Buffer.from('secret'));
    expect(sealer.open(sealed).toString()).toBe('secret');
    sealed[sealed.length - 1]! ^= 1;
    expect(() => sealer.open(sealed)).toThrow();
  });
});

describe('maintenance', () => {
  it('makes partitions ahead and drops those past retention, but none with a receipt that is not completed', async () => {
    const settings = { receiptMonths: 36, bodyMonths: 3, idempotencyDays: 7 };
    await maintainStore(store.pool, new Date('2020-01-15T00:00:00Z'), settings);
    const names = async () =>
      (
        await store.pool.query<{ relname: string }>(
          `SELECT relname FROM pg_class WHERE relname ~ '^receipt(_body|_outcome)?_2020' AND relkind = 'r' ORDER BY 1`,
        )
      ).rows.map((row) => row.relname);
    expect(await names()).toHaveLength(9);
    const january = '016fa000-0000-7000-8000-000000000001';
    await store.pool.query(
      `INSERT INTO exchange.receipt_work (receipt, system, stream, arrival, body_bytes) VALUES ($1, 's', 't', 1, 1)`,
      [january],
    );
    await maintainStore(store.pool, new Date('2026-11-24T00:00:00Z'), settings);
    expect(await names()).toEqual(['receipt_2020_01', 'receipt_body_2020_01', 'receipt_outcome_2020_01']);
  });
});
