import { randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { signRequest } from '@exchange/access';
import { eventsOf, waitUntil } from '@exchange/testing';
import { closeStream, endMaintenance, openStream, setMaintenance, type SystemStage } from '@exchange/store';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';
import { order } from './order.ts';
import type { RunningGateway } from '../src/start.ts';

const NAME = { system: 'hotline-12345', stream: 'orders' };
const PATH = '/v1/systems/hotline-12345/streams/orders/records';
const TOPIC = 'wujin.work-order.v1';
const REASON = { zh: '十五分钟内三成不通过', en: 'three in ten do not pass within 15 minutes' };

let kit: GatewayKit;
let gateway: RunningGateway;
let live: string;
let trial: string;

beforeAll(async () => {
  kit = await gatewayKit();
  gateway = await kit.startGateway();
  live = (await kit.issueKey(NAME.system)).secret;
  trial = (await kit.issueKey(NAME.system, 'api-key', true)).secret;
}, 60_000);

afterAll(() => kit.end());

afterEach(async () => {
  await setStage('in-operation');
  await endMaintenance(kit.store, NAME.system, 'test');
  await openStream(kit.store, NAME, 'test');
  await known();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- an answer is looked into at many places
  readonly body: any;
}

async function push(
  key: string,
  body: unknown = [order('G1')],
  options: { headers?: Record<string, string>; query?: string } = {},
): Promise<Answer> {
  const response = await fetch(gateway.url + PATH + (options.query ?? ''), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json; charset=utf-8',
      ...options.headers,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

async function receiptOf(key: string, id: string): Promise<Answer['body']> {
  const response = await fetch(`${gateway.url}/v1/receipts/${id}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return response.json();
}

async function setStage(stage: SystemStage): Promise<void> {
  await kit.store.pool.query('UPDATE exchange.system_stage SET stage = $2 WHERE system = $1', [
    NAME.system,
    stage,
  ]);
}

/** Waits until the gateway knows what the gate is, so that a refusal comes before the body is read. */
async function known(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 700));
}

async function keysInLog(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { event } of eventsOf(kit.log, TOPIC)) keys.push(event.key);
  return keys;
}

async function countRows(table: string): Promise<number> {
  const { rows } = await kit.store.pool.query<{ count: string }>(`SELECT count(*) FROM exchange.${table}`);
  return Number(rows[0]!.count);
}

describe('what a sender is told while its stream takes nothing', () => {
  it.each<[SystemStage, number, string]>([
    ['applied', 403, 'system-not-admitted'],
    ['joint-test', 403, 'trial-key-needed'],
    ['retired', 403, 'system-retired'],
  ])(
    'at the stage %s: %d %s, whether the gateway knows of it already or only the claim does',
    async (stage, status, code) => {
      const receipts = await countRows('receipt');
      await setStage(stage);
      expect(await push(live)).toMatchObject({ status, body: { code } });
      await known();
      const answer = await push(live);
      expect(answer).toMatchObject({ status, body: { code, detail: expect.stringContaining('未保存') } });
      expect(answer.headers.get('retry-after')).toBeNull();
      expect(await countRows('receipt')).toBe(receipts);
    },
  );

  it('during maintenance: 503 with the reason, the end, and when to come back', async () => {
    const until = new Date(Date.now() + 90_000);
    await setMaintenance(kit.store, { system: NAME.system, until, reason: '机房检修', setBy: 'test' });
    for (const key of [live, trial]) {
      const answer = await push(key);
      expect(answer).toMatchObject({
        status: 503,
        body: {
          code: 'in-maintenance',
          until: until.toISOString(),
          detail: expect.stringContaining('机房检修'),
        },
      });
      const seconds = Number(answer.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(60);
      expect(seconds).toBeLessThanOrEqual(90);
    }
  });

  it('during a long maintenance: to come back in an hour', async () => {
    const until = new Date(Date.now() + 86_400_000);
    await setMaintenance(kit.store, { system: NAME.system, until, reason: '迁移', setBy: 'test' });
    expect((await push(live)).headers.get('retry-after')).toBe('3600');
  });

  it('of a blocked stream: 503 with the reason and when to come back; then it is taken again', async () => {
    const until = new Date(Date.now() + 2_500);
    await closeStream(kit.store, NAME, { state: 'blocked', until, reason: REASON }, 'test');
    const answer = await push(live);
    expect(answer).toMatchObject({
      status: 503,
      body: { code: 'stream-blocked', en: { detail: expect.stringContaining(REASON.en) } },
    });
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(3);
    expect(await push(trial)).toMatchObject({ status: 200 });
    await waitUntil('the block over', async () => (await push(live)).status === 200, 10_000);
  });

  it('of a stopped stream: 409 until somebody opens it; dry runs and trials go on', async () => {
    await closeStream(kit.store, NAME, { state: 'stopped', reason: REASON }, 'test');
    await known();
    const answer = await push(live);
    expect(answer).toMatchObject({ status: 409, body: { code: 'stream-stopped' } });
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(await push(live, [order('G2')], { query: '?dryRun=true' })).toMatchObject({ status: 200 });
    expect(await push(trial)).toMatchObject({ status: 200 });
    await openStream(kit.store, NAME, 'test');
    await waitUntil('the stream open', async () => (await push(live)).status === 200, 5_000);
  });

  it('is not told of a retry of what was accepted before: that gets its answer again', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const accepted = await push(live, [order('G4')], { headers });
    await closeStream(kit.store, NAME, { state: 'stopped', reason: REASON }, 'test');
    await known();
    expect(await push(live, [order('G4')], { headers })).toMatchObject({
      status: 200,
      body: { receipt: { id: accepted.body.receipt.id, repeated: true } },
    });
    expect(await push(live, [order('G5')], { headers: { 'idempotency-key': randomUUID() } })).toMatchObject({
      status: 409,
      body: { code: 'stream-stopped' },
    });
  });

  it('comes before the body is read, once the gateway knows', async () => {
    await setStage('applied');
    await known();
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST ${PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${live}\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n[`,
    );
    const head = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    socket.destroy();
    expect(head).toContain('403');
  });

  it('is told to its own system alone', async () => {
    await setStage('applied');
    await known();
    const { secret } = await kit.issueKey('gas-safety');
    expect(await push(secret)).toMatchObject({ status: 403, body: { code: 'foreign-system' } });
  });

  it('is told to who signs only when the signature is right', async () => {
    const { id, secret } = await kit.issueKey(NAME.system, 'hmac-sha256');
    await setStage('retired');
    await known();
    const body = Buffer.from(JSON.stringify([order('G3')]));
    const send = async (isRight: boolean): Promise<Answer['body']> => {
      const headers = signRequest({
        algorithm: 'hmac-sha256',
        keyId: id,
        secret: Buffer.from(secret, 'base64'),
        method: 'POST',
        path: PATH,
        timestamp: Math.floor(Date.now() / 1_000),
        nonce: randomBytes(16).toString('hex'),
        body: isRight ? body : Buffer.from('x'),
      });
      const response = await fetch(gateway.url + PATH, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
        body,
      });
      return response.json();
    };
    expect(await send(false)).toMatchObject({ code: 'bad-signature' });
    expect(await send(true)).toMatchObject({ code: 'system-retired' });
  });

  it('comes as a SOAP fault to who speaks SOAP', async () => {
    const { secret } = await kit.issueKey('hr-agencies');
    const call = async (): Promise<Response> =>
      fetch(`${gateway.url}/v1/systems/hr-agencies/soap`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'text/xml; charset=utf-8' },
        body: '<?xml version="1.0"?><x/>',
      });
    const until = new Date(Date.now() + 60_000);
    await setMaintenance(kit.store, { system: 'hr-agencies', until, reason: '检修', setBy: 'test' });
    await known();
    const response = await call();
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).not.toBeNull();
    const fault = await response.text();
    expect(fault).toContain('Fault>');
    expect(fault).toContain('in-maintenance');
    await endMaintenance(kit.store, 'hr-agencies', 'test');
  });
});

