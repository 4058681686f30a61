import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALARM_TOPIC, type JsonObject } from '@exchange/contracts';
import type { FailurePolicy } from '@exchange/pipeline';
import { listAlarms, listStreamGates, setMaintenance, type AlarmView } from '@exchange/store';
import { eventsOf, searchTables, waitUntil } from '@exchange/testing';
import { setupConfig } from '../../setup/src/config.ts';
import { runCommand } from '../../setup/src/run-command.ts';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';
import { order } from './order.ts';
import type { RunningGateway } from '../src/start.ts';

const STREAM = 'orders';
const LIMITS: FailurePolicy['limits'] = [{ ratio: 0.5, recordsMin: 10, windowMinutes: 1 }];
const SYSTEMS = {
  'hotline-goes-on': { onLimit: 'quarantine', limits: LIMITS },
  'hotline-blocked': { onLimit: 'block', limits: LIMITS },
  'hotline-stopped': { onLimit: 'stop', limits: LIMITS },
  'hotline-silent': { onLimit: 'quarantine', limits: LIMITS },
} as const satisfies Record<string, FailurePolicy>;
type System = keyof typeof SYSTEMS;

const SECRET = '关于示例地块的紧急通报';
const SECONDS = 20_000;

let directory: string;
let kit: GatewayKit;
let gateways: readonly RunningGateway[];
const keys = new Map<string, string>();

beforeAll(async () => {
  directory = await policyCatalog();
  kit = await gatewayKit(directory);
  gateways = [await kit.startGateway(), await kit.startGateway()];
  for (const system of Object.keys(SYSTEMS)) keys.set(system, (await kit.issueKey(system)).secret);
}, 60_000);

afterAll(async () => {
  await kit.end();
  await rm(directory, { recursive: true });
});

/** The hotline once for each policy. */
async function policyCatalog(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'policy-catalog-'));
  await cp('schemas', join(made, 'schemas'), { recursive: true });
  for (const [system, failurePolicy] of Object.entries(SYSTEMS)) {
    const folder = join(made, 'adapters', system);
    await cp('adapters/hotline-12345', folder, { recursive: true });
    const file = join(folder, 'adapter.json');
    const adapter = JSON.parse(await readFile(file, 'utf8')) as JsonObject;
    const source = { kind: 'push', format: 'json', charset: 'utf-8' };
    await writeFile(file, JSON.stringify({ ...adapter, id: system, source, failurePolicy }));
  }
  return made;
}

let sent = 0;

function orders(count: number, more: object = {}): unknown[] {
  return Array.from({ length: count }, () => order(`A${(sent += 1)}`, more));
}

const broken = (count: number): unknown[] => orders(count, { 来电时间: '昨天' });

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: JsonObject;
}

