import { createHash } from 'node:crypto';

/**
 * Where a reader of a topic stands: the position of the next event in each partition, by partition number. On the wire
 * (`Last-Event-ID`) it is base64url of: version, four bytes of checksum, one variable-length number per partition. It holds
 * no secret and grants nothing, so it is checked for damage and mix-up only, not signed.
 */
export type PositionVector = readonly number[];

const VERSION = 1;
const CHECKSUM_BYTES = 4;
const HEAD_BYTES = 1 + CHECKSUM_BYTES;
/** 2^53 in groups of seven bits. */
const NUMBER_BYTES_MAX = 8;

export function encodeVector(topic: string, positions: PositionVector): string {
  const numbers: number[] = [];
  for (const position of positions) {
    let rest = position;
    while (rest > 127) {
      numbers.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    numbers.push(rest);
  }
  const body = Buffer.from(numbers);
  return Buffer.concat([Buffer.of(VERSION), checksum(topic, body), body]).toString('base64url');
}

/** Null when the text was not made by `encodeVector` for this topic and number of partitions. */
export function decodeVector(topic: string, partitions: number, text: string): PositionVector | null {
  if (text.length > Math.ceil(((HEAD_BYTES + partitions * NUMBER_BYTES_MAX) * 4) / 3)) return null;
  const bytes = Buffer.from(text, 'base64url');
  const positions: number[] = [];
  let position = 0;
  let scale = 1;
  for (const byte of bytes.subarray(HEAD_BYTES)) {
    position += (byte % 128) * scale;
    scale *= 128;
    if (byte > 127) continue;
    if (!Number.isSafeInteger(position)) return null;
    positions.push(position);
    position = 0;
    scale = 1;
  }
  // Encoding again covers the rest: version, checksum, topic, stray characters, unfinished numbers.
  return positions.length === partitions && encodeVector(topic, positions) === text ? positions : null;
}

function checksum(topic: string, body: Buffer): Buffer {
  return createHash('sha256').update(topic).update('\0').update(body).digest().subarray(0, CHECKSUM_BYTES);
}
