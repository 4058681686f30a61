import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { signRequest } from '@exchange/access';
import { eventsOf } from '@exchange/testing';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';
import { order } from './order.ts';
import type { RunningGateway } from '../src/start.ts';

let kit: GatewayKit;
let gateway: RunningGateway;
let key: string;

const PATH = '/v1/systems/hotline-12345/streams/orders/records';
const TOPIC = 'wujin.work-order.v1';

beforeAll(async () => {
  kit = await gatewayKit();
  gateway = await kit.startGateway({ BODY_BYTES_MAX: '1000000' });
  key = (await kit.issueKey('hotline-12345')).secret;
}, 60_000);

afterAll(() => kit.end());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- an answer is looked into at many places
  readonly body: any;
}

async function push(
  body: unknown,
  options: { headers?: Record<string, string>; query?: string; path?: string } = {},
): Promise<Answer> {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  const response = await fetch(gateway.url + (options.path ?? PATH) + (options.query ?? ''), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json; charset=utf-8',
      ...options.headers,
    },
    body: isRaw ? (body as string) : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

async function countRows(table: string): Promise<number> {
  const { rows } = await kit.store.pool.query<{ count: string }>(`SELECT count(*) FROM exchange.${table}`);
  return Number(rows[0]!.count);
}

/** Keys of the distinct events of a receipt: a re-run may put an event there once more, under the same id. */
async function loggedOf(receipt: string): Promise<string[]> {
  const found = new Map<string, string>();
  for await (const { event } of eventsOf(kit.log, TOPIC))
    if (event.receipt.startsWith(receipt)) found.set(event.id, event.key);
  return [...found.values()];
}

describe('a push', () => {
  it('is accepted when it is in the log, and the receipt says so', async () => {
    const answer = await push([order('P1'), order('P2')]);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      counts: { records: 2, accepted: 2, quarantined: 0 },
      receipt: { pending: false },
    });
    expect(await loggedOf(answer.body.receipt.id)).toHaveLength(2);
    const response = await fetch(`${gateway.url}/v1/receipts/${answer.body.receipt.id}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(await response.json()).toMatchObject({
      receipt: { digest: answer.body.receipt.digest, pending: false },
      counts: { accepted: 2 },
    });
  });

  it('of thousands of wrong records lists some, counts the rest, and the receipt gives all of them', async () => {
    const wrong = Array.from({ length: 1_050 }, (_, index) =>
      order(`M${index}`, { 来电时间: '昨天', 工单状态: 7 }),
    );
    const answer = await push([...wrong, order('M-good', { 来电时间: '2026-11-24 09:00:00' })]);
    expect(answer.status).toBe(207);
    const { counts, quarantined, unlisted, receipt } = answer.body;
    expect(counts).toEqual({ records: 1_051, accepted: 1, quarantined: 1_050 });
    expect(quarantined.map(({ index }: { index: number }) => index)).toEqual([...Array(100).keys()]);
    expect(unlisted).toMatchObject({ quarantined: 950, accepted: 0, href: `/v1/receipts/${receipt.id}` });
    const ask = async (query: string) => {
      const response = await fetch(`${gateway.url}${unlisted.href}?${query}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      return { status: response.status, body: (await response.json()) as Answer['body'] };
    };
    const seen: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Answer['body'] = (await ask(cursor && `cursor=${cursor}`)).body;
      seen.push(...page.quarantined.map(({ index }: { index: number }) => index));
      expect(page.quarantined[0].rejections.length).toBeGreaterThan(0);
      cursor = page.cursor;
    }
    expect(seen).toEqual([...Array(1_050).keys()]);
    for (const query of [
      'cursor=abc',
      `cursor=${Buffer.from('[99999999999]').toString('base64url')}`,
      'page=2',
    ])
      expect((await ask(query)).status).toBe(400);
  });

  it('with a bad record says which, where, why and what to do, and keeps it', async () => {
    const answer = await push([order('B1'), order('B2', { 来电时间: '2026-02-30 00:00:00' })]);
    expect(answer.status).toBe(207);
    expect(answer.body.quarantined).toEqual([
      expect.objectContaining({
        index: 1,
        key: 'B2',
        rejections: [expect.objectContaining({ code: 'bad-date', at: '/来电时间' })],
      }),
    ]);
    expect(answer.body.advice.en).toContain('do not repeat');
    const { rows } = await kit.store.pool.query<{ raw: Buffer }>(
      'SELECT raw FROM exchange.quarantine WHERE receipt = $1',
      [answer.body.receipt.id],
    );
    expect(JSON.parse(rows[0]!.raw.toString())).toMatchObject({ 工单编号: 'B2' });
  });

  it('of bad records only is 422 and kept all the same', async () => {
    const answer = await push({ 标题: '没有编号' });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      counts: { accepted: 0, quarantined: 1 },
      receipt: { pending: false },
    });
  });

  it('that is marked secret is refused whole and leaves no trace', async () => {
    const before = [
      await countRows('receipt'),
      await countRows('receipt_body'),
      await countRows('quarantine'),
      await countRows('idempotency_key'),
    ];
    const blocks = await countRows('secrecy_block');
    const answer = await push([order('S1'), order('S2', { 诉求内容: '附件为机密★10年' })], {
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'secrecy-marking', findings: [{ index: 1, at: '/诉求内容' }] });
    expect([
      await countRows('receipt'),
      await countRows('receipt_body'),
      await countRows('quarantine'),
      await countRows('idempotency_key'),
    ]).toEqual(before);
    expect(await countRows('secrecy_block')).toBe(blocks + 1);
  });

  it('that cannot be read is 400 and says where', async () => {
    const receipts = await countRows('receipt');
    const answer = await push('[{"工单编号": "X1"},');
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'unreadable-body', detail: expect.stringContaining('未保存') });
    expect(await countRows('receipt')).toBe(receipts);
  });

  it('may be NDJSON, GBK and gzip', async () => {
    const lines = `${JSON.stringify(order('N1'))}\n${JSON.stringify(order('N2'))}\n`;
    expect(await push(lines, { headers: { 'content-type': 'application/x-ndjson' } })).toMatchObject({
      status: 200,
    });
    const gbk = Buffer.from('7b22b9a4b5a5b1e0bac5223a224731227d', 'hex');
    const answer = await push(gbk, { headers: { 'content-type': 'application/json; charset=gbk' } });
    expect(answer.body.counts.records).toBe(1);
    const zipped = gzipSync(JSON.stringify(order('Z1')));
    expect(await push(zipped, { headers: { 'content-encoding': 'gzip' } })).toMatchObject({ status: 200 });
  });

  it('is only tried out with dryRun: what it would become, and nothing kept', async () => {
    const tables = ['receipt', 'receipt_body', 'quarantine', 'idempotency_key'];
    const before = await Promise.all(tables.map(countRows));
    const answer = await push([order('D1'), {}], { query: '?dryRun=true' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      dryRun: true,
      counts: { accepted: 1, quarantined: 1 },
      events: [{ topic: TOPIC, key: 'D1' }],
    });
    expect(await Promise.all(tables.map(countRows))).toEqual(before);
  });

  it('withdraws records by their keys', async () => {
    await push(order('W1'));
    const answer = await push({ 工单编号: 'W1' }, { query: '?operation=delete' });
    expect(answer.status).toBe(200);
    for await (const { event } of eventsOf(kit.log, TOPIC)) {
      if (event.receipt.startsWith(answer.body.receipt.id))
        expect(event).toMatchObject({ key: 'W1', operation: 'delete' });
    }
    expect(await loggedOf(answer.body.receipt.id)).toEqual(['W1']);
  });
});

