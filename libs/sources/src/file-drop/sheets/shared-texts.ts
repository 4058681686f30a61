import assert from 'node:assert';
import { randomUUID } from 'node:crypto';
import { mkdir, open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

const BLOCK_BYTES = 65_536;
const CACHED_BYTES_MAX = 16_777_216;

/**
 * The texts of a workbook, by number from 0. As many as fit into 16 MiB are kept in memory; where there are more, all of them
 * are in a file, which has no name any more once it is open: it is gone when the process is. Memory does not grow with them.
 *
 * A block of n texts: where each of them starts and the last one ends (n + 1 times 32 bits), then the texts in UTF-8.
 */
export class SharedTexts {
  count = 0;
  readonly #directory: string;
  #file: FileHandle | null = null;
  /** Number of the first text of each block. */
  readonly #firsts: number[] = [];
  /** Where each block starts in the file, and where the next one will. */
  readonly #offsets: number[] = [0];
  /** The one that was used last stands last. */
  readonly #cached = new Map<number, Buffer>();
  #cachedBytes = 0;
  /** Blocks that are in the file. */
  #written = 0;
  #filling: string[] = [];
  #fillingBytes = 0;
  #lastBlock = 0;

  /** `directory`: where the file is made, and the folder itself, if it is needed. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  add(text: string): void {
    this.#filling.push(text);
    this.#fillingBytes += Buffer.byteLength(text);
    this.count++;
    if (this.#fillingBytes >= BLOCK_BYTES) this.#seal();
  }

  /** Makes room in memory. To be called after some texts were added, and after the last one. */
  async spill(isLast: boolean): Promise<void> {
    if (isLast && this.#filling.length > 0) this.#seal();
    if (this.#cachedBytes <= CACHED_BYTES_MAX && !this.#file) return;
    this.#file ??= await namelessFile(this.#directory);
    for (; this.#written < this.#firsts.length; this.#written++)
      await this.#file.writeFile(this.#cached.get(this.#written)!);
    this.#evict();
  }

  /** The text of this number, which is below `count`. At once where it is in memory. */
  at(number: number): string | Promise<string> {
    const block = this.#blockOf(number);
    const place = number - this.#firsts[block]!;
    const bytes = this.#cached.get(block);
    if (!bytes) return this.#load(block).then((loaded) => textIn(loaded, place));
    if (block !== this.#lastBlock) {
      this.#cached.delete(block);
      this.#cached.set(block, bytes);
      this.#lastBlock = block;
    }
    return textIn(bytes, place);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  #seal(): void {
    const starts = 4 * (this.#filling.length + 1);
    const bytes = Buffer.allocUnsafeSlow(starts + this.#fillingBytes);
    let end = starts;
    for (const [place, text] of this.#filling.entries()) {
      bytes.writeUInt32LE(end, 4 * place);
      end += bytes.write(text, end);
    }
    bytes.writeUInt32LE(end, starts - 4);
    const block = this.#firsts.push(this.count - this.#filling.length) - 1;
    this.#offsets.push(this.#offsets[block]! + bytes.length);
    this.#keep(block, bytes);
    this.#filling = [];
    this.#fillingBytes = 0;
  }

  #blockOf(number: number): number {
    let [low, high] = [0, this.#firsts.length];
    if (number >= this.#firsts[this.#lastBlock]!) {
      low = this.#lastBlock;
      if (number < (this.#firsts[low + 1] ?? this.count)) return low;
    }
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#firsts[middle]! <= number) low = middle;
      else high = middle;
    }
    return low;
  }

  async #load(block: number): Promise<Buffer> {
    assert(this.#file, 'texts that are not in memory are in a file');
    const start = this.#offsets[block]!;
    const length = this.#offsets[block + 1]! - start;
    const bytes = Buffer.allocUnsafeSlow(length);
    const { bytesRead } = await this.#file.read(bytes, 0, length, start);
    assert(bytesRead === length, 'a file without a name is changed by nobody');
    this.#keep(block, bytes);
    this.#evict();
    return bytes;
  }

  #keep(block: number, bytes: Buffer): void {
    this.#cached.set(block, bytes);
    this.#cachedBytes += bytes.length;
    this.#lastBlock = block;
  }

  /** All of them are in the file by now. */
  #evict(): void {
    for (const [block, { length }] of this.#cached) {
      if (this.#cachedBytes <= CACHED_BYTES_MAX) return;
      this.#cached.delete(block);
      this.#cachedBytes -= length;
    }
  }
}

function textIn(bytes: Buffer, place: number): string {
  return bytes.toString('utf8', bytes.readUInt32LE(4 * place), bytes.readUInt32LE(4 * place + 4));
}

async function namelessFile(directory: string): Promise<FileHandle> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, `exchange-texts-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
