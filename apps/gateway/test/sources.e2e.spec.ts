import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventsOf, RestProvider, waitUntil } from '@exchange/testing';
import {
  closeStream,
  listAlarms,
  listReaders,
  openStream,
  resumeReader,
  SourceConnections,
  type ReaderView,
} from '@exchange/store';
import { pollWire } from './faults/wires/poll-wire.ts';
import { trafficOf, wireCatalog } from './faults/wires/wire-catalog.ts';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';
import { order } from './order.ts';

const { system, stream, topic } = trafficOf(pollWire.kind);
const LOOKED = new RegExp(
  `exchange_source_looked_timestamp_seconds\\{[^}]*system="${system}"[^}]*\\} \\d`,
  'u',
);
const LIVE = { system, stream, lane: 'live' } as const;

let directory: string;
let kit: GatewayKit;
let provider: RestProvider;

beforeAll(async () => {
  directory = await wireCatalog([pollWire]);
  kit = await gatewayKit(directory);
  provider = new RestProvider({ user: 'wujin', password: 'only-for-tests' });
  await provider.start();
}, 60_000);

afterAll(async () => {
  await kit.end();
  await provider.stop();
  await rm(directory, { recursive: true });
});

function put(from: number, count: number): void {
  for (let index = from; index < from + count; index += 1) provider.put(order(`P${index}`));
}

async function connect(): Promise<void> {
  const start = new Date(Date.now() - 60_000).toISOString();
  const connections = new SourceConnections(kit.store, kit.sealer);
  await connections.set(system, { ...provider.connection, start }, 'test');
}

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { event } of eventsOf(kit.log, topic)) found.push(event.key);
  return found;
}

async function alarmRules(): Promise<string[]> {
  return (await listAlarms(kit.store.pool)).map(({ rule }) => rule).sort();
}

async function reader(): Promise<ReaderView> {
  return (await listReaders(kit.store.pool)).find(
    (one) => one.stream === LIVE.stream && one.lane === LIVE.lane,
  )!;
}

test('a system is read once its connection is set, every record once, and what comes later too', async () => {
  put(0, 250);
  const gateway = await kit.startGateway();
  await connect();
  await waitUntil('250 orders read', async () => (await keys()).length >= 250, 20_000);
  put(250, 3);
  await waitUntil('3 later orders read', async () => (await keys()).length >= 253, 20_000);
  expect(new Set(await keys()).size).toBe(253);
  expect(await keys()).toHaveLength(253);
  await waitUntil('all settled', async () => (await reader()).records === 253, 20_000);
  expect(await reader()).toMatchObject({ state: 'running', isRead: true, failure: null });
  await waitUntil('metrics of the source', async () => {
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    return LOOKED.test(metrics);
  });
  await gateway.stop('test');
  expect(await reader()).toMatchObject({ isRead: false });
}, 60_000);

test('two processes never read one source at once; the second goes on where the first stopped', async () => {
  const before = (await keys()).length;
  const first = await kit.startGateway();
  const second = await kit.startGateway();
  put(1_000, 400);
  await waitUntil('some read by the first', async () => (await keys()).length >= before + 150, 20_000);
  await first.stop('test');
  put(2_000, 50);
  await waitUntil('the others read by the second', async () => (await keys()).length >= before + 450, 20_000);
  expect(await keys()).toHaveLength(before + 450);
  await second.stop('test');
}, 60_000);

test('a marked record pauses its stream before anything of its page is kept, until somebody lets it go on', async () => {
  const gateway = await kit.startGateway();
  const before = (await keys()).length;
  provider.put(order('P3000'));
  provider.put(order('P3001', { 标题: '某事 机密★5年' }));
  await waitUntil('the stream paused', async () => (await reader()).state === 'paused', 20_000);
  expect(await reader()).toMatchObject({ pausedBecause: { rule: 'secrecy-marking' } });
  await waitUntil('the lease given back', async () => !(await reader()).isRead, 10_000);
  expect(await keys()).toHaveLength(before);
  const { rows } = await kit.store.pool.query('SELECT system, stream, rule FROM exchange.secrecy_block');
  expect(rows.length).toBeGreaterThan(0);
  await waitUntil('both alarms', async () => (await alarmRules()).length === 2, 20_000);
  expect(await alarmRules()).toEqual(['reader-paused', 'secrecy-block']);
  // The department takes the record out of its system.
  provider.forget((record) => (record as { 工单编号: string }).工单编号 === 'P3001');
  expect(await resumeReader(kit.store, LIVE, 'test')).toBe(true);
  await waitUntil('the other order read', async () => (await keys()).length === before + 1, 20_000);
  await waitUntil('the pause over', async () => !(await alarmRules()).includes('reader-paused'), 20_000);
  await gateway.stop('test');
}, 60_000);

test('says what is wrong while the system is away, and is well again when it is back', async () => {
  const gateway = await kit.startGateway();
  await provider.stop();
  await waitUntil('the failure seen', async () => (await reader()).failure !== null, 20_000);
  expect(await reader()).toMatchObject({ failure: { failed: 'tcp' }, state: 'running' });
  await provider.start();
  put(4_000, 5);
  await waitUntil('the later orders read', async () => (await keys()).includes('P4004'), 20_000);
  await waitUntil('the failure over', async () => (await reader()).failure === null, 20_000);
  await gateway.stop('test');
}, 60_000);

test('a stream that is closed while it is read is given back at once without a failure, and read on when it is open', async () => {
  const gateway = await kit.startGateway();
  const before = (await keys()).length;
  put(6_000, 400);
  await waitUntil('some read', async () => (await keys()).length > before, 20_000);
  const reason = { zh: '多', en: 'many' };
  await closeStream(kit.store, { system, stream }, { state: 'stopped', reason }, 'test');
  await waitUntil('the lease given back', async () => !(await reader()).isRead, 10_000);
  expect(await reader()).toMatchObject({ state: 'running', failure: null, failedAttempts: 0 });
  const closedAt = (await keys()).length;
  put(6_400, 50);
  await sleep(2_500);
  expect(await keys()).toHaveLength(closedAt);
  await openStream(kit.store, { system, stream }, 'test');
  await waitUntil('all read', async () => (await keys()).length >= before + 450, 20_000);
  expect(await keys()).toHaveLength(before + 450);
  await gateway.stop('test');
}, 60_000);

test('a connection that cannot be opened is told, and read once it is set anew', async () => {
  const gateway = await kit.startGateway();
  await kit.store.pool.query(
    `UPDATE exchange.source_connection SET sealed = decode('00', 'hex'), revision = revision + 1`,
  );
  await waitUntil('the failure told', async () => (await reader()).failure !== null, 20_000);
  expect(await reader()).toMatchObject({ failure: { failed: 'settings' }, state: 'running', isRead: false });
  await connect();
  put(5_000, 2);
  await waitUntil('the later orders read', async () => (await keys()).includes('P5001'), 50_000);
  await gateway.stop('test');
}, 90_000);