/** In turn to one gateway and the other. */
async function push(
  system: System,
  records: unknown[],
  { key = keys.get(system), query = '' }: { readonly key?: string; readonly query?: string } = {},
): Promise<Answer> {
  const { url } = gateways[(sent += 1) % gateways.length]!;
  const response = await fetch(`${url}/v1/systems/${system}/streams/${STREAM}/records${query}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json; charset=utf-8',
    },
    body: JSON.stringify(records),
  });
  const body = (await response.json()) as JsonObject;
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body };
}

async function openAlarm(system: System, rule: AlarmView['rule']): Promise<AlarmView | undefined> {
  return (await listAlarms(kit.store.pool)).find((alarm) => alarm.system === system && alarm.rule === rule);
}

/** What the topic of alarms says of a rule and system, each event once. */
async function told(system: System, rule: AlarmView['rule']): Promise<JsonObject[]> {
  const found = new Map<string, JsonObject>();
  for await (const { event } of eventsOf(kit.log, ALARM_TOPIC)) {
    const body = JSON.parse(event.value) as JsonObject;
    if (body['system'] === system && body['rule'] === rule) found.set(event.id, body);
  }
  return [...found.values()];
}

const raised = (system: System, rule: AlarmView['rule']): Promise<void> =>
  waitUntil(`${rule} of ${system}`, async () => (await openAlarm(system, rule)) !== undefined, SECONDS);

const recovered = (system: System, rule: AlarmView['rule']): Promise<void> =>
  waitUntil(
    `${rule} of ${system} told as over`,
    async () => (await told(system, rule)).at(-1)?.['status'] === 'recovered',
    SECONDS,
  );

async function gateOf(system: System): Promise<string> {
  const gate = (await listStreamGates(kit.store)).find((one) => one.system === system);
  const isOver = gate?.until && gate.until.getTime() <= Date.now();
  return gate && !isOver ? gate.state : 'open';
}

/** As if so many seconds had passed since whatever came. */
async function letPass(system: System, seconds: number): Promise<void> {
  for (const [table, column] of [
    ['stream_minute', 'minute'],
    ['stream_gate', 'until'],
  ])
    await kit.store.pool.query(
      `UPDATE exchange.${table} SET ${column} = ${column} - make_interval(secs => $2) WHERE system = $1`,
      [system, seconds],
    );
}

async function setup(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await runCommand(setupConfig(kit.settings), args, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

test('quarantine: the stream goes on, one alarm is raised by two processes, told once, and recovers', async () => {
  const system = 'hotline-goes-on';
  expect((await push(system, [...orders(3), ...broken(9)])).status).toBe(207);
  await raised(system, 'quarantine-limit');
  expect((await push(system, orders(2))).status).toBe(200);
  expect(await gateOf(system)).toBe('open');
  const alarm = (await openAlarm(system, 'quarantine-limit'))!;
  expect(alarm.detail.zh).toContain('12 条记录中有 9 条被隔离');
  const listed = await setup('alarms');
  expect(listed.text).toContain('quarantine-limit');
  expect(listed.text.indexOf(alarm.detail.zh)).toBeLessThan(listed.text.indexOf(alarm.detail.en));
  const shown = /orders {2}push {2}正式运行.*\n.*quarantined within the hour 9\/14/u;
  await waitUntil('the stream shown', async () => shown.test((await setup('sources', system)).text), SECONDS);
  await letPass(system, 61);
  await recovered(system, 'quarantine-limit');
  const statuses = (await told(system, 'quarantine-limit')).map(({ status }) => status);
  expect(statuses).toEqual(['raised', 'recovered']);
  expect((await setup('alarms', '--all')).text).toContain('已恢复 / recovered');
}, 60_000);

test('block: the stream takes nothing for a while, opens by itself, and is blocked anew by what comes then', async () => {
  const system = 'hotline-blocked';
  expect((await push(system, [...orders(4), ...broken(10)])).body).toMatchObject({ counts: { accepted: 4 } });
  await waitUntil('the block', async () => (await gateOf(system)) === 'blocked', SECONDS);
  const refused = await push(system, orders(1));
  expect(refused).toMatchObject({ status: 503, body: { code: 'stream-blocked' } });
  expect(Number(refused.retryAfter)).toBeGreaterThan(0);
  expect(Number(refused.retryAfter)).toBeLessThanOrEqual(120);
  await raised(system, 'stream-blocked');

  await letPass(system, 121);
  await waitUntil('it open', async () => (await push(system, orders(1))).status === 200, SECONDS);
  await recovered(system, 'stream-blocked');
  expect((await push(system, broken(12))).status).toBe(422);
  await waitUntil('the next block', async () => (await gateOf(system)) === 'blocked', SECONDS);
  expect((await push(system, orders(1))).status).toBe(503);
  await raised(system, 'stream-blocked');
}, 90_000);

test('stop: the stream takes nothing until somebody resumes it, and then counts anew', async () => {
  const system = 'hotline-stopped';
  await push(system, [...orders(2), ...broken(10)]);
  await waitUntil('the stop', async () => (await gateOf(system)) === 'stopped', SECONDS);
  await letPass(system, 3_601);
  await raised(system, 'stream-stopped');
  expect(await push(system, orders(1))).toMatchObject({ status: 409, body: { code: 'stream-stopped' } });
  await letPass(system, -3_601);
  expect((await setup('resume', system, STREAM)).code).toBe(0);
  await waitUntil('it open', async () => (await push(system, orders(1))).status === 200, SECONDS);
  await recovered(system, 'stream-stopped');
  await push(system, broken(8));
  expect(await gateOf(system)).toBe('open');
  expect(await push(system, orders(1))).toMatchObject({ status: 200 });
  await push(system, broken(10));
  await waitUntil('the next stop', async () => (await gateOf(system)) === 'stopped', SECONDS);
}, 90_000);

test('what is sent on trial or is history counts for nothing', async () => {
  const system = 'hotline-silent';
  const trial = (await kit.issueKey(system, 'api-key', true)).secret;
  const counts = { records: 40, quarantined: 40 };
  expect((await push(system, broken(40), { key: trial })).body).toMatchObject({ counts });
  let history = await push(system, broken(40), { query: '?historical=true' });
  // History waits while live records are slow.
  const take = async (): Promise<boolean> => {
    if (history.status === 429) history = await push(system, broken(40), { query: '?historical=true' });
    return history.status !== 429;
  };
  await waitUntil('history taken', take, SECONDS);
  expect(history.body).toMatchObject({ counts });
  // A record that counts: when it is written down, what came before it would be, too.
  await push(system, orders(1));
  const counted = async (): Promise<object[]> => {
    const { rows } = await kit.store.pool.query<{ records: string; quarantined: string }>(
      'SELECT records, quarantined FROM exchange.stream_minute WHERE system = $1',
      [system],
    );
    return rows;
  };
  await waitUntil('the counts written', async () => (await counted()).length > 0, SECONDS);
  expect(await counted()).toEqual([{ records: '1', quarantined: '0' }]);
  await kit.store.pool.query('DELETE FROM exchange.stream_minute WHERE system = $1', [system]);
}, 60_000);

test('a stream of which nothing came for longer than its cycle is told, not in maintenance, until something comes', async () => {
  const system = 'hotline-silent';
  await kit.store.pool.query(
    `UPDATE exchange.system_stage SET changed_at = now() - interval '20 days' WHERE system = $1`,
    [system],
  );
  await raised(system, 'source-silent');
  const until = new Date(Date.now() + 60_000);
  await setMaintenance(kit.store, { system, until, reason: '升级', setBy: 'test' });
  await recovered(system, 'source-silent');
  await kit.store.pool.query('DELETE FROM exchange.maintenance');
  await raised(system, 'source-silent');
  await waitUntil('records taken', async () => (await push(system, orders(1))).status === 200, SECONDS);
  await recovered(system, 'source-silent');
}, 90_000);

test('a marked record raises an alarm of the secrecy officer, and its text is nowhere', async () => {
  const system = 'hotline-goes-on';
  const answer = await push(system, orders(2, { 标题: SECRET, 诉求内容: '机密★10年' }));
  expect(answer.status).toBe(422);
  await raised(system, 'secrecy-block');
  await waitUntil('the alarm told', async () => (await told(system, 'secrecy-block')).length > 0, SECONDS);
  const [body] = await told(system, 'secrecy-block');
  expect(body).toMatchObject({ audience: 'secrecy-officer', severity: 'critical', occurrences: 1 });
  expect(JSON.stringify(body)).not.toContain(SECRET);
  expect(await searchTables(kit.store.pool, [SECRET])).toBe(0);
  const alarm = (await openAlarm(system, 'secrecy-block'))!;
  expect((await setup('alarms', '--close', alarm.id)).code).toBe(0);
  await recovered(system, 'secrecy-block');
  expect((await setup('alarms', '--close', alarm.id)).code).toBe(1);
}, 60_000);

test('the numbers of all this are metrics', async () => {
  await waitUntil(
    'the metrics of alarms',
    async () => {
      const metrics = await (await fetch(`${gateways[0]!.url}/metrics`)).text();
      return (
        /exchange_alarms_open\{[^}]*rule="stream-stopped"[^}]*system="hotline-stopped"[^}]*\} 1/u.test(
          metrics,
        ) &&
        /exchange_stream_quarantine_ratio\{[^}]*system="hotline-blocked"[^}]*\} 0\.\d/u.test(metrics) &&
        /exchange_source_age_seconds\{[^}]*system="hotline-silent"[^}]*of="record"[^}]*\} \d/u.test(
          metrics,
        ) &&
        /exchange_source_update_cycle_seconds\{[^}]*system="hotline-silent"[^}]*\} 14400/u.test(metrics)
      );
    },
    SECONDS,
  );
}, 60_000);
