import { NOTHING } from './row-splitter.ts';

/** What was pushed and not taken yet, and where in the file it stands. */
export class PendingBytes {
  bytes: Buffer = NOTHING;
  /** Offset in the file of the first byte. */
  offset = 0;

  push(more: Buffer): void {
    this.bytes = this.bytes.length === 0 ? more : Buffer.concat([this.bytes, more]);
  }

  /** Takes the first bytes away. */
  take(length: number): Buffer {
    const taken = this.bytes.subarray(0, length);
    this.bytes = this.bytes.subarray(length);
    this.offset += length;
    return taken;
  }

  goTo(offset: number): void {
    this.bytes = NOTHING;
    this.offset = offset;
  }
}
