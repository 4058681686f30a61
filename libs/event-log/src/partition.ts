import { partitionKey, type ExchangeEvent } from '@exchange/contracts';

/** Keys are short; a longer one gets a buffer of its own. */
let scratch = Buffer.allocUnsafe(1024);

/**
 * The partition of an event: Kafka's default partitioning of its partition key (murmur2 of the UTF-8 bytes, sign bit
 * cleared, modulo), so that both drivers and every foreign Kafka client put a record into the same place.
 */
export function partitionOf(event: Pick<ExchangeEvent, 'source' | 'key'>, partitions: number): number {
  return partitionOfKey(partitionKey(event), partitions);
}

/** As `partitionOf`, for a partition key that is at hand already. */
export function partitionOfKey(key: string, partitions: number): number {
  if (partitions === 1) return 0;
  if (key.length * 3 > scratch.length) scratch = Buffer.allocUnsafe(key.length * 3);
  return (murmur2(scratch, scratch.write(key, 'utf8')) & 0x7fffffff) % partitions;
}

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** Austin Appleby's 32-bit MurmurHash2 of the first `length` bytes with Kafka's seed, as a signed 32-bit integer. */
export function murmur2(bytes: Uint8Array, length: number): number {
  let hash = SEED ^ length;
  const end = length & ~3;
  for (let at = 0; at < end; at += 4) {
    let word =
      byte(bytes, at) |
      (byte(bytes, at + 1) << 8) |
      (byte(bytes, at + 2) << 16) |
      (byte(bytes, at + 3) << 24);
    word = Math.imul(word, MULTIPLIER);
    word ^= word >>> 24;
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER);
  }
  const rest = length - end;
  if (rest > 2) hash ^= byte(bytes, end + 2) << 16;
  if (rest > 1) hash ^= byte(bytes, end + 1) << 8;
  if (rest > 0) hash = Math.imul(hash ^ byte(bytes, end), MULTIPLIER);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, MULTIPLIER);
  return hash ^ (hash >>> 15);
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}
