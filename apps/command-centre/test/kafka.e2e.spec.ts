import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventLog } from '@exchange/event-log';
import { kafkaAvailable, startLocalKafka, type LocalKafka } from '@exchange/testing';
import type { CloudEvent, SseClient } from './sse-client.ts';
import {
  HUTANG,
  NIUTANG,
  startedCommandCentre,
  workOrder,
  type StartedCommandCentre,
} from './started-command-centre.ts';

const given = process.env['KAFKA_BROKERS'];
const availability = await kafkaAvailable();

if (given || availability.available || process.env['CI']) describe('streams over Kafka', streamsOverKafka);
else
  describe.skip(`streams over Kafka (skipped: no KAFKA_BROKERS, and missing ${availability.missing.join(', ')})`, () => {
    test('work as over PostgreSQL', () => undefined);
  });

function streamsOverKafka(): void {
  // The broker may be shared: a run knows its own records by their keys.
  const run = randomBytes(4).toString('hex');
  let directory: string;
  let own: LocalKafka | null = null;
  let centre: StartedCommandCentre;
  let token: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'command-centre-kafka-'));
    if (!given) own = await startLocalKafka({ directory: join(directory, 'kafka') });
    const brokers = (given ?? own?.brokers ?? '').split(',');
    centre = await startedCommandCentre({ GROUP: `command-centre-${run}` }, () =>
      openEventLog({ kind: 'kafka', brokers, clientId: 'test' }),
    );
    token = (await centre.token()).key;
  }, 180_000);

  afterAll(async () => {
    await centre?.stop();
    await own?.stop();
    await rm(directory, { recursive: true, force: true });
  }, 60_000);

  const ownEvents = (client: SseClient): CloudEvent[] =>
    client.events.filter(({ subject }) => subject.startsWith(run));

  test('a stream cut again and again under load loses and doubles nothing', async () => {
    const total = 3_000;
    const received: CloudEvent[] = [];
    let client = await centre.open('', token);
    await client.until(({ lastId }) => lastId !== '');
    const appending = (async () => {
      for (let sent = 0; sent < total; sent += 100)
        await centre.append(Array.from({ length: 100 }, (_each, index) => workOrder(`${run}-${index}`)));
    })();
    while (received.length < total) {
      const most = Math.min(Math.floor(Math.random() * 600), total - received.length);
      await client.until((reader) => ownEvents(reader).length >= most);
      client.cut();
      received.push(...ownEvents(client));
      client = await centre.open('', token, client.lastId);
    }
    client.cut();
    await appending;
    expect(received.length).toBe(total);
    expect(new Set(received.map(({ id }) => id)).size).toBe(total);
    const revisions = received
      .filter(({ subject }) => subject === `${run}-7`)
      .map(({ revision }) => revision);
    expect(revisions).toEqual([...revisions].sort());
  }, 120_000);

  test('a record that leaves a scope is told, live and after a break', async () => {
    const { key } = await centre.token({ jurisdictions: [HUTANG] });
    const client = await centre.open('', key);
    await client.until(({ lastId }) => lastId !== '');
    await centre.append([workOrder(`${run}-m`)]);
    await client.until((reader) => ownEvents(reader).length === 1, 30_000);
    const before = client.lastId;
    await centre.append([workOrder(`${run}-m`, { jurisdiction: NIUTANG })]);
    await client.until((reader) => reader.of('left-scope').length === 1, 30_000);
    client.cut();
    const again = await centre.open('', key, before);
    await again.until((reader) => reader.of('left-scope').length === 1, 30_000);
    again.cut();
  }, 120_000);
}
