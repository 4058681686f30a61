/** Writes Kafka's primitive types into one growing buffer. */
export class ByteWriter {
  #buffer: Buffer;
  #at = 0;

  constructor(bytes: number) {
    this.#buffer = Buffer.allocUnsafe(bytes);
  }

  get length(): number {
    return this.#at;
  }

  /** The written part, not a copy: valid until more is written. */
  get written(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  /** Makes room, so that what follows may be written without further checks. */
  reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }

  int8(value: number): void {
    this.reserve(1);
    this.#at = this.#buffer.writeInt8(value, this.#at);
  }

  int16(value: number): void {
    this.reserve(2);
    this.#at = this.#buffer.writeInt16BE(value, this.#at);
  }

  int32(value: number): void {
    this.reserve(4);
    this.#at = this.#buffer.writeInt32BE(value, this.#at);
  }

  int64(value: number | bigint): void {
    this.reserve(8);
    this.#at = this.#buffer.writeBigInt64BE(BigInt(value), this.#at);
  }

  /** Overwrites four bytes that were left open, unsigned. */
  patchUint32(value: number, at: number): void {
    this.#buffer.writeUInt32BE(value, at);
  }

  /** A string with its length in two bytes. */
  string(value: string): void {
    const length = Buffer.byteLength(value);
    this.int16(length);
    this.text(value, length);
  }

  /** Zigzag in groups of seven bits, as in records. */
  varint(value: number): void {
    this.reserve(5);
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest > 0x7f) {
      this.#buffer[this.#at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.#at++] = rest;
  }

  /** UTF-8 without a length; `length` is its length in bytes. */
  text(value: string, length: number): void {
    this.reserve(length);
    this.#buffer.write(value, this.#at, 'utf8');
    this.#at += length;
  }

  /** UTF-8 with its length as a varint. */
  varText(value: string): void {
    const length = Buffer.byteLength(value);
    this.varint(length);
    this.text(value, length);
  }

  bytes(value: Uint8Array): void {
    this.reserve(value.length);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
  }
}

/** How many bytes `varint` writes. */
export function varintBytes(value: number): number {
  const rest = ((value << 1) ^ (value >> 31)) >>> 0;
  return rest < 0x80 ? 1 : rest < 0x4000 ? 2 : rest < 0x200000 ? 3 : rest < 0x10000000 ? 4 : 5;
}

/** How many bytes `varText` writes. */
export function varTextBytes(value: string): number {
  const length = Buffer.byteLength(value);
  return varintBytes(length) + length;
}
