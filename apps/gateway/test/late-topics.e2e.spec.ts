import { setTimeout as sleep } from 'node:timers/promises';
import { ExchangeError } from '@exchange/contracts';
import { openEventLog, type EventLog } from '@exchange/event-log';
import { eventsOf } from '@exchange/testing';
import { gatewayKit, type GatewayKit } from './gateway-kit.ts';
import { order } from './order.ts';

let kit: GatewayKit;
let log: EventLog;
let isReachable = false;

beforeAll(async () => {
  kit = await gatewayKit();
  log = openEventLog({ kind: 'postgres', url: kit.database.url });
  const ensureTopics = log.ensureTopics.bind(log);
  log.ensureTopics = async (topics) => {
    if (!isReachable) throw new ExchangeError('log-unavailable', 'not now', { retryable: true });
    await ensureTopics(topics);
  };
}, 60_000);

afterAll(async () => {
  await kit.end();
  await log.close();
});

it('what comes before the topics could be made is accepted as pending, and delivered once they are', async () => {
  const gateway = await kit.startGateway({}, { eventLog: log });
  const { secret } = await kit.issueKey('hotline-12345');
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json; charset=utf-8' };
  const receipts: string[] = [];
  for (const no of ['L1', 'L2', 'L3']) {
    const response = await fetch(`${gateway.url}/v1/systems/hotline-12345/streams/orders/records`, {
      method: 'POST',
      headers,
      body: JSON.stringify(order(no)),
    });
    expect(response.status).toBe(200);
    const { receipt } = (await response.json()) as { receipt: { id: string; pending: boolean } };
    expect(receipt.pending).toBe(true);
    receipts.push(receipt.id);
  }
  isReachable = true;
  const isPending = async (id: string): Promise<boolean> => {
    const response = await fetch(`${gateway.url}/v1/receipts/${id}`, { headers });
    return ((await response.json()) as { receipt: { pending: boolean } }).receipt.pending;
  };
  const giveUpAt = performance.now() + 15_000;
  while ((await isPending(receipts.at(-1)!)) && performance.now() < giveUpAt) await sleep(100);
  expect(await Promise.all(receipts.map(isPending))).toEqual([false, false, false]);
  const delivered: string[] = [];
  for await (const { event } of eventsOf(kit.log, 'wujin.work-order.v1')) delivered.push(event.key);
  expect(delivered.toSorted()).toEqual(['L1', 'L2', 'L3']);
}, 30_000);
