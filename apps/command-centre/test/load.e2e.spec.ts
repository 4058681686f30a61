import { setTimeout as pause } from 'node:timers/promises';
import type { SseClient } from './sse-client.ts';
import {
  startedCommandCentre,
  TOPIC,
  workOrder,
  workOrders,
  type StartedCommandCentre,
} from './started-command-centre.ts';

const READERS = 300;
const BULK = 'x'.repeat(700);

let centre: StartedCommandCentre;
let token: string;

beforeAll(async () => {
  centre = await startedCommandCentre();
  token = (await centre.token()).key;
}, 60_000);

afterAll(async () => {
  await centre.stop();
}, 60_000);

function expectWhole(client: SseClient, sent: readonly string[]): void {
  const received = client.events.map(({ id }) => id);
  expect(new Set(received)).toEqual(new Set(sent));
  expect(received.length).toBe(sent.length);
}

test('a reader that stops reading loses nothing and holds up nobody', async () => {
  const slow = await centre.open('', token);
  const quick = await centre.open('', token);
  slow.pause();
  const sent: string[] = [];
  const memoryBefore = process.memoryUsage().rss;
  for (let round = 0; round < 60; round += 1) {
    const events = workOrders(500, { data: { bulk: BULK } });
    await centre.append(events);
    sent.push(...events.map(({ id }) => id));
  }
  await quick.until(({ messages }) => messages.length === sent.length, 30_000);
  expect(slow.messages.length).toBeLessThan(2_000);
  const grown = Math.round((process.memoryUsage().rss - memoryBefore) / 1_048_576);
  slow.resume();
  await slow.until(({ messages }) => messages.length === sent.length, 30_000);
  expectWhole(slow, sent);
  expectWhole(quick, sent);
  expect(await centre.metric('exchange_stream_log_reads_total')).toBeGreaterThan(0);
  process.stderr.write(
    `slow reader: ${sent.length} events waited, process grew by ${grown} MB with both clients\n`,
  );
  slow.cut();
  quick.cut();
}, 120_000);

test('a reader that takes nothing at all is disconnected in the end, and resumes', async () => {
  const impatient = await startedCommandCentre({ STALL_MS: '1000' });
  try {
    const { key } = await impatient.token();
    const client = await impatient.open('', key);
    await client.until(({ lastId }) => lastId !== '');
    client.pause();
    const sent: string[] = [];
    for (let round = 0; round < 30; round += 1) {
      const events = workOrders(500, { data: { bulk: BULK } });
      await impatient.append(events);
      sent.push(...events.map(({ id }) => id));
    }
    const deadline = Date.now() + 10_000;
    while ((await impatient.metric('exchange_streams_open')) > 0 && Date.now() < deadline) await pause(50);
    expect(await impatient.metric('exchange_streams_open')).toBe(0);
    client.resume();
    await client.until(({ isClosed }) => isClosed);
    const again = await impatient.open('', key, client.lastId);
    await again.until(({ messages }) => client.messages.length + messages.length >= sent.length, 30_000);
    expect([...client.events, ...again.events].map(({ id }) => id).sort()).toEqual([...sent].sort());
    again.cut();
  } finally {
    await impatient.stop();
  }
}, 120_000);

test(`${READERS} readers share one tail, each gets everything, within a second`, async () => {
  const callsBefore = { ...centre.calls };
  const clients = await Promise.all(Array.from({ length: READERS }, () => centre.open('', token)));
  await Promise.all(clients.map((client) => client.until(({ lastId }) => lastId !== '')));
  const sentAt = new Map<string, number>();
  for (let round = 0; round < 100; round += 1) {
    const event = workOrder(`GD${round % 10}`);
    sentAt.set(event.id, performance.now());
    await centre.append([event]);
    await pause(5);
  }
  await Promise.all(clients.map((client) => client.until(({ messages }) => messages.length === 100, 30_000)));
  for (const client of clients) expectWhole(client, [...sentAt.keys()]);
  expect(centre.calls.tail - callsBefore.tail).toBe(1);
  expect(centre.calls.read).toBe(callsBefore.read);
  const delays = clients
    .flatMap(({ messages }) =>
      messages.map(
        ({ data, arrivedAt }) => arrivedAt - (sentAt.get((JSON.parse(data) as { id: string }).id) ?? 0),
      ),
    )
    .sort((left, right) => left - right);
  const at = (share: number): string => (delays[Math.floor(delays.length * share)] ?? 0).toFixed(1);
  process.stderr.write(`append → ${READERS} readers in one process: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms\n`);
  expect(delays.at(-1)).toBeLessThan(1_000);
  for (const client of clients) client.cut();
  const deadline = Date.now() + 5_000;
  while ((await centre.metric('exchange_streams_open')) > 0 && Date.now() < deadline) await pause(20);
  expect(await centre.metric('exchange_streams_open')).toBe(0);
}, 120_000);

test('more streams than a token or the process may have are refused with Retry-After', async () => {
  const small = await startedCommandCentre({ STREAMS_MAX: '3', STREAMS_PER_TOKEN_MAX: '2' });
  try {
    const [first, second] = [(await small.token()).key, (await small.token()).key];
    const open = [await small.open('', first), await small.open('', first)];
    await expect(small.open('', first)).rejects.toMatchObject({ status: 429 });
    open.push(await small.open('', second));
    const response = await fetch(`${small.url}/v1/topics/${TOPIC}/events`, {
      headers: { authorization: `Bearer ${second}` },
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '10']);
    for (const client of open) client.cut();
  } finally {
    await small.stop();
  }
}, 60_000);
