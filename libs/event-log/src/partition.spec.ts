import { assert, integer, pre, property, string } from 'fast-check';
import { Partitioners, type PartitionMetadata } from 'kafkajs';
import { murmur2, partitionOf, partitionOfKey } from './partition.ts';

const kafkaDefault = Partitioners.DefaultPartitioner();

function kafkaPartition(key: string, partitions: number): number {
  const partitionMetadata = Array.from(
    { length: partitions },
    (_, partitionId) => ({ partitionId }) as PartitionMetadata,
  );
  return kafkaDefault({ topic: 'any', partitionMetadata, message: { key, value: null } });
}

test('every key goes to the partition that the default partitioner of Kafka clients gives it', () => {
  assert(
    property(string({ unit: 'grapheme', maxLength: 60 }), integer({ min: 1, max: 64 }), (key, partitions) => {
      pre(key.length > 0);
      expect(partitionOfKey(key, partitions)).toBe(kafkaPartition(key, partitions));
    }),
    { numRuns: 2000 },
  );
});

test('keys longer than the scratch buffer are hashed whole', () => {
  const key = `${'武进区'.repeat(500)}a`;
  expect(partitionOfKey(key, 12)).toBe(kafkaPartition(key, 12));
  expect(partitionOfKey(`${key}b`, 1000)).toBe(kafkaPartition(`${key}b`, 1000));
});

test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['abc', 479470107],
])('the hash of %s is that of the Java client', (text, hash) => {
  const bytes = Buffer.from(text);
  expect(murmur2(bytes, bytes.length)).toBe(hash);
});

test('an event is placed by its stream and key', () => {
  const event = { source: '/systems/gas-safety/inspections', key: 'RQ-1' };
  expect(partitionOf(event, 12)).toBe(kafkaPartition('gas-safety/inspections/RQ-1', 12));
});
