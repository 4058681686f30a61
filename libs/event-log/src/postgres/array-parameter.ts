/** Object ids of PostgreSQL's built-in element types. */
const INT4 = 23;
const TEXT = 25;

const headerBytes = 20;

/**
 * A `text[]` parameter in PostgreSQL's binary format. As text the driver would quote and escape every value, which takes
 * four times as long for JSON; a Buffer is passed as binary by `pg`.
 */
export function textArray(values: readonly string[]): Buffer {
  let size = headerBytes;
  for (const value of values) size += 4 + Buffer.byteLength(value);
  const buffer = Buffer.allocUnsafe(size);
  let at = writeHeader(buffer, TEXT, values.length);
  for (const value of values) {
    const length = buffer.write(value, at + 4, 'utf8');
    buffer.writeInt32BE(length, at);
    at += 4 + length;
  }
  return buffer;
}

/** An `int4[]` parameter in PostgreSQL's binary format. */
export function intArray(values: readonly number[]): Buffer {
  const buffer = Buffer.allocUnsafe(headerBytes + 8 * values.length);
  let at = writeHeader(buffer, INT4, values.length);
  for (const value of values) {
    buffer.writeInt32BE(4, at);
    buffer.writeInt32BE(value, at + 4);
    at += 8;
  }
  return buffer;
}

/** One dimension, no nulls, lower bound 1. */
function writeHeader(buffer: Buffer, elementType: number, length: number): number {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(0, 4);
  buffer.writeInt32BE(elementType, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return headerBytes;
}
