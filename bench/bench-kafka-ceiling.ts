import { Kafka, logLevel, type Message } from 'kafkajs';
import { calmRequestQueue, partitionOf } from '@exchange/event-log';
import type { ExchangeEvent } from '@exchange/contracts';
import { randomUUID } from 'node:crypto';
import type { Figure } from './figures.ts';
import { BATCH_RECORDS, benchRecord } from './workload.ts';

const SECONDS = 8;
const REQUESTS_AT_ONCE = 8;
const TOPIC = 'bench.bare';
const PARTITIONS = 6;

/** The ceiling of everything on Kafka: a bare kafkajs producer with the same bytes, headers, partitioner and batching. */
export async function benchKafkaCeiling(brokers: string): Promise<Figure> {
  // As the log's driver does it: what is compared is the driver, not kafkajs' idle timers.
  calmRequestQueue();
  const kafka = new Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: [{ topic: TOPIC, numPartitions: PARTITIONS, replicationFactor: 1 }],
    waitForLeaders: true,
  });
  await admin.disconnect();
  const producer = kafka.producer({
    idempotent: true,
    // The partitions are worked out with the log's own integer murmur2, before the clock runs.
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
    maxInFlightRequests: REQUESTS_AT_ONCE,
  });
  await producer.connect();
  const messages = Array.from({ length: BATCH_RECORDS }, (_, index) => messageOf(eventOf(index)));
  const end = performance.now() + SECONDS * 1000;
  let sent = 0;
  const send = async (): Promise<void> => {
    while (performance.now() < end) {
      await producer.send({ topic: TOPIC, acks: -1, messages });
      sent += BATCH_RECORDS;
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, send));
  await producer.disconnect();
  return {
    name: 'ceiling: bare kafkajs producer',
    value: sent / SECONDS,
    unit: 'records/s',
    how: `acks=all, idempotent, batches of ${BATCH_RECORDS}, ${REQUESTS_AT_ONCE} at once, same headers`,
  };
}

/** CloudEvents binary mode, as the log's driver writes it. */
function messageOf(event: ExchangeEvent): Message {
  return {
    key: `${event.source.slice('/systems/'.length)}/${event.key}`,
    value: event.value,
    partition: partitionOf(event, PARTITIONS),
    headers: {
      ce_id: event.id,
      ce_specversion: '1.0',
      ce_type: event.topic,
      ce_source: event.source,
      ce_subject: event.key,
      ce_time: event.time,
      ce_department: event.department,
      ce_jurisdiction: event.jurisdiction ?? '',
      ce_operation: event.operation,
      ce_revision: event.revision,
      ce_mappingversion: String(event.mappingVersion),
      ce_receivedtime: event.receivedTime,
      ce_receipt: event.receipt,
      ce_historical: String(event.historical),
      'content-type': 'application/json',
    },
  };
}

function eventOf(number: number): ExchangeEvent {
  return {
    id: randomUUID().replaceAll('-', ''),
    topic: TOPIC,
    source: '/systems/town-enforcement/documents',
    key: `WS${number}`,
    operation: 'upsert',
    time: '2026-03-27T00:00:00.000Z',
    department: 'towns',
    jurisdiction: '320412100',
    revision: 's00000001',
    mappingVersion: 1,
    receivedTime: '2026-11-24T01:00:00.000Z',
    receipt: `${randomUUID()}#${number}`,
    historical: false,
    value: JSON.stringify(benchRecord(number)),
  };
}
