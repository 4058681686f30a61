import {
  acceptDrift,
  listDrift,
  migrateStore,
  recordSightings,
  type SourceDrift,
  type Store,
  type StreamSightings,
} from '@exchange/store';
import { createTestDatabase, openTestStore, type TestDatabase } from '@exchange/testing';

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

const seen = (stream: string, more: Partial<StreamSightings>): StreamSightings => ({
  system: 'seen',
  stream,
  records: 1,
  fields: [],
  codes: [],
  ...more,
});

const field = (path: string, isKnown: boolean, records = 1, type: 'text' | 'number' = 'text') =>
  ({ path, type, isKnown, records }) as const;

async function driftOf(stream: string): Promise<SourceDrift[]> {
  return (await listDrift(store.pool)).filter((drift) => drift.stream === stream);
}

async function statesOf(stream: string): Promise<string[]> {
  return (await driftOf(stream)).map(
    ({ kind, path, value, state }) => `${kind} ${path} ${value ?? '-'} ${state}`,
  );
}

describe('sightings', () => {
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

describe('a field', () => {
  it('that was told ahead is not counted twice, nor missed for the records that were not', async () => {
    const known = field('/AJBH', true, 3);
    await recordSightings(store.pool, [seen('ahead', { records: 0, fields: [known] })]);
    await recordSightings(store.pool, [
      seen('ahead', { records: 5_000, fields: [field('/AJBH', true, 4_997)] }),
    ]);
    await recordSightings(store.pool, [seen('ahead', { records: 0, fields: [field('/新', false)] })]);
    expect(await statesOf('ahead')).toEqual(['new-field /新 text open']);
    const { rows } = await store.pool.query(
      `SELECT records, first_seen_at_record, last_seen_at_record FROM exchange.source_field
       WHERE stream = 'ahead' AND path = '/AJBH'`,
    );
    expect(rows).toEqual([{ records: '5000', first_seen_at_record: '0', last_seen_at_record: '5000' }]);
  });

  it('that stays away is missing, until it comes again', async () => {
    await recordSightings(store.pool, [
      seen('away', { records: 2_000, fields: [field('/DSR', true, 2_000)] }),
    ]);
    await recordSightings(store.pool, [seen('away', { records: 199 })]);
    expect(await statesOf('away')).toEqual([]);
    await recordSightings(store.pool, [seen('away', { records: 1 })]);
    expect(await driftOf('away')).toEqual([
      expect.objectContaining({ kind: 'missing-field', path: '/DSR', records: 200, state: 'open' }),
    ]);
    await recordSightings(store.pool, [seen('away', { records: 10, fields: [field('/DSR', true, 10)] })]);
    expect(await statesOf('away')).toEqual([]);
  });

  it('that changed its type is over and done with when the former type stays away', async () => {
    await recordSightings(store.pool, [
      seen('type', { records: 1_000, fields: [field('/JE', true, 1_000)] }),
    ]);
    const asNumber = field('/JE', true, 150, 'number');
    await recordSightings(store.pool, [seen('type', { records: 150, fields: [asNumber] })]);
    expect(await statesOf('type')).toEqual(['changed-type /JE number open']);
    await recordSightings(store.pool, [seen('type', { records: 150, fields: [asNumber] })]);
    expect(await statesOf('type')).toEqual(['changed-type /JE number changed']);
  });

  it('that is accepted is drift no longer, what it becomes later is, and who accepted it is kept', async () => {
    const fields = [field('/XZD', false), field('/DM', true)];
    const codes = [{ path: '/DM', value: '77', records: 1 }];
    await recordSightings(store.pool, [seen('accepted', { fields, codes })]);
    const name = { system: 'seen', stream: 'accepted' };
    expect(await acceptDrift(store, { ...name, path: '/XZD' }, 'tester')).toBe(true);
    expect(await acceptDrift(store, { ...name, path: '/DM' }, 'tester')).toBe(true);
    expect(await acceptDrift(store, { ...name, path: '/nothing' }, 'tester')).toBe(false);
    expect((await statesOf('accepted')).sort()).toEqual([
      'new-code /DM 77 accepted',
      'new-field /XZD text accepted',
    ]);
    const later = [{ path: '/DM', value: '78', records: 1 }];
    await recordSightings(store.pool, [
      seen('accepted', { fields: [field('/XZD', false, 1, 'number')], codes: later }),
    ]);
    const open = (await statesOf('accepted')).filter((state) => state.endsWith('open'));
    expect(open.sort()).toEqual(['new-code /DM 78 open', 'new-field /XZD number open']);
    const { rows } = await store.pool.query(
      `SELECT actor, object, after FROM exchange.audit_entry WHERE action = 'drift.accept' ORDER BY id`,
    );
    expect(rows).toEqual([
      { actor: 'tester', object: 'seen/accepted/XZD', after: { types: ['text'], codes: [] } },
      { actor: 'tester', object: 'seen/accepted/DM', after: { types: ['text'], codes: ['77'] } },
    ]);
  });
});