describe('an Idempotency-Key', () => {
  it('gives the same answer again, and nothing twice', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await push([order('I1')], { headers });
    const again = await push([order('I1')], { headers });
    expect(again.status).toBe(200);
    expect(again.body.receipt).toMatchObject({ id: first.body.receipt.id, repeated: true });
    expect(await loggedOf(first.body.receipt.id)).toEqual(['I1']);
  });

  it('is refused with another body', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    await push([order('I2')], { headers });
    expect(await push([order('I3')], { headers })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
  });

  it('that comes many times at once is claimed once', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => push([order('I4')], { headers })));
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const receipts = new Set(answers.map(({ body }) => body.receipt.id ?? body.receipt));
    expect(receipts.size).toBe(1);
    expect(await loggedOf([...receipts][0])).toEqual(['I4']);
  });

  it('belongs to its system', async () => {
    const headers = { 'idempotency-key': 'shared' };
    await push([order('I5')], { headers });
    const { secret } = await kit.issueKey('grid-governance');
    const answer = await push('{}', {
      path: '/v1/systems/grid-governance/streams/events/records',
      headers: { ...headers, authorization: `Bearer ${secret}`, 'content-type': 'application/x-ndjson' },
    });
    expect(answer.body.code).not.toBe('idempotency-key-reused');
  });
});

