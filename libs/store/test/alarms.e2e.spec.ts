import { loadSchemas } from '@exchange/catalog';
import { ALARM_TOPIC, type ExchangeEvent } from '@exchange/contracts';
import { createTestDatabase, openTestStore, type TestDatabase } from '@exchange/testing';
import {
  addStreamCounts,
  ALARM_RULES,
  changeStage,
  closeAlarm,
  closeStream,
  listAlarms,
  listStreamHealth,
  maintainStore,
  migrateStore,
  minutesOf,
  openStream,
  publishOutbox,
  raiseAlarm,
  raiseSecrecyAlarms,
  recoverAlarm,
  refreshAlarm,
  Streams,
  type Alarm,
  type Store,
} from '@exchange/store';

let database: TestDatabase;
let store: Store;

const STREAM = { system: 'gas', stream: 'checks' };
const ALARM: Alarm = {
  rule: 'quarantine-limit',
  ...STREAM,
  detail: { zh: '超限', en: 'too many' },
  facts: { records: 10, firstKeys: ['a', 'b'], nothing: '' },
};

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateStore(database.url, new Date());
  store = await openTestStore(database.url);
  const manifest = { name: { zh: '燃气', en: 'Gas' }, stream: { name: { zh: '检查', en: 'Checks' } } };
  await new Streams(store).register(
    { ...STREAM, department: 'housing-construction', manifest },
    { stage: 'trial-run', by: 'test' },
  );
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

async function relayed(): Promise<ExchangeEvent[]> {
  const events: ExchangeEvent[] = [];
  await publishOutbox(store.pool, {
    table: 'exchange.outbox',
    append: async (some) => void events.push(...some),
  });
  return events;
}

describe('an alarm', () => {
  it('is open once, counts its occurrences, recovers, and each change is told by a valid event', async () => {
    const { subjects } = await loadSchemas('.');
    const { compiled } = subjects.get('exchange-alarm.v1')!;
    const id = await raiseAlarm(store.pool, ALARM);
    expect(await raiseAlarm(store.pool, { ...ALARM, occurrences: 2 })).toBe(id);
    await refreshAlarm(store.pool, { ...ALARM, detail: { zh: '仍超限', en: 'still too many' } });
    expect(await listAlarms(store.pool)).toMatchObject([
      { id, rule: 'quarantine-limit', severity: 'warning', occurrences: 3, detail: { zh: '仍超限' } },
    ]);
    expect(await recoverAlarm(store.pool, ALARM)).toBe(true);
    expect(await recoverAlarm(store.pool, ALARM)).toBe(false);
    expect(await listAlarms(store.pool)).toEqual([]);
    expect(await listAlarms(store.pool, { isAll: true })).toMatchObject([
      { id, recoveredAt: expect.any(Date) },
    ]);

    const events = await relayed();
    expect(events.map(({ topic, key, department, revision }) => [topic, key, department, revision])).toEqual(
      [1, 2, 3].map((change) => [ALARM_TOPIC, id, 'housing-construction', `s000000000${change}`]),
    );
    const bodies = events.map(({ value }) => JSON.parse(value) as Record<string, unknown>);
    expect(bodies.flatMap((body) => compiled.check(body))).toEqual([]);
    expect(bodies.map(({ status, occurrences }) => [status, occurrences])).toEqual([
      ['raised', 1],
      ['raised', 3],
      ['recovered', 3],
    ]);
    expect(bodies[0]).toMatchObject({
      systemName: '燃气',
      streamName: '检查',
      audience: 'administrator',
      facts: expect.arrayContaining([{ name: 'firstKeys', value: 'a, b' }]),
    });
    expect(await relayed()).toEqual([]);
  });

  it('of a stream that is not registered is one of the data office', async () => {
    await raiseAlarm(store.pool, { ...ALARM, stream: 'unknown' });
    expect(await relayed()).toMatchObject([{ department: 'data-office' }]);
    await recoverAlarm(store.pool, { ...ALARM, stream: 'unknown' });
    await relayed();
  });

  it('raised by several processes at once is one alarm', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => raiseAlarm(store.pool, ALARM)));
    expect(new Set(ids).size).toBe(1);
    expect((await listAlarms(store.pool))[0]?.occurrences).toBe(6);
    await recoverAlarm(store.pool, ALARM);
    expect((await relayed()).map(({ revision }) => revision)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((change) => `s000000000${change}`),
    );
  });

  it('has traits for every rule of the code list, and no others', async () => {
    const { codes } = await loadSchemas('.');
    expect(Object.keys(ALARM_RULES).sort()).toEqual(
      codes
        .get('alarm-rules')!
        .entries.map(({ code }) => code)
        .sort(),
    );
  });
});

