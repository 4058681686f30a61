const BLOCK = 1_024;

/** A set of whole numbers from 0, one bit for each: a million rows that came together take some hundred kilobytes. */
export class NumberSet {
  readonly #blocks = new Map<number, Uint8Array>();

  add(number: number): void {
    const index = Math.floor(number / BLOCK);
    let block = this.#blocks.get(index);
    if (!block) this.#blocks.set(index, (block = new Uint8Array(BLOCK / 8)));
    const bit = number % BLOCK;
    block[bit >> 3]! |= 1 << (bit & 7);
  }

  has(number: number): boolean {
    const block = this.#blocks.get(Math.floor(number / BLOCK));
    const bit = number % BLOCK;
    return block !== undefined && (block[bit >> 3]! & (1 << (bit & 7))) !== 0;
  }
}
