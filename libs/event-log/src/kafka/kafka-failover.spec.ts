import { kafkaAvailable, startLocalKafka, testEvent, waitUntil, type LocalKafka } from '@exchange/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaEventLog } from './kafka-event-log.ts';
import type { KafkaLogSettings } from './kafka-settings.ts';

const topic = 'wujin.certificate.v1';
const partitions = 6;
const availability = await kafkaAvailable();

if (availability.available || process.env['CI']) describe('with three brokers', () => describeFailover());
else
  describe.skip(`failover (skipped, brokers of its own are needed: missing ${availability.missing.join(', ')})`, () => {
    test('is survived', () => undefined);
  });

function describeFailover(): void {
  let directory: string;
  let kafka: LocalKafka;
  let log: KafkaEventLog;
  let settings: KafkaLogSettings;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'exchange-failover-'));
    kafka = await startLocalKafka({ directory: join(directory, 'kafka'), brokers: 3 });
    const brokers = kafka.brokers.split(',');
    settings = { kind: 'kafka', brokers, clientId: 'failover', replicationFactor: 3 };
    log = new KafkaEventLog(settings);
    await log.ensureTopics([{ topic, partitions, retentionDays: 1 }]);
  }, 180_000);

  afterAll(async () => {
    await log.close();
    await kafka.stop();
    await rm(directory, { recursive: true, force: true });
  }, 60_000);

  test('a topic with fewer copies than are asked for is refused', async () => {
    await log.ensureTopics([{ topic, partitions, retentionDays: 1 }]);
    const cautious = new KafkaEventLog({ ...settings, minInsyncReplicas: 3 });
    const refused = cautious.ensureTopics([{ topic, partitions, retentionDays: 1 }]);
    await expect(refused).rejects.toMatchObject({ code: 'log-rejected', retryable: false });
    await cautious.close();
  }, 60_000);

  test('the other two take over from a killed broker: nothing is lost, and each partition stays in order', async () => {
    const seen = new Map<number, string[]>();
    const positions = new Map<number, number>();
    const subscription = await log.subscribe({
      group: 'failover',
      topics: [topic],
      from: (_, partition) => Promise.resolve(positions.get(partition) ?? null),
      onBatch: ({ partition, events, next }) => {
        seen.set(partition, [...(seen.get(partition) ?? []), ...events.map(({ event }) => event.id)]);
        positions.set(partition, next);
        return Promise.resolve();
      },
      onGap: () => Promise.reject(new Error('nothing may be missing')),
    });
    const appended: string[] = [];
    const appendSome = async (): Promise<void> => {
      const events = Array.from({ length: 12 }, (_, n) => testEvent(topic, `key-${n}`));
      await waitUntil(
        'the events are appended',
        () => succeeds(log.append(events, { deadlineMs: 5000 })),
        60_000,
      );
      appended.push(...events.map(({ id }) => id));
    };
    for (let round = 0; round < 30; round += 1) await appendSome();
    await kafka.kill(2);
    for (let round = 0; round < 60; round += 1) await appendSome();
    const distinct = (): Set<string> => new Set([...seen.values()].flat());
    await waitUntil('all have been seen', () => distinct().size >= appended.length, 60_000);
    await subscription.stop();

    expect(distinct()).toEqual(new Set(appended));
    const order = new Map(appended.map((id, index) => [id, index]));
    for (const ids of seen.values()) {
      const firsts = [...new Set(ids)].map((id) => order.get(id) ?? -1);
      expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
    }
  }, 240_000);
}

async function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}
