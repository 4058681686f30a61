import { bodyOf, exchangeRaw, startApp, type StartedApp } from './started-app.ts';

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
});