describe('a secrecy block', () => {
  const block = (stream: string, index: number, at: string): Promise<unknown> =>
    store.pool.query(
      `INSERT INTO exchange.secrecy_block (id, system, stream, record_index, position, rule, blocked_at)
       VALUES (gen_random_uuid(), 'gas', $1, $2, '/标题', 'marking', $3)`,
      [stream, index, at],
    );

  it('is told once to the secrecy officer, by its numbers, and closed by a person, with an audit', async () => {
    await block('checks', 0, '2026-11-24T01:00:00Z');
    await block('checks', 1, '2026-11-24T01:00:00Z');
    await block('checks', 0, '2026-11-24T02:00:00Z');
    expect(await raiseSecrecyAlarms(store.pool)).toBe(1);
    expect(await raiseSecrecyAlarms(store.pool)).toBe(0);
    const [alarm] = await listAlarms(store.pool);
    expect(alarm).toMatchObject({
      rule: 'secrecy-block',
      severity: 'critical',
      occurrences: 2,
      facts: { records: 3, batches: 2, rules: ['marking'] },
    });
    const [event] = await relayed();
    expect(JSON.parse(event!.value)).toMatchObject({ audience: 'secrecy-officer' });
    await block('checks', 0, '2026-11-24T03:00:00Z');
    await store.pool.query(`UPDATE exchange.secrecy_block SET rule = 'red-header' WHERE NOT is_told`);
    await raiseSecrecyAlarms(store.pool);
    expect((await listAlarms(store.pool))[0]).toMatchObject({
      id: alarm!.id,
      occurrences: 3,
      detail: { zh: expect.stringContaining('4 条数据') },
      facts: { records: 4, batches: 3, rules: ['marking', 'red-header'] },
    });
    expect(await relayed()).toHaveLength(1);
    expect(await closeAlarm(store.pool, alarm!.id, 'officer')).toBe(true);
    expect(await closeAlarm(store.pool, alarm!.id, 'officer')).toBe(false);
    expect(await listAlarms(store.pool)).toEqual([]);
    const { rows } = await store.pool.query(
      `SELECT actor, object FROM exchange.audit_entry WHERE action = 'alarm.close'`,
    );
    expect(rows).toEqual([{ actor: 'officer', object: alarm!.id }]);
    await relayed();
  });

  it('is the only kind of alarm that is closed by hand', async () => {
    const id = await raiseAlarm(store.pool, ALARM);
    expect(await closeAlarm(store.pool, id, 'officer')).toBe(false);
    expect(await closeAlarm(store.pool, 'no-such-number', 'officer')).toBe(false);
    await recoverAlarm(store.pool, ALARM);
    await relayed();
  });
});

describe('counts by the minute', () => {
  const came = (records: number, quarantined: number, stream = 'checks') => ({
    system: 'gas',
    stream,
    records,
    accepted: records - quarantined,
    quarantined,
    blocked: 0,
  });
  const sums = async () => {
    const minutes = (await minutesOf(store.pool, [{ ...STREAM, windowMinutes: 15 }])).get('gas/checks') ?? [];
    const sum = (of: 'records' | 'quarantined') => minutes.reduce((total, minute) => total + minute[of], 0);
    return { records: sum('records'), quarantined: sum('quarantined') };
  };

  it('add up over processes, and are the health of the stream', async () => {
    await Promise.all([
      addStreamCounts(store.pool, [came(10, 4)]),
      addStreamCounts(store.pool, [came(20, 1)]),
      addStreamCounts(store.pool, [came(5, 0, 'unregistered'), came(1, 0)]),
    ]);
    expect(await sums()).toEqual({ records: 31, quarantined: 5 });
    expect(await listStreamHealth(store.pool)).toMatchObject([
      { ...STREAM, stage: 'trial-run', because: null, policy: null, hour: { records: 31, quarantined: 5 } },
    ]);
  });

  it('begin anew when somebody resumes the stream, also within the minute; its health still says what came', async () => {
    const reason = { zh: '超限', en: 'too many' };
    expect(await closeStream(store, STREAM, { state: 'stopped', reason }, 'failure-policy')).toBe(true);
    expect(await sums()).toEqual({ records: 31, quarantined: 5 });
    expect(await openStream(store, STREAM, 'admin')).toBe(true);
    expect(await sums()).toEqual({ records: 0, quarantined: 0 });
    await addStreamCounts(store.pool, [came(3, 2)]);
    expect(await sums()).toEqual({ records: 3, quarantined: 2 });
    expect((await listStreamHealth(store.pool))[0]).toMatchObject({
      hour: { records: 34, quarantined: 7 },
      policy: { state: 'open' },
    });
    // What was forgiven stays forgiven when the stream is closed again.
    const until = new Date(Date.now() + 60_000);
    await closeStream(store, STREAM, { state: 'blocked', until, reason }, 'failure-policy');
    expect(await sums()).toEqual({ records: 3, quarantined: 2 });
    await addStreamCounts(store.pool, [came(1, 1)]);
    expect(await sums()).toEqual({ records: 4, quarantined: 3 });
  });

  it('are gone after a week, except the last that says since when nothing came', async () => {
    await store.pool.query(
      `INSERT INTO exchange.stream_minute (system, stream, minute, records, accepted, quarantined, blocked)
       SELECT 'gas', s, now() - make_interval(days => d), 1, 1, 0, 0
       FROM unnest(ARRAY['checks', 'quiet']) s, unnest(ARRAY[8, 9, 40]) d`,
    );
    await maintainStore(store.pool, new Date(), { receiptMonths: 36, bodyMonths: 3, idempotencyDays: 7 });
    const { rows } = await store.pool.query(
      `SELECT stream, count(*)::int AS minutes FROM exchange.stream_minute
       WHERE minute < now() - interval '7 days' GROUP BY stream`,
    );
    expect(rows).toEqual([{ stream: 'quiet', minutes: 1 }]);
  });
});

test('the health of a stream says at which stage its system is', async () => {
  expect(await changeStage(store, 'gas', 'in-operation', 'test')).toMatchObject({ kind: 'changed' });
  expect(await listStreamHealth(store.pool)).toMatchObject([{ stage: 'in-operation' }]);
});
