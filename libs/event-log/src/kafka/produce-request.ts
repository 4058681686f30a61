import type { KafkaBroker } from 'kafkajs/src/cluster/index.js';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  /** An encoded record batch. */
  readonly bytes: Buffer;
}

export interface ProducedPartition {
  readonly topic: string;
  readonly partition: number;
  /** 0 = durable. */
  readonly errorCode: number;
}

/** Produce, version 7: brokers since Kafka 2.1. */
const API = { apiKey: 0, apiVersion: 7, apiName: 'Produce' } as const;
const allReplicas = -1;
const networkMs = 5000;

/** Hands batches to their leader; resolves with what became of each when all replicas in step have them. */
export function produce(
  broker: KafkaBroker,
  batches: readonly PartitionBatch[],
  timeoutMs: number,
): Promise<ProducedPartition[]> {
  return broker.connectionPool.send({
    request: { ...API, encode: () => Promise.resolve(encode(batches, timeoutMs)) },
    response: {
      decode: (payload) => Promise.resolve(decode(payload)),
      parse: (decoded) => Promise.resolve(decoded),
    },
    requestTimeout: timeoutMs + networkMs,
  });
}

function encode(batches: readonly PartitionBatch[], timeoutMs: number): { buf: Buffer; buffer: Buffer } {
  const byTopic = Map.groupBy(batches, ({ topic }) => topic);
  const writer = new ByteWriter(batches.reduce((sum, { bytes }) => sum + bytes.length + 100, 100));
  writer.int16(-1); // no transaction
  writer.int16(allReplicas);
  writer.int32(timeoutMs);
  writer.int32(byTopic.size);
  for (const [topic, partitions] of byTopic) {
    writer.string(topic);
    writer.int32(partitions.length);
    for (const { partition, bytes } of partitions) {
      writer.int32(partition);
      writer.int32(bytes.length);
      writer.bytes(bytes);
    }
  }
  return { buf: writer.written, buffer: writer.written };
}

function decode(payload: Buffer): ProducedPartition[] {
  const reader = new ByteReader(payload);
  const produced: ProducedPartition[] = [];
  for (let topics = reader.int32(); topics > 0; topics -= 1) {
    const topic = reader.string() ?? '';
    for (let partitions = reader.int32(); partitions > 0; partitions -= 1) {
      const partition = reader.int32();
      produced.push({ topic, partition, errorCode: reader.int16() });
      reader.skip(8 + 8 + 8); // base offset, append time, log start
    }
  }
  return produced;
}
