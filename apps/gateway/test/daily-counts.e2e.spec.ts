import { randomUUID } from 'node:crypto';
import { dayAfter, dayOf, dayStart } from '@exchange/contracts';
import { listAlarms } from '@exchange/store';
import { compareReportedCounts } from '../src/counts/count-watch.ts';
import type { RunningGateway } from '../src/start.ts';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';
import { order } from './order.ts';

const SYSTEM = 'hotline-12345';
const STREAM = `/v1/systems/${SYSTEM}/streams/orders`;

let kit: GatewayKit;
let gateway: RunningGateway;
let key: string;
let trialKey: string;

beforeAll(async () => {
  kit = await gatewayKit();
  gateway = await kit.startGateway();
  key = (await kit.issueKey(SYSTEM)).secret;
  trialKey = (await kit.issueKey(SYSTEM, 'api-key', true)).secret;
}, 60_000);

afterAll(() => kit.end());

interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- an answer is looked into at many places
  readonly body: any;
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(gateway.url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json; charset=utf-8',
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

/** Today, read after everything was sent, in a test that does not run over midnight. */
let today: string;

test('what was sent is counted once: retries, trials and back-fills left out, withdrawals apart', async () => {
  today = dayOf(new Date());
  const idempotent = { 'idempotency-key': randomUUID() };
  const batch = [order('C1'), order('C2'), order('C3', { 来电时间: '昨天' })];
  for (let send = 0; send < 3; send += 1)
    expect((await ask('POST', `${STREAM}/records`, batch, idempotent)).status).toBe(207);
  expect((await ask('POST', `${STREAM}/records?operation=delete`, [order('C1')])).status).toBe(200);
  await ask('POST', `${STREAM}/records`, [order('T1')], { authorization: `Bearer ${trialKey}` });
  await ask('POST', `${STREAM}/records?historical=true`, [order('H1')]);
  const reported = await ask('PUT', `${STREAM}/daily-counts/${today}`, { records: 3, deleted: 1 });
  expect(reported).toMatchObject({
    status: 200,
    body: {
      day: today,
      state: 'provisional',
      reported: { records: 3, deleted: 1, corrections: 0 },
      arrived: { receipts: 2, records: 3, accepted: 2, quarantined: 1, deleted: 1 },
      difference: { records: 0, deleted: 0 },
    },
  });
  expect(reported.body.advice.zh).toContain('尚未结束');
});

test('when the day is over counts that differ raise an alarm, and corrected ones let it recover', async () => {
  expect((await ask('PUT', `${STREAM}/daily-counts/${today}`, { records: 5 })).body.difference).toEqual({
    records: -2,
    deleted: null,
  });
  const tomorrow = new Date(dayStart(dayAfter(today, 1))!.getTime() + 600_000);
  const alarms = async () =>
    (await listAlarms(kit.store.pool)).filter(({ rule }) => rule === 'count-mismatch');
  await compareReportedCounts(kit.store, new Date());
  expect(await alarms()).toEqual([]);
  await compareReportedCounts(kit.store, tomorrow);
  await compareReportedCounts(kit.store, tomorrow);
  expect(await alarms()).toMatchObject([
    { system: SYSTEM, stream: 'orders', occurrences: 1, facts: { days: [`${today} -2/0`] } },
  ]);
  const corrected = await ask('PUT', `${STREAM}/daily-counts/${today}`, { records: 3 });
  expect(corrected.body.reported).toMatchObject({ records: 3, deleted: null, corrections: 2 });
  await compareReportedCounts(kit.store, tomorrow);
  expect(await alarms()).toEqual([]);
});

test('lists the days that can be compared, reported or not', async () => {
  await kit.store.pool.query('UPDATE exchange.arrived_until SET since = $1', [dayStart(dayAfter(today, -3))]);
  const listed = await ask('GET', `${STREAM}/daily-counts`);
  expect(listed.status).toBe(200);
  expect(listed.body.days.map(({ day, state }: Answer['body']) => `${day} ${state}`)).toEqual([
    `${dayAfter(today, -3)} unreported`,
    `${dayAfter(today, -2)} unreported`,
    `${dayAfter(today, -1)} unreported`,
    `${today} provisional`,
  ]);
  const some = await ask(
    'GET',
    `${STREAM}/daily-counts?from=${dayAfter(today, -1)}&to=${dayAfter(today, -1)}`,
  );
  expect(some.body.days).toHaveLength(1);
});

test.each([
  [
    'a day that is yet to come',
    'PUT',
    () => `/${dayAfter(today, 1)}`,
    { records: 1 },
    400,
    'day-out-of-range',
  ],
  ['what is no day', 'PUT', () => '/2026-02-30', { records: 1 }, 400, 'day-out-of-range'],
  ['a count below nothing', 'PUT', () => `/${today}`, { records: -1 }, 400, 'invalid-request'],
  ['another member', 'PUT', () => `/${today}`, { records: 1, note: 'x' }, 400, 'invalid-request'],
  ['what is no JSON', 'PUT', () => `/${today}`, 'records=1', 400, 'unreadable-body'],
  ['a query that is not known', 'GET', () => '?since=2026-01-01', undefined, 400, 'invalid-request'],
])('%s is refused with what to do', async (_what, method, place, body, status, code) => {
  expect(await ask(method, `${STREAM}/daily-counts${place()}`, body)).toMatchObject({
    status,
    body: { code },
  });
});

test('counts are of the caller’s own pushed streams, by a live key', async () => {
  const other = await ask('PUT', `/v1/systems/gas-safety/streams/x/daily-counts/${today}`, { records: 1 });
  expect(other).toMatchObject({ status: 403, body: { code: 'foreign-system' } });
  const unknown = await ask('PUT', `/v1/systems/${SYSTEM}/streams/x/daily-counts/${today}`, { records: 1 });
  expect(unknown).toMatchObject({ status: 404, body: { code: 'stream-unknown' } });
  const trial = await ask(
    'PUT',
    `${STREAM}/daily-counts/${today}`,
    { records: 1 },
    { authorization: `Bearer ${trialKey}` },
  );
  expect(trial).toMatchObject({ status: 403, body: { code: 'trial-key' } });
});