describe('a trial key', () => {
  it('goes the whole way in a joint test, except into the log', async () => {
    await setStage('joint-test');
    await known();
    const answer = await push(trial, [order('T1'), order('T2', { 来电时间: '昨天' })]);
    expect(answer).toMatchObject({
      status: 207,
      body: { counts: { accepted: 1, quarantined: 1 }, receipt: { trial: true, pending: false } },
    });
    const { id } = answer.body.receipt;
    expect(await receiptOf(trial, id)).toMatchObject({
      receipt: { trial: true },
      counts: { accepted: 1, quarantined: 1 },
    });
    expect(await keysInLog()).not.toContain('T1');
    const { rows } = await kit.store.pool.query('SELECT trial FROM exchange.quarantine WHERE receipt = $1', [
      id,
    ]);
    expect(rows).toEqual([{ trial: true }]);
  });

  it('leaves no trace that a live record would be compared with', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const tried = await push(trial, [order('T3')], { headers });
    expect(await push(trial, [order('T3')], { headers })).toMatchObject({
      status: 200,
      body: { receipt: { id: tried.body.receipt.id, repeated: true, trial: true } },
    });
    const sent = await push(live, [order('T3')], { headers });
    expect(sent).toMatchObject({ status: 200, body: { receipt: { trial: false, repeated: false } } });
    expect((await keysInLog()).filter((key) => key === 'T3')).toHaveLength(1);
  });

  it('may be one that signs', async () => {
    const { id, secret } = await kit.issueKey(NAME.system, 'hmac-sm3', true);
    await setStage('joint-test');
    await known();
    const body = Buffer.from(JSON.stringify([order('T4')]));
    const headers = signRequest({
      algorithm: 'hmac-sm3',
      keyId: id,
      secret: Buffer.from(secret, 'base64'),
      method: 'POST',
      path: PATH,
      timestamp: Math.floor(Date.now() / 1_000),
      nonce: randomBytes(16).toString('hex'),
      body,
    });
    const response = await fetch(gateway.url + PATH, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      body,
    });
    expect(await response.json()).toMatchObject({ receipt: { trial: true } });
    expect(await keysInLog()).not.toContain('T4');
  });

  it('is counted by itself and leaves no drift', async () => {
    await push(trial, [order('T5', { 新字段: '甲' })]);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/exchange_trial_records_total\{[^}]*system="hotline-12345"[^}]*\} \d/u);
    await gateway.stop('drift is written at the end');
    const { rows } = await kit.store.pool.query(
      `SELECT path FROM exchange.source_field WHERE path LIKE '%新字段%'`,
    );
    expect(rows).toEqual([]);
    gateway = await kit.startGateway();
  }, 30_000);
});

it('the stages and the closed streams are metrics', async () => {
  await setStage('retired');
  await waitUntil(
    'the metrics',
    async () => {
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
      return (
        /exchange_system_stage\{[^}]*system="hotline-12345"[^}]*stage="retired"[^}]*\} 1/u.test(metrics) &&
        /exchange_stream_closed\{[^}]*system="hotline-12345"[^}]*because="retired"[^}]*\} 1/u.test(metrics)
      );
    },
    15_000,
  );
}, 20_000);
