/** Reads Kafka's primitive types from a buffer. Reading past the end throws a RangeError. */
export class ByteReader {
  readonly #buffer: Buffer;
  #at: number;

  constructor(buffer: Buffer, at = 0) {
    this.#buffer = buffer;
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  get left(): number {
    return this.#buffer.length - this.#at;
  }

  skip(bytes: number): void {
    this.#at += bytes;
  }

  int8(): number {
    const value = this.#buffer.readInt8(this.#at);
    this.#at += 1;
    return value;
  }

  int16(): number {
    const value = this.#buffer.readInt16BE(this.#at);
    this.#at += 2;
    return value;
  }

  int32(): number {
    const value = this.#buffer.readInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  /** Exact up to 2^53. */
  int64(): number {
    const high = this.#buffer.readInt32BE(this.#at);
    const low = this.#buffer.readUInt32BE(this.#at + 4);
    this.#at += 8;
    return high * 0x1_0000_0000 + low;
  }

  /** Null when the length is negative. */
  string(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.text(length);
  }

  /** A varint of up to 32 bits. */
  varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#buffer.readUInt8(this.#at);
      this.#at += 1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
  }

  /** Passes over a varint of any length. */
  skipVarint(): void {
    while (this.#buffer.readUInt8(this.#at) >= 0x80) this.#at += 1;
    this.#at += 1;
  }

  text(length: number): string {
    if (length > this.left) throw new RangeError('text beyond the end');
    const value = this.#buffer.toString('utf8', this.#at, this.#at + length);
    this.#at += length;
    return value;
  }

  /** UTF-8 with its length as a varint; null when the length is negative. */
  varText(): string | null {
    const length = this.varint();
    return length < 0 ? null : this.text(length);
  }

  /** A view, not a copy. */
  bytes(length: number): Buffer {
    if (length > this.left) throw new RangeError('bytes beyond the end');
    const value = this.#buffer.subarray(this.#at, this.#at + length);
    this.#at += length;
    return value;
  }
}
