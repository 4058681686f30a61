import { createServer } from 'node:http';
import { startTracing, withSpan } from './tracing.ts';

const PARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test('spans go to an OTLP/HTTP collector where one is given, at the latest when tracing stops', async () => {
  const received: Array<{ url: string | undefined; body: string }> = [];
  const collector = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ url: request.url, body });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as { port: number };
  const tracing = await startTracing({ service: 'gateway', otlpEndpoint: `http://127.0.0.1:${port}/` });
  await withSpan('receipt.append', { 'records.count': 500 }, async () => {}, {
    parent: PARENT,
    links: [PARENT],
  });
  await tracing.stop();
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
  expect(received.map(({ url }) => url)).toEqual(['/v1/traces']);
  expect(received[0]?.body).toContain('receipt.append');
  expect(received[0]?.body).toContain('4bf92f3577b34da6a3ce929d0e0e4736');
});
