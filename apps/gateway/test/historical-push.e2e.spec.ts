import { request } from 'node:http';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventsOf, waitUntil } from '@exchange/testing';
import type { RunningGateway } from '../src/start.ts';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';
import { order } from './order.ts';

const SYSTEM = 'hotline-12345';
const PATH = `/v1/systems/${SYSTEM}/streams/orders/records`;
const TOPIC = 'wujin.work-order.v1';
const IN_FLIGHT_BYTES_MAX = 1_000_000;

let directory: string;
let kit: GatewayKit;
let gateway: RunningGateway;
let key: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'historical-push-'));
  await cp('schemas', join(directory, 'schemas'), { recursive: true });
  await cp(join('adapters', SYSTEM), join(directory, 'adapters', SYSTEM), { recursive: true });
  kit = await gatewayKit(directory);
  gateway = await kit.startGateway({ IN_FLIGHT_BYTES_MAX: String(IN_FLIGHT_BYTES_MAX) });
  key = (await kit.issueKey(SYSTEM)).secret;
}, 60_000);

afterAll(async () => {
  await kit.end();
  await rm(directory, { recursive: true });
});

const HEADERS = { 'content-type': 'application/json; charset=utf-8' };

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: { readonly code?: string; readonly receipt?: { readonly id: string; historical: boolean } };
}

async function send(path: string, records?: unknown[], idempotencyKey?: string): Promise<Answer> {
  const response = await fetch(gateway.url + path, {
    method: records ? 'POST' : 'GET',
    headers: {
      ...HEADERS,
      authorization: `Bearer ${key}`,
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    ...(records ? { body: JSON.stringify(records) } : {}),
  });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: (await response.json()) as Answer['body'],
  };
}

const push = (records: unknown[], idempotencyKey?: string): Promise<Answer> =>
  send(PATH, records, idempotencyKey);
const fillBack = (records: unknown[], idempotencyKey?: string): Promise<Answer> =>
  send(`${PATH}?historical=true`, records, idempotencyKey);

/** A live request whose body is on its way. Resolves with what ends it. */
function onItsWay(bytes: number): () => void {
  const { hostname, port } = new URL(gateway.url);
  const sent = request({
    hostname,
    port,
    path: PATH,
    method: 'POST',
    headers: { ...HEADERS, authorization: `Bearer ${key}`, 'content-length': bytes },
  });
  sent.on('error', () => undefined);
  sent.write('[');
  return () => sent.destroy();
}

test('a system fills back by itself: receipt and events say that it is history', async () => {
  const { status, body } = await fillBack([order('H1'), order('H2')]);
  expect(status).toBe(200);
  expect(body.receipt).toMatchObject({ historical: true });
  const asked = await send(`/v1/receipts/${body.receipt!.id}`);
  expect(asked.body.receipt).toMatchObject({ historical: true });
  expect((await push([order('H3')])).body.receipt).toMatchObject({ historical: false });
  const historical = new Map<string, boolean>();
  for await (const { event } of eventsOf(kit.log, TOPIC)) historical.set(event.key, event.historical);
  expect(Object.fromEntries(historical)).toEqual({ H1: true, H2: true, H3: false });
});

test('the same request as history is another one under the same key', async () => {
  expect((await push([order('H4')], 'k-1')).status).toBe(200);
  expect(await fillBack([order('H4')], 'k-1')).toMatchObject({
    status: 422,
    body: { code: 'idempotency-key-reused' },
  });
  expect((await fillBack([order('H5')], 'k-2')).status).toBe(200);
  expect((await fillBack([order('H5')], 'k-2')).status).toBe(200);
});

test('a batch of history is small, so that no live record waits behind a large one', async () => {
  const many = Array.from({ length: 1_001 }, (_, index) => order(`M${index}`));
  expect(await fillBack(many)).toMatchObject({ status: 413, body: { code: 'historical-batch-too-large' } });
});

test('history waits while live records need the room, and live ones do not', async () => {
  const giveUp = onItsWay(IN_FLIGHT_BYTES_MAX / 2);
  await waitUntil('history has to wait', async () => (await fillBack([order('W1')])).status === 429);
  expect(await fillBack([order('W1')])).toMatchObject({
    status: 429,
    retryAfter: '5',
    body: { code: 'history-waits' },
  });
  expect((await push([order('W2')])).status).toBe(200);
  giveUp();
  await waitUntil('there is room again', async () => (await fillBack([order('W1')])).status === 200);
});

test('what is tried out, and what nobody asked to be history, is as it was', async () => {
  expect((await send(`${PATH}?historical=perhaps`, [order('X1')])).status).toBe(400);
  expect((await send(`${PATH}?historical=true&dryRun=true`, [order('X1')])).status).toBe(200);
});
