import assert from 'node:assert';

const HEAD_BYTES = 4;

/** Looks for many byte strings at once, in one pass over whatever is searched. */
export class NeedleFinder {
  /** Whether a needle begins with these two bytes. */
  readonly #pairs = new Uint8Array(65_536);
  readonly #byHead = new Map<number, Buffer[]>();

  /** Needles have at least four bytes. */
  constructor(needles: readonly Buffer[]) {
    for (const needle of needles) {
      assert(needle.length >= HEAD_BYTES, 'a shorter needle would be found everywhere');
      this.#pairs[needle.readUInt16BE(0)] = 1;
      const head = needle.readUInt32BE(0);
      this.#byHead.set(head, [...(this.#byHead.get(head) ?? []), needle]);
    }
  }

  isIn(bytes: Buffer): boolean {
    const pairs = this.#pairs;
    const last = bytes.length - HEAD_BYTES;
    for (let at = 0; at <= last; at += 1) {
      if (pairs[(bytes[at]! << 8) | bytes[at + 1]!] === 0) continue;
      const needles = this.#byHead.get(bytes.readUInt32BE(at));
      if (needles?.some((needle) => bytes.subarray(at, at + needle.length).equals(needle))) return true;
    }
    return false;
  }
}
