import type { ExchangeEvent } from '@exchange/contracts';
import { testEvent } from '@exchange/testing';
import { array, assert, boolean, constantFrom, integer, option, property, record, string } from 'fast-check';
import { createRequire } from 'node:module';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { crc32c } from './crc32c.ts';
import { decodeRecordBatches, encodeRecordBatch } from './record-batch.ts';

const require = createRequire(import.meta.url);
// kafkajs's own code is the other opinion on what the bytes mean.
const KafkajsDecoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => unknown;
const decodeWithKafkajs = require('kafkajs/src/protocol/requests/fetch/v4/decodeMessages') as (
  decoder: unknown,
) => Promise<Array<{ key: Buffer; value: Buffer; offset: string; headers: Record<string, Buffer> }>>;
const crcOfKafkajs = require('kafkajs/src/protocol/recordBatch/crc32C') as (bytes: Buffer) => number;

const identity = { producerId: 77n, producerEpoch: 3, sequence: 1000 };

const text = string({ unit: 'grapheme', maxLength: 40 });
const events = array(
  record({
    id: text,
    topic: constantFrom('wujin.certificate.v1'),
    source: constantFrom('/systems/gas-safety/inspections', '/systems/市场/处罚'),
    key: text,
    operation: constantFrom('upsert' as const, 'delete' as const),
    time: constantFrom('2026-01-01T00:00:00.000Z'),
    department: text,
    jurisdiction: option(text),
    revision: text,
    mappingVersion: integer({ min: 1, max: 100000 }),
    receivedTime: constantFrom('2026-01-01T00:00:00.000Z'),
    receipt: constantFrom('r1', 'r2'),
    historical: boolean(),
    value: string({ unit: 'grapheme', maxLength: 500 }),
  }),
  { minLength: 1, maxLength: 30 },
);

test('what is encoded is decoded to the same events', () => {
  assert(
    property(events, (given) => {
      const { records, next } = decodeRecordBatches(encodeRecordBatch(given, identity, 1), 0);
      expect(records).toEqual(given.map((event, position) => ({ position, event })));
      expect(next).toBe(given.length);
    }),
  );
});

test('kafkajs reads the same keys, values and CloudEvents headers', async () => {
  const given = testEvent('wujin.certificate.v1', '苏D·12345', {
    traceparent: '00-aa-bb-01',
    historical: true,
  });
  const batch = encodeRecordBatch([given, given], identity, Date.now());
  const size = Buffer.alloc(4);
  size.writeInt32BE(batch.length);
  const [, seen] = await decodeWithKafkajs(new KafkajsDecoder(Buffer.concat([size, batch])));
  expect(seen?.key.toString()).toBe('test-system/records/苏D·12345');
  expect(seen?.value.toString()).toBe(given.value);
  expect(seen?.offset).toBe('1');
  expect(
    Object.fromEntries(Object.entries(seen?.headers ?? {}).map(([name, value]) => [name, value.toString()])),
  ).toEqual({
    ce_specversion: '1.0',
    ce_id: given.id,
    ce_type: 'wujin.certificate.v1',
    ce_source: '/systems/test-system/records',
    ce_subject: '苏D·12345',
    ce_time: given.time,
    ce_department: 'emergency',
    ce_jurisdiction: '320412101',
    ce_operation: 'upsert',
    ce_revision: given.revision,
    ce_mappingversion: '1',
    ce_receivedtime: given.receivedTime,
    ce_receipt: given.receipt,
    ce_historical: 'true',
    ce_traceparent: '00-aa-bb-01',
    traceparent: '00-aa-bb-01',
    'content-type': 'application/json',
  });
});

test('an unknown jurisdiction has no header', () => {
  const batch = encodeRecordBatch([testEvent('t', 'k', { jurisdiction: null })], identity, 1);
  expect(batch.includes('ce_jurisdiction')).toBe(false);
  expect(decodeRecordBatches(batch, 0).records[0]?.event?.jurisdiction).toBeNull();
});

test('reading begins at the position, also within a batch, and stops before a batch that was cut off', () => {
  const three = ['a', 'b', 'c'].map((key) => testEvent('t', key));
  const first = encodeRecordBatch(three, identity, 1);
  const second = encodeRecordBatch(three, identity, 1);
  second.writeBigInt64BE(3n, 0);
  const cutOff = Buffer.concat([first, second]).subarray(0, first.length + second.length - 1);
  const { records, next } = decodeRecordBatches(cutOff, 2);
  expect(records.map(({ position, event }) => [position, event?.key])).toEqual([[2, 'c']]);
  expect(next).toBe(3);
});

test.each([
  ['gzip', 1, gzipSync],
  ['zstd', 4, zstdCompressSync],
] as const)('batches that a broker compressed with %s are read', (_, codec, compress) => {
  const plain = encodeRecordBatch([testEvent('t', 'a'), testEvent('t', 'b')], identity, 1);
  const compressed = Buffer.concat([plain.subarray(0, 61), compress(plain.subarray(61))]);
  compressed.writeInt16BE(codec, 21);
  compressed.writeInt32BE(compressed.length - 12, 8);
  expect(decodeRecordBatches(compressed, 0)).toEqual(decodeRecordBatches(plain, 0));
});

test('a record of somebody else is told apart', () => {
  const batch = encodeRecordBatch([testEvent('t', 'a')], identity, 1);
  batch.write('xx_operation', batch.indexOf('ce_operation'));
  expect(decodeRecordBatches(batch, 0).records).toEqual([{ position: 0, event: null }]);
});

test('the checksum is CRC-32C', () => {
  expect(crc32c(Buffer.from('123456789'), 0, 9)).toBe(0xe3069283);
  assert(
    property(
      array(integer({ min: 0, max: 255 }), { maxLength: 200 }),
      integer({ min: 0, max: 9 }),
      (numbers, start) => {
        const bytes = Buffer.from(numbers);
        const from = Math.min(start, bytes.length);
        expect(crc32c(bytes, from, bytes.length)).toBe(crcOfKafkajs(bytes.subarray(from)));
      },
    ),
  );
});

test('events with other attributes between those of one receipt keep theirs', () => {
  const mixed: ExchangeEvent[] = [
    testEvent('t', 'a'),
    testEvent('t', 'b', { department: 'market' }),
    testEvent('t', 'c'),
    testEvent('t', 'd', { jurisdiction: null }),
  ];
  const { records } = decodeRecordBatches(encodeRecordBatch(mixed, identity, 1), 0);
  expect(records.map(({ event }) => event)).toEqual(mixed);
});
