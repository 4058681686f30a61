import { Agent, request } from 'node:http';
import { createConnection } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gate, startApp } from './started-app.ts';

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly body: string;
}

function get(url: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode, connection: response.headers.connection, body }),
      );
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

describe('the end of a server', () => {
  test('an answer in flight is finished and closes its connection; new connections are refused', async () => {
    const started = await startApp();
    const agent = new Agent({ keepAlive: true });
    const slow = get(`${started.url}/v1/slow`, agent);
    await pause(50);
    const ending = started.stop();
    await pause(50);
    await expect(get(`${started.url}/livez`, new Agent())).rejects.toThrow('ECONNREFUSED');
    gate.open();
    expect(await slow).toEqual({ status: 200, connection: 'close', body: '{"done":true}' });
    expect(await ending).toBe(true);
    agent.destroy();
  });

  test('idle connections do not keep it from ending', async () => {
    const started = await startApp();
    const agent = new Agent({ keepAlive: true });
    expect((await get(`${started.url}/livez`, agent)).connection).toBe('keep-alive');
    const startedAt = Date.now();
    expect(await started.stop()).toBe(true);
    expect(Date.now() - startedAt).toBeLessThan(1_000);
    agent.destroy();
  });

  test('a connection that never said anything does not keep it from ending', async () => {
    const started = await startApp();
    const silent = createConnection({ port: started.port, host: '127.0.0.1' });
    const closed = new Promise((resolve) => silent.once('close', resolve));
    await pause(30);
    const startedAt = Date.now();
    expect(await started.stop()).toBe(true);
    expect(Date.now() - startedAt).toBeLessThan(1_000);
    await closed;
  });

  test('an answer that never ends is cut off only after the others had their time', async () => {
    const started = await startApp({}, { stepTimeoutMs: 200 });
    const agent = new Agent({ keepAlive: true });
    const stuck = get(`${started.url}/v1/slow`, agent).catch((error: Error) => error.message);
    await pause(50);
    expect(await started.stop()).toBe(false);
    expect(await stuck).toBe('socket hang up');
    agent.destroy();
  });
});
