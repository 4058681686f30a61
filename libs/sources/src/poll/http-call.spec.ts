import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpClient } from './http-call.ts';

test.each([
  ['2', 2_000],
  ['9999999999', 3_600_000],
  [new Date(Date.now() + 400 * 86_400_000).toUTCString(), 3_600_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', 60_000],
])('a provider that asks to be left alone for %s is left alone for %d ms', async (header, ms) => {
  const server = createServer((_, response) => response.writeHead(429, { 'retry-after': header }).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new HttpClient();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const calling = client.call({ method: 'GET', url, headers: {} }, AbortSignal.timeout(5_000));
  await expect(calling).rejects.toMatchObject({ failed: 'protocol', isLasting: false, retryAfterMs: ms });
  await client.close();
  await new Promise((resolve) => server.close(resolve));
});
