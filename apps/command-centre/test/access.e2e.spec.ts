import { setTimeout as pause } from 'node:timers/promises';
import { encodeVector } from '../src/streaming/position-vector.ts';
import {
  HUTANG,
  NIUTANG,
  startedCommandCentre,
  TOPIC,
  workOrder,
  type StartedCommandCentre,
} from './started-command-centre.ts';

let centre: StartedCommandCentre;
let token: string;

beforeAll(async () => {
  centre = await startedCommandCentre();
  token = (await centre.token()).key;
}, 60_000);

afterAll(async () => {
  await centre.stop();
}, 60_000);

async function refusal(
  query: string,
  key: string,
  lastEventId?: string,
): Promise<{ status: number; problem: Record<string, unknown> }> {
  try {
    (await centre.open(query, key, lastEventId)).cut();
  } catch (error) {
    return error as { status: number; problem: Record<string, unknown> };
  }
  throw new Error('the stream was opened');
}

describe('who is not let in', () => {
  test.each([
    ['a token of the wrong form', async () => 'hello'],
    ['a token that nobody issued', async () => `wr_${'0'.repeat(16)}_${'A'.repeat(43)}`],
    ['a token with a wrong secret', async () => `${token.slice(0, -2)}xx`],
    ['a key of a system', async () => token.replace(/^wr_/, 'wx_')],
    ['an expired token', async () => (await centre.token({}, new Date(Date.now() - 1_000))).key],
    [
      'a revoked token',
      async () => {
        const { id, key } = await centre.token();
        await centre.registry.revoke(id, 'test');
        return key;
      },
    ],
  ])('%s is refused, and nothing is asked of the log for it', async (_name, make) => {
    const before = { ...centre.calls };
    const { status, problem } = await refusal('?from=earliest', await make());
    expect([status, problem['code']]).toEqual([401, 'token-refused']);
    expect(centre.calls).toEqual(before);
    expect(await centre.metric('exchange_streams_open')).toBe(0);
  });

  test('no token at all is refused, with the way to give one', async () => {
    const response = await fetch(`${centre.url}/v1/topics`);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="command-centre"');
  });

  test('a token in the address is refused and logged nowhere', async () => {
    const response = await fetch(`${centre.url}/v1/topics/${TOPIC}/events?access_token=${token}`);
    expect(response.status).toBe(400);
    const body = await response.text();
    expect(body).toContain('token-in-address');
    expect(body + centre.lines.join('')).not.toContain(token);
  });

  test('a topic outside of the scope is 403, one that does not exist 404', async () => {
    const { key } = await centre.token({ topics: ['wujin.certificate.v1'] });
    expect((await refusal('', key)).problem['code']).toBe('topic-not-granted');
    const response = await fetch(`${centre.url}/v1/topics/wujin.absent.v1/schema`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(404);
  });

  test('a filter outside of the scope is 403, one with a code that does not exist 400', async () => {
    const { key } = await centre.token({ jurisdictions: [HUTANG] });
    expect(await refusal(`?jurisdiction=${NIUTANG}`, key)).toMatchObject({
      status: 403,
      problem: { outside: [NIUTANG] },
    });
    expect(await refusal('?jurisdiction=99', token)).toMatchObject({
      status: 400,
      problem: { unknown: ['99'] },
    });
    expect(await refusal('?colour=red', token)).toMatchObject({
      status: 400,
      problem: { code: 'invalid-request' },
    });
  });

  test.each([
    ['nonsense', 'nonsense'],
    ['a place in another topic', encodeVector('wujin.certificate.v1', [0, 0, 0, 0, 0, 0])],
    ['a place with too few partitions', encodeVector(TOPIC, [0])],
    ['an endless one', 'A'.repeat(4_000)],
  ])('a Last-Event-ID that is %s is 400', async (_name, id) => {
    expect(await refusal('', token, id)).toMatchObject({
      status: 400,
      problem: { code: 'malformed-last-event-id' },
    });
  });
});

describe('what a reader is shown', () => {
  test('only its jurisdictions and departments, and never what belongs to none', async () => {
    const { key } = await centre.token({ jurisdictions: [HUTANG, NIUTANG] });
    const wide = await centre.open('', key);
    const narrow = await centre.open(`?jurisdiction=${NIUTANG}`, key);
    const department = await centre.open('?department=housing-construction', token);
    await centre.append([
      workOrder('hutang', { jurisdiction: HUTANG }),
      workOrder('niutang', { jurisdiction: NIUTANG, department: 'housing-construction' }),
      workOrder('elsewhere', { jurisdiction: '320412103' }),
      workOrder('nowhere', { jurisdiction: null }),
    ]);
    await Promise.all([
      wide.until(({ events }) => events.length === 2),
      narrow.until(({ events }) => events.length === 1),
      department.until(({ events }) => events.length === 1),
    ]);
    await pause(100);
    expect(wide.events.map(({ subject }) => subject).sort()).toEqual(['hutang', 'niutang']);
    expect(narrow.events.map(({ subject }) => subject)).toEqual(['niutang']);
    expect(department.events.map(({ subject }) => subject)).toEqual(['niutang']);
    for (const client of [wide, narrow, department]) client.cut();
  });

  test('personal data masked, unless the token covers it; the same live and read from the log', async () => {
    const masked = (await centre.token({ unmasked: false })).key;
    const data = {
      orderNo: 'GD1',
      caller: { name: '张三丰', phone: '13912345678' },
      content: '张三丰反映路灯不亮',
    };
    const live = await centre.open('', masked);
    const open = await centre.open('', token);
    await centre.append([
      workOrder('masked', { data }),
      workOrder('masked', {
        operation: 'delete',
        data: { key: 'masked', reason: '张三丰申请撤销', basis: '误录' },
      }),
    ]);
    await Promise.all([live, open].map((client) => client.until(({ events }) => events.length === 2)));
    const read = await centre.open('?from=earliest', masked);
    await read.until(({ events }) => events.filter(({ subject }) => subject === 'masked').length === 2);
    const ofRecord = read.events.filter(({ subject }) => subject === 'masked');
    expect(ofRecord).toEqual(live.events);
    expect(JSON.stringify(live.messages)).not.toMatch(/张三丰|13912345678/);
    expect(JSON.stringify(live.events[1]?.data)).toContain('误录');
    expect(open.events[0]?.data).toEqual(data);
    for (const client of [live, open, read]) client.cut();
  });

  test('the topics that it may read, with titles and schema', async () => {
    const { key } = await centre.token({ topics: [TOPIC] });
    const headers = { authorization: `Bearer ${key}` };
    const { topics } = (await (await fetch(`${centre.url}/v1/topics`, { headers })).json()) as {
      topics: Array<Record<string, unknown>>;
    };
    expect(topics).toMatchObject([
      { topic: TOPIC, subject: 'work-order', title: { zh: expect.any(String) } },
    ]);
    const schema = await fetch(centre.url + String(topics[0]?.['schema']), { headers });
    expect(schema.headers.get('content-type')).toContain('application/schema+json');
    expect(await schema.json()).toMatchObject({ type: 'object', 'x-title': expect.anything() });
    expect((await fetch(`${centre.url}/docs`)).status).toBe(200);
  });
});
