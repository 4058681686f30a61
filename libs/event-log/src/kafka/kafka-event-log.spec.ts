import {
  describeEventLogConformance,
  kafkaAvailable,
  startLocalKafka,
  type LocalKafka,
} from '@exchange/testing';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const given = process.env['KAFKA_BROKERS'];
const availability = await kafkaAvailable();

if (given || availability.available || process.env['CI'])
  describeEventLogConformance('Kafka', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'exchange-kafka-'));
    const own: LocalKafka | null = given
      ? null
      : await startLocalKafka({ directory: join(directory, 'kafka') });
    const brokers = (own?.brokers ?? given ?? '').split(',');
    return {
      settings: { kind: 'kafka', brokers, clientId: 'conformance' },
      expire: (topic, partition, before) => expire(brokers, topic, partition, before),
      destroy: (topic) => asAdmin(brokers, (admin) => admin.deleteTopics({ topics: [topic] })),
      stop: async () => {
        await own?.stop();
        await rm(directory, { recursive: true, force: true });
      },
    };
  });
else
  describe.skip(`the event log on Kafka (skipped: no KAFKA_BROKERS, and missing ${availability.missing.join(', ')})`, () => {
    test('conforms', () => undefined);
  });

/** Moves the start of a partition, as retention does. */
function expire(brokers: string[], topic: string, partition: number, before: number): Promise<void> {
  return asAdmin(brokers, async (admin) => {
    // Only for topics that it was asked about before does the admin client know the leaders.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(before) }] });
  });
}

async function asAdmin(brokers: string[], work: (admin: Admin) => Promise<void>): Promise<void> {
  const admin = new Kafka({ brokers, clientId: 'admin', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await work(admin);
  await admin.disconnect();
}
