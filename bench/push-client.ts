import { Agent, request } from 'node:http';
import { BENCH_STREAM, BENCH_SYSTEM } from './workload.ts';

export interface PushClient {
  /** Resolves with the number of accepted records; rejects when the answer is anything but 200. */
  push(contentType: string, body: Buffer): Promise<number>;
  close(): Promise<void>;
}

/** A lean client on kept connections: what it costs is taken from the gateway, on the same two cores. */
export function openPushClient(url: string, key: string): PushClient {
  const agent = new Agent({ keepAlive: true });
  const target = new URL(`${url}/v1/systems/${BENCH_SYSTEM}/streams/${BENCH_STREAM}/records`);
  let number = 0;
  return {
    push: (contentType, body) =>
      new Promise((resolve, reject) => {
        const headers = {
          authorization: `Bearer ${key}`,
          'content-type': `${contentType}; charset=utf-8`,
          'content-length': body.length,
          'idempotency-key': `bench-${process.pid}-${(number += 1)}`,
        };
        const sent = request(target, { method: 'POST', agent, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            if (response.statusCode !== 200)
              reject(new Error(`${response.statusCode} ${text.slice(0, 500)}`));
            else resolve((JSON.parse(text) as { counts: { accepted: number } }).counts.accepted);
          });
        });
        sent.on('error', reject);
        sent.end(body);
      }),
    close: async () => agent.destroy(),
  };
}
