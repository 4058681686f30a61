import { partitionKey, type ExchangeEvent } from '@exchange/contracts';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter, varintBytes, varTextBytes } from './byte-writer.ts';
import { crc32c } from './crc32c.ts';
import {
  eventOf,
  headersBytes,
  headersCount,
  sharedHeaders,
  writeHeaders,
  type SharedHeaders,
} from './event-headers.ts';

/** Who writes a batch: with the sequence number the broker knows a repeated one. */
export interface BatchIdentity {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly sequence: number;
}

/** Format version 2 of a record batch, the only one that Kafka 4 accepts. */
const MAGIC = 2;
const batchHeaderBytes = 61;
/** Bytes from the start of a batch up to where its length begins to count, and up to where its checksum begins to count. */
const lengthCountsFrom = 12;
const checksumCountsFrom = 21;
const CONTROL_BATCH = 0x20;
const recordBytesGuess = 1500;

/**
 * A record batch (https://kafka.apache.org/documentation/#recordbatch) of events that go to one partition. kafkajs encodes
 * the same bytes at several times the cost: a small buffer and a few 64-bit objects for every field.
 */
export function encodeRecordBatch(
  events: readonly ExchangeEvent[],
  identity: BatchIdentity,
  timestampMs: number,
): Buffer {
  const writer = new ByteWriter(batchHeaderBytes + events.length * recordBytesGuess);
  writer.int64(0); // base offset, given by the broker
  writer.int32(0); // length, below
  writer.int32(-1); // leader epoch: not known
  writer.int8(MAGIC);
  writer.int32(0); // checksum, below
  writer.int16(0); // not compressed, create time
  writer.int32(events.length - 1);
  writer.int64(timestampMs);
  writer.int64(timestampMs);
  writer.int64(identity.producerId);
  writer.int16(identity.producerEpoch);
  writer.int32(identity.sequence);
  writer.int32(events.length);
  let shared: SharedHeaders | null = null;
  for (const [index, event] of events.entries()) {
    shared = sharedHeaders(event, shared);
    writeRecord(writer, event, index, shared);
  }
  writer.patchUint32(writer.length - lengthCountsFrom, 8);
  writer.patchUint32(crc32c(writer.written, checksumCountsFrom, writer.length), 17);
  return writer.written;
}

function writeRecord(writer: ByteWriter, event: ExchangeEvent, index: number, shared: SharedHeaders): void {
  const key = partitionKey(event);
  const valueBytes = Buffer.byteLength(event.value);
  const count = headersCount(shared);
  const bytes =
    2 + // attributes and the difference of time, both 0
    varintBytes(index) +
    varTextBytes(key) +
    varintBytes(valueBytes) +
    valueBytes +
    varintBytes(count) +
    headersBytes(event, shared);
  writer.varint(bytes);
  writer.int8(0);
  writer.int8(0);
  writer.varint(index);
  writer.varText(key);
  writer.varint(valueBytes);
  writer.text(event.value, valueBytes);
  writer.varint(count);
  writeHeaders(writer, event, shared);
}

export interface DecodedRecords {
  /** `event` is null for a record that is not an exchange event. */
  readonly records: ReadonlyArray<{ readonly position: number; readonly event: ExchangeEvent | null }>;
  /** Position after the last batch that was whole; null when there was none. */
  readonly next: number | null;
}

/**
 * The records from a position on. A fetch gives whole batches, so the first may begin before the position, and it cuts the
 * last one off at its size limit. Throws when a batch is in a format or compression that cannot be read.
 */
export function decodeRecordBatches(bytes: Buffer, from: number): DecodedRecords {
  const records: Array<{ position: number; event: ExchangeEvent | null }> = [];
  const reader = new ByteReader(bytes);
  let next: number | null = null;
  while (reader.left >= batchHeaderBytes) {
    const baseOffset = reader.int64();
    const length = reader.int32();
    if (length > reader.left) break;
    const batch = reader.bytes(length);
    const lastOffset = decodeBatch(batch, baseOffset, from, records);
    next = lastOffset + 1;
  }
  return { records, next };
}

function decodeBatch(
  bytes: Buffer,
  baseOffset: number,
  from: number,
  records: Array<{ position: number; event: ExchangeEvent | null }>,
): number {
  const header = new ByteReader(bytes);
  header.skip(4);
  const magic = header.int8();
  if (magic !== MAGIC) throw new Error(`record batches of format ${magic} cannot be read`);
  header.skip(4);
  const attributes = header.int16();
  const lastOffset = baseOffset + header.int32();
  header.skip(8 + 8 + 8 + 2 + 4);
  const count = header.int32();
  if (lastOffset < from || (attributes & CONTROL_BATCH) !== 0) return lastOffset;
  const reader = new ByteReader(decompress(attributes & 7, header.bytes(header.left)));
  for (let index = 0; index < count; index += 1) {
    const bytesOfRecord = reader.varint();
    const end = reader.at + bytesOfRecord;
    reader.skip(1);
    reader.skipVarint();
    const position = baseOffset + reader.varint();
    if (position >= from) records.push({ position, event: decodeRecord(reader) });
    reader.skip(end - reader.at);
  }
  return lastOffset;
}

function decodeRecord(reader: ByteReader): ExchangeEvent | null {
  const keyBytes = reader.varint();
  if (keyBytes > 0) reader.skip(keyBytes);
  const value = reader.varText();
  const headers = new Map<string, string>();
  for (let left = reader.varint(); left > 0; left -= 1) {
    const name = reader.varText();
    const text = reader.varText();
    if (name !== null && text !== null) headers.set(name, text);
  }
  return eventOf(headers, value);
}

/** We write without compression, but a broker or another producer may not. */
function decompress(codec: number, bytes: Buffer): Buffer {
  switch (codec) {
    case 0:
      return bytes;
    case 1:
      return gunzipSync(bytes);
    case 4:
      return zstdDecompressSync(bytes);
    default:
      throw new Error(`record batches with compression ${codec} (snappy, lz4) cannot be read`);
  }
}
