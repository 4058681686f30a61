import { startApp, type StartedApp } from './started-app.ts';

let started: StartedApp;

beforeAll(async () => {
  started = await startApp();
});

afterAll(async () => {
  expect(await started.stop()).toBe(true);
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function call(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(started.url + path, init);
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}

function post(body: string, type = 'application/json'): RequestInit {
  return { method: 'POST', body, headers: { 'content-type': type } };
}

describe('problem documents', () => {
  test('hold the members of RFC 9457, both languages and the trace', async () => {
    const { status, headers, body } = await call('/v1/notes/taken?access_token=hidden');
    expect(status).toBe(409);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: 'urn:wujin:exchange:problem:note-taken',
      title: '冲突',
      status: 409,
      detail: '已被占用',
      instance: '/v1/notes/taken',
      code: 'note-taken',
      zh: { title: '冲突', detail: '已被占用' },
      en: { title: 'Conflict', detail: 'already taken' },
      traceId: headers.get('x-request-id'),
      holder: 'a',
    });
  });

  test('an unknown address is 404', async () => {
    expect(await call('/v1/absent')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test('a wrong method is 405 and says which are right', async () => {
    const { status, headers, body } = await call('/v1/notes', { method: 'DELETE' });
    expect([status, body['code'], headers.get('allow')]).toEqual([405, 'method-not-allowed', 'GET, POST']);
    expect((await fetch(`${started.url}/v1/notes/1`, { method: 'HEAD' })).status).toBe(405);
  });

  test('a body that is too large is 413', async () => {
    expect(await call('/v1/notes', post(`"${'x'.repeat(3_000)}"`))).toMatchObject({
      status: 413,
      body: { code: 'body-too-large' },
    });
  });

  test('a content type that nobody reads is 415', async () => {
    expect(await call('/v1/notes', post('a,b', 'text/csv'))).toMatchObject({ status: 415 });
    expect(await call('/v1/notes', post('hello', 'text/plain'))).toMatchObject({ status: 415 });
  });

  test.each([
    ['broken JSON', '{"text": ', 'malformed-json'],
    ['an empty body', '', 'empty-body'],
    ['a __proto__ key', '{"__proto__": {"admin": true}, "text": "a", "weight": 1}', 'malformed-json'],
  ])('%s is 400', async (_name, text, code) => {
    const { status, body } = await call('/v1/notes', post(text));
    expect([status, body['code']]).toEqual([400, code]);
  });

  test('an address that cannot be decoded is 400', async () => {
    expect(await call('/v1/notes/%E0%A4%A')).toMatchObject({
      status: 400,
      body: { code: 'malformed-address' },
    });
  });

  test('an address with an endless part is 414', async () => {
    expect(await call(`/v1/notes/${'x'.repeat(600)}`)).toMatchObject({ status: 414 });
  });

  test('what breaks a schema is 400 with every problem', async () => {
    const { status, body } = await call('/v1/notes', post('{"weight": "1"}'));
    expect(status).toBe(400);
    expect(body['problems']).toEqual([
      { at: '/text', zh: '缺少此项', en: 'is missing' },
      { at: '/weight', zh: '类型应为 integer', en: 'must be integer' },
    ]);
    const query = await call('/v1/notes?limit=0&color=red');
    expect((query.body['problems'] as unknown[]).length).toBe(2);
  });

  test('a query is coerced and gets its defaults; one value of a list is a list', async () => {
    expect((await call('/v1/notes?department=housing')).body).toEqual({
      query: { limit: 50, department: ['housing'] },
    });
  });

  test('a retryable ExchangeError is 503 with Retry-After, without internals', async () => {
    const { status, headers, body } = await call('/v1/notes/unavailable');
    expect([status, headers.get('retry-after'), body['code']]).toEqual([503, '5', 'store-unavailable']);
    expect(JSON.stringify(body)).not.toContain('10.0.0.5');
  });

  test('an error that nobody foresaw is 500 without internals, and logged with the route', async () => {
    const { status, body } = await call('/v1/notes/broken');
    expect([status, body['code']]).toEqual([500, 'internal-error']);
    expect(JSON.stringify(body)).not.toContain('secret internals');
    expect(started.lines.at(-1)).toMatchObject({
      event: 'http.request_failed',
      level: 'error',
      route: '/v1/notes/:id',
      'exception.message': 'secret internals',
      trace_id: body['traceId'],
    });
  });

  test("Nest's own exceptions are problems too", async () => {
    expect(await call('/v1/notes/nest')).toMatchObject({
      status: 404,
      body: { code: 'not-found', en: { detail: 'no such note' } },
    });
  });
});

describe('trace context of a request', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

  test("the caller's trace goes on, also behind a parsed body", async () => {
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01`, 'content-type': 'application/json' };
    const { headers: answered, body } = await call('/v1/notes', {
      method: 'POST',
      headers,
      body: '{"text": "a", "weight": 1}',
    });
    expect(answered.get('x-request-id')).toBe(traceId);
    expect(String(body['traceparent']).slice(3, 35)).toBe(traceId);
  });

  test('a request without one, or with a broken one, gets a new one', async () => {
    const first = await call('/v1/notes/1', { headers: { traceparent: 'nonsense' } });
    const second = await call('/v1/notes/1');
    expect(first.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(String(first.body['traceparent']).slice(3, 35)).toBe(first.headers.get('x-request-id'));
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
  });
});
