import { createConnection } from 'node:net';
import { bodyOf, exchangeRaw, gate, startApp, type StartedApp } from './started-app.ts';

let started: StartedApp;

beforeAll(async () => {
  started = await startApp();
});

afterAll(async () => {
  expect(await started.stop()).toBe(true);
});

const POST_HEAD = 'POST /v1/notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';

describe('hostile requests', () => {
  test('what is no HTTP is answered with 400', async () => {
    const answer = await exchangeRaw(started.port, ['\u0000\u0001GARBAGE\r\n\r\n']);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(bodyOf(answer)).toMatchObject({ code: 'malformed-request' });
  });

  test('a head that is too large is answered with 431', async () => {
    const answer = await exchangeRaw(started.port, [
      `GET /v1/notes HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(9_000)}\r\n\r\n`,
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(bodyOf(answer)).toMatchObject({ code: 'header-too-large', status: 431 });
  });

  test('a head that never ends is answered with 408', async () => {
    const answer = await exchangeRaw(started.port, ['GET /v1/notes HTTP/1.1\r\nHost: a\r\n']);
    expect(bodyOf(answer)).toMatchObject({ code: 'request-timeout', status: 408 });
  });

  test('a body that comes by drops is answered with 408', async () => {
    const drops = Array.from({ length: 40 }, () => ['x', 50]).flat();
    const answer = await exchangeRaw(started.port, [`${POST_HEAD}Content-Length: 1000\r\n\r\n`, ...drops]);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(started.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('a body of 8 MB is answered with 413 while it is still being sent', async () => {
    const chunk = 'x'.repeat(64_000);
    const answer = await exchangeRaw(started.port, [
      `${POST_HEAD}Connection: close\r\nContent-Length: ${chunk.length * 128}\r\n\r\n`,
      ...Array.from({ length: 128 }, () => chunk),
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(bodyOf(answer)).toMatchObject({ code: 'body-too-large' });
  });

  test('an endless chunked body is answered with 413 and cut off', async () => {
    const chunk = `${(64_000).toString(16)}\r\n${'x'.repeat(64_000)}\r\n`;
    const answer = await exchangeRaw(started.port, [
      `${POST_HEAD}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n`,
      ...Array.from({ length: 64 }, () => chunk),
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('a request that smuggles a second length is refused', async () => {
    const answer = await exchangeRaw(started.port, [
      `${POST_HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('a client that goes away in the middle of its body leaves no error behind', async () => {
    const controller = new AbortController();
    const body = new ReadableStream({
      start: (stream) => stream.enqueue(new TextEncoder().encode('{"text":')),
    });
    const sent = fetch(`${started.url}/v1/notes`, {
      method: 'POST',
      body,
      duplex: 'half',
      signal: controller.signal,
      headers: { 'content-type': 'application/json' },
    } as RequestInit);
    setTimeout(() => controller.abort(), 50);
    await expect(sent).rejects.toThrow('aborted');
    expect((await fetch(`${started.url}/livez`)).status).toBe(200);
    expect(started.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('a head without a Host, or with two, is answered with 400, also where the route is none of the app’s own', async () => {
    for (const hosts of ['', 'Host: a\r\nHost: b\r\n']) {
      const answer = await exchangeRaw(started.port, [
        `GET /livez HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`,
      ]);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toMatch(/^content-type: application\/problem\+json/im);
      expect(bodyOf(answer)).toMatchObject({ code: 'malformed-request' });
    }
    const old = await exchangeRaw(started.port, ['GET /livez HTTP/1.0\r\n\r\n']);
    expect(old).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('a CONNECT and an Expect that nobody knows get an answer with words', async () => {
    const connect = await exchangeRaw(started.port, ['CONNECT db:5432 HTTP/1.1\r\nHost: db\r\n\r\n']);
    expect(bodyOf(connect)).toMatchObject({ code: 'no-proxy', status: 400 });
    const expecting = await exchangeRaw(started.port, [
      'GET /livez HTTP/1.1\r\nHost: a\r\nExpect: miracle\r\nConnection: close\r\n\r\n',
    ]);
    expect(bodyOf(expecting)).toEqual({ status: 'ok' });
  });

  test('a client that closes its side after the request gets its answer', async () => {
    const socket = createConnection({ port: started.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.end(`${POST_HEAD}Content-Length: 25\r\n\r\n{"text":"a","weight":"1"}`);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(bodyOf(answer)).toMatchObject({ code: 'invalid-request' });
  });

  test('noise behind a request takes nothing from the answer to the request', async () => {
    const waiting = exchangeRaw(started.port, [
      'GET /v1/slow HTTP/1.1\r\nHost: a\r\n\r\n',
      50,
      '\0\0\r\n\r\n',
    ]);
    setTimeout(() => gate.open(), 150);
    const [first, second] = (await waiting).split(/(?=HTTP\/1\.1 \d)/);
    expect(first).toMatch(/^HTTP\/1\.1 200 /);
    expect(second).toMatch(/^HTTP\/1\.1 400 /);
    expect(bodyOf(second ?? '')).toMatchObject({ code: 'malformed-request' });
  });

  test('a queue of requests that is torn down leaves none of them open in the metrics', async () => {
    const socket = createConnection({ port: started.port, host: '127.0.0.1' });
    socket.write('GET /v1/slow HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(3));
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.resetAndDestroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    gate.open();
    const metrics = await (await fetch(`${started.url}/metrics`)).text();
    // The one that asks.
    expect(metrics).toMatch(/^http_server_active_requests(?:\{[^}]*\})? 1$/m);
  });
});
