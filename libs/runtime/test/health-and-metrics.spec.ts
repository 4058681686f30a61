import { startApp, type StartedApp } from './started-app.ts';

let started: StartedApp;

beforeEach(async () => {
  started = await startApp({ configure: (fastify) => void fastify.get('/raw/:key', async () => 'plain') });
});

afterEach(async () => {
  await started.stop();
});

describe('health', () => {
  test('a process that turns over is alive, whatever is down behind it', async () => {
    started.health.register('database', async () => {
      throw new Error('down');
    });
    expect((await fetch(`${started.url}/livez`)).status).toBe(200);
  });

  test('what cannot be used makes it unready, by name', async () => {
    expect((await fetch(`${started.url}/readyz`)).status).toBe(200);
    started.health.register('database', async () => {
      throw new Error('password=hunter2');
    });
    const response = await fetch(`${started.url}/readyz`);
    expect(response.status).toBe(503);
    const body = (await response.json()) as Record<string, unknown>;
    expect(body).toMatchObject({ code: 'not-ready', failing: ['database'] });
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });
});

describe('metrics', () => {
  test('requests are counted by method, route pattern and status, never by address', async () => {
    await fetch(`${started.url}/raw/secret-key`);
    await fetch(`${started.url}/v1/notes/broken`);
    await fetch(`${started.url}/nowhere`);
    const response = await fetch(`${started.url}/metrics`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain');
    const counts = text
      .split('\n')
      .filter((line) => line.startsWith('http_server_request_duration_seconds_count'));
    expect(counts.sort()).toEqual([
      'http_server_request_duration_seconds_count{service="notes",http_request_method="GET",http_route="",http_response_status_code="404"} 1',
      'http_server_request_duration_seconds_count{service="notes",http_request_method="GET",http_route="/raw/:key",http_response_status_code="200"} 1',
      'http_server_request_duration_seconds_count{service="notes",http_request_method="GET",http_route="/v1/notes/:id",http_response_status_code="500"} 1',
    ]);
    expect(text).toContain('http_server_active_requests{service="notes"} 1');
    expect(text).not.toContain('secret-key');
  });
});