describe('a caller', () => {
  it('without a valid key is refused before anything happens', async () => {
    const receipts = await countRows('receipt');
    for (const authorization of ['', 'Bearer nonsense', `Bearer ${key.slice(0, -1)}x`, 'Basic abc']) {
      expect(await push([order('A1')], { headers: { authorization } })).toMatchObject({ status: 401 });
    }
    expect(await countRows('receipt')).toBe(receipts);
  });

  it('writes to its own streams only', async () => {
    const answer = await push([order('A2')], { path: '/v1/systems/gas-safety/streams/inspections/records' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'foreign-system' } });
    expect(
      await push([order('A2')], { path: '/v1/systems/hotline-12345/streams/nothing/records' }),
    ).toMatchObject({ status: 404 });
  });

  it('sees its own receipts only', async () => {
    const { body } = await push([order('A3')]);
    const { secret } = await kit.issueKey('gas-safety');
    const response = await fetch(`${gateway.url}/v1/receipts/${body.receipt.id}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(response.status).toBe(404);
  });

  it.each(['hmac-sha256', 'hmac-sm3'] as const)(
    'may sign its requests with %s, each nonce once',
    async (algorithm) => {
      const { id, secret } = await kit.issueKey('hotline-12345', algorithm);
      const body = Buffer.from(JSON.stringify(order(`H-${algorithm}`)));
      const headers = signRequest({
        algorithm,
        keyId: id,
        secret: Buffer.from(secret, 'base64'),
        method: 'POST',
        path: PATH,
        timestamp: Math.floor(Date.now() / 1000),
        nonce: randomBytes(16).toString('hex'),
        body,
      });
      const send = (sent: Buffer) => push(sent, { headers: { ...headers, authorization: '' } });
      expect(await send(Buffer.from(body.toString().replace('煤气', '天然')))).toMatchObject({
        status: 401,
        body: { code: 'bad-signature' },
      });
      expect(await send(body)).toMatchObject({ status: 200 });
      expect(await send(body)).toMatchObject({ status: 401, body: { code: 'nonce-used' } });
    },
  );

  it('is told what is taken when it sends something else', async () => {
    expect(await push('a,b', { headers: { 'content-type': 'text/csv' } })).toMatchObject({ status: 415 });
    expect(await push('x', { headers: { 'content-encoding': 'br' } })).toMatchObject({ status: 415 });
    expect(await push(Buffer.alloc(1_100_000, 32))).toMatchObject({ status: 413 });
    expect(
      await push(gzipSync(Buffer.alloc(5_000_000)), { headers: { 'content-encoding': 'gzip' } }),
    ).toMatchObject({ status: 413 });
    expect(await push([order('T')], { query: '?dryRun=maybe' })).toMatchObject({ status: 400 });
    expect(await push([order('T')], { headers: { 'idempotency-key': 'x'.repeat(129) } })).toMatchObject({
      status: 400,
    });
  });

  it('that asks too often is told when to come back', async () => {
    const limited = await kit.startGateway({ SYSTEM_REQUESTS_PER_MINUTE_MAX: '3' });
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      const response = await fetch(limited.url + PATH, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(order(`R${index}`)),
      });
      statuses.push(response.status);
      if (response.status === 429) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });
});

describe('the documents', () => {
  it('show every stream with its samples, as JSON and as a page', async () => {
    const document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as {
      paths: Record<string, unknown>;
    };
    expect(Object.keys(document.paths)).toContain(PATH);
    const page = await (await fetch(`${gateway.url}/docs`)).text();
    expect(page).toContain('hotline-12345');
    expect(page).toContain('工单编号');
  });
});
