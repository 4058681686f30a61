import { ExchangeError } from '@exchange/contracts';
import type { Admin, DescribeConfigResponse } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import type { TopicSettings } from '../port.ts';
import type { KafkaLogSettings } from './kafka-settings.ts';

const dayMs = 86_400_000;
/** An event may be larger than what a broker takes by default, 1 MB. */
const eventBytesMax = 8 * 1024 * 1024;
/** The kind of resource whose settings are asked for (kafkajs exports it for CommonJS only). */
const TOPIC_RESOURCE = 2;
/** Where a setting of a topic comes from: set on the topic itself. */
const SET_ON_TOPIC = 1;
const knownMsMax = 15_000;
const knownPauseMs = 100;

/** Creates missing topics and checks the others, see `EventLog.ensureTopics`. Rejects with an error of kafkajs, too. */
export async function ensureTopics(
  admin: Admin,
  settings: KafkaLogSettings,
  topics: readonly TopicSettings[],
): Promise<void> {
  const replicationFactor = settings.replicationFactor ?? 1;
  const minInsync = settings.minInsyncReplicas ?? Math.max(1, replicationFactor - 1);
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter(({ topic }) => !existing.has(topic));
  if (missing.length > 0)
    await admin.createTopics({
      waitForLeaders: false,
      topics: missing.map(({ topic, partitions, retentionDays }) => ({
        topic,
        numPartitions: partitions,
        replicationFactor,
        configEntries: [
          { name: 'cleanup.policy', value: 'delete' },
          { name: 'retention.ms', value: String(retentionDays * dayMs) },
          { name: 'min.insync.replicas', value: String(minInsync) },
          { name: 'max.message.bytes', value: String(eventBytesMax) },
        ],
      })),
    });
  await waitUntilKnown(admin, topics, missing);
  await checkPartitions(admin, topics, replicationFactor);
  await checkConfigs(admin, topics, minInsync);
}

/**
 * A topic that was just created, by us or by another process, reaches the brokers a little later, and the leaders of its
 * partitions answer for them later still.
 */
async function waitUntilKnown(
  admin: Admin,
  topics: readonly TopicSettings[],
  created: readonly TopicSettings[],
): Promise<void> {
  const deadline = performance.now() + knownMsMax;
  for (;;) {
    try {
      await admin.fetchTopicMetadata({ topics: topics.map(({ topic }) => topic) });
      await Promise.all(created.map(({ topic }) => admin.fetchTopicOffsets(topic)));
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(knownPauseMs);
    }
  }
}

async function checkPartitions(
  admin: Admin,
  topics: readonly TopicSettings[],
  replicationFactor: number,
): Promise<void> {
  const metadata = await admin.fetchTopicMetadata({ topics: topics.map(({ topic }) => topic) });
  for (const { topic, partitions } of topics) {
    const found = metadata.topics.find(({ name }) => name === topic)?.partitions ?? [];
    if (found.length !== partitions)
      throw refused(
        `topic "${topic}" has ${found.length} partitions, not ${partitions}: changing that is a drained migration`,
      );
    const copies = Math.min(...found.map(({ replicas }) => replicas.length));
    if (copies < replicationFactor)
      throw refused(
        `topic "${topic}" has ${copies} copies of a partition, ${replicationFactor} are asked for: add replicas to it, or ask for fewer`,
      );
  }
}

async function checkConfigs(
  admin: Admin,
  topics: readonly TopicSettings[],
  minInsync: number,
): Promise<void> {
  const resources = topics.map(({ topic }) => ({ type: TOPIC_RESOURCE, name: topic }));
  const described = await admin.describeConfigs({ resources, includeSynonyms: false });
  for (const { topic, retentionDays } of topics) {
    const entries =
      described.resources.find(({ resourceName }) => resourceName === topic)?.configEntries ?? [];
    const insync = Number(
      entries.find(({ configName }) => configName === 'min.insync.replicas')?.configValue ?? 1,
    );
    if (insync < minInsync)
      throw refused(
        `topic "${topic}" acknowledges with ${insync} copies, ${minInsync} are asked for: raise its min.insync.replicas`,
      );
    const retention = entries.find(({ configName }) => configName === 'retention.ms')?.configValue;
    if (retention !== String(retentionDays * dayMs)) await setRetention(admin, topic, retentionDays, entries);
  }
}

type ConfigEntries = DescribeConfigResponse['resources'][number]['configEntries'];

/** Altering replaces all settings of a topic, so the others are said again. */
async function setRetention(
  admin: Admin,
  topic: string,
  retentionDays: number,
  entries: ConfigEntries,
): Promise<void> {
  const kept = entries
    .filter(
      ({ configName, configSource }) =>
        Number(configSource) === SET_ON_TOPIC && configName !== 'retention.ms',
    )
    .map(({ configName, configValue }) => ({ name: configName, value: configValue }));
  const configEntries = [...kept, { name: 'retention.ms', value: String(retentionDays * dayMs) }];
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: TOPIC_RESOURCE, name: topic, configEntries }],
  });
}

function refused(message: string): ExchangeError {
  return new ExchangeError('log-rejected', message, { retryable: false });
}
