import type { KafkaBroker } from 'kafkajs/src/cluster/index.js';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

export interface FetchPartition {
  readonly topic: string;
  readonly partition: number;
  readonly position: number;
}

export interface FetchedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly errorCode: number;
  /** Record batches, the last of them perhaps cut off. */
  readonly bytes: Buffer;
}

export interface FetchLimits {
  /** How long the broker may wait for the first byte. */
  readonly waitMs: number;
  readonly bytesMax: number;
  readonly partitionBytesMax: number;
}

/** Fetch, version 11: brokers since Kafka 2.3. Without a fetch session, so every request says all of itself. */
const API = { apiKey: 1, apiVersion: 11, apiName: 'Fetch' } as const;
const networkMs = 10_000;

export function fetchPartitions(
  broker: KafkaBroker,
  partitions: readonly FetchPartition[],
  limits: FetchLimits,
): Promise<FetchedPartition[]> {
  return broker.connectionPool.send({
    request: { ...API, encode: () => Promise.resolve(encode(partitions, limits)) },
    response: {
      decode: (payload) => Promise.resolve(decode(payload)),
      parse: (decoded) => Promise.resolve(decoded),
    },
    requestTimeout: limits.waitMs + networkMs,
  });
}

function encode(
  partitions: readonly FetchPartition[],
  { waitMs, bytesMax, partitionBytesMax }: FetchLimits,
): { buf: Buffer; buffer: Buffer } {
  const byTopic = Map.groupBy(partitions, ({ topic }) => topic);
  const writer = new ByteWriter(100 + partitions.length * 40);
  writer.int32(-1); // a consumer, not a replica
  writer.int32(waitMs);
  writer.int32(1); // byte at least
  writer.int32(bytesMax);
  writer.int8(0); // nothing is transactional here
  writer.int32(0); // no session
  writer.int32(-1);
  writer.int32(byTopic.size);
  for (const [topic, wanted] of byTopic) {
    writer.string(topic);
    writer.int32(wanted.length);
    for (const { partition, position } of wanted) {
      writer.int32(partition);
      writer.int32(-1); // leader epoch: not known
      writer.int64(position);
      writer.int64(-1);
      writer.int32(partitionBytesMax);
    }
  }
  writer.int32(0); // nothing forgotten
  writer.string(''); // no rack
  return { buf: writer.written, buffer: writer.written };
}

function decode(payload: Buffer): FetchedPartition[] {
  const reader = new ByteReader(payload);
  reader.skip(4 + 2 + 4); // throttle time, error and id of the session
  const fetched: FetchedPartition[] = [];
  for (let topics = reader.int32(); topics > 0; topics -= 1) {
    const topic = reader.string() ?? '';
    for (let partitions = reader.int32(); partitions > 0; partitions -= 1) {
      const partition = reader.int32();
      const errorCode = reader.int16();
      reader.skip(8 + 8 + 8); // high watermark, last stable offset, log start
      for (let aborted = reader.int32(); aborted > 0; aborted -= 1) reader.skip(16);
      reader.skip(4); // preferred replica
      const length = reader.int32();
      fetched.push({ topic, partition, errorCode, bytes: reader.bytes(Math.max(length, 0)) });
    }
  }
  return fetched;
}
