import type { Message } from './broker.ts';

export interface ChunkLimits {
  readonly messages: number;
  readonly bytes: number;
  /** Records of one body, which the decoder refuses to exceed. */
  readonly records: number;
  /** The records are somewhere within each message. */
  readonly isEnveloped: boolean;
}

/** How many of the messages that wait make one chunk: at least one, which may then be larger than the limits. */
export function chunkSize(messages: readonly Message[], limits: ChunkLimits): number {
  let bytes = 0;
  let records = 0;
  for (const [count, { body }] of messages.entries()) {
    bytes += body.length;
    records += recordsAtMost(body, limits.isEnveloped);
    const isTooMuch = count === limits.messages || bytes > limits.bytes || records > limits.records;
    if (isTooMuch && count > 0) return count;
  }
  return messages.length;
}

const OPEN_OBJECT = 0x7b;
const COMMA = 0x2c;

/** A list has no more items than one more than its commas. */
function recordsAtMost(body: Buffer, isEnveloped: boolean): number {
  if (!isEnveloped && body[0] === OPEN_OBJECT) return 1;
  let items = 1;
  for (let at = body.indexOf(COMMA); at !== -1; at = body.indexOf(COMMA, at + 1)) items++;
  return items;
}

const BEFORE = Buffer.from([0x1e]);
const AFTER = Buffer.from([0x0a]);

/** The messages as a sequence of JSON texts (RFC 7464), each with exactly its own bytes. */
export function sequenceOf(messages: readonly Message[]): Buffer {
  return Buffer.concat(messages.flatMap(({ body }) => [BEFORE, body, AFTER]));
}
