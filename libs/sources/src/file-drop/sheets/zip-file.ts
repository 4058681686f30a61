import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { codeOf } from '../file-errors.ts';
import { unreadable } from './unreadable-workbook.ts';
import { whyNoZip } from './why-no-zip.ts';

/** A part of a workbook, as the zip's directory lists it. */
export interface ZipEntry {
  readonly isDeflated: boolean;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc: number;
  /** Of its local header. */
  readonly offset: number;
}

const END_BYTES_MAX = 65_557;
const DIRECTORY_BYTES_MAX = 4_194_304;
/** More than any office program can open; a workbook that unpacks to more is an attack or an accident. */
const UNPACKED_BYTES_MAX = 4_294_967_296;
/** Sheets of one and the same row are packed to a hundredth. What is packed better holds nothing and takes time for it. */
const RATIO_MAX = 200;
const RATIO_FREE_BYTES = 67_108_864;
const UNKNOWN = 0xffffffff;
const PIECE_BYTES = 262_144;

/**
 * A zip file, open. Names of entries are never taken for places on this machine. Written here because what is trusted of the
 * file is what matters: the size that the directory states bounds an entry, and its checksum is looked at.
 */
export class ZipFile {
  readonly #file: FileHandle;
  readonly #entries: ReadonlyMap<string, ZipEntry>;

  private constructor(file: FileHandle, entries: ReadonlyMap<string, ZipEntry>) {
    this.#file = file;
    this.#entries = entries;
  }

  /** Throws `UnreadableWorkbook`. */
  static async open(path: string): Promise<ZipFile> {
    const file = await open(path);
    try {
      return new ZipFile(file, await readEntries(file));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** By its name within the file, without regard to case. */
  entry(name: string): ZipEntry | undefined {
    return this.#entries.get(name.toLowerCase());
  }

  /** The unpacked bytes of an entry. Fails at the end of what is not as long as the directory says, or not the same. */
  async *bytesOf(entry: ZipEntry): AsyncGenerator<Buffer, void, void> {
    const header = await readAt(this.#file, entry.offset, 30);
    if (header.length < 30) throw unreadable('damaged');
    const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    let bytes = 0;
    let crc = 0;
    const packed = piecesOf(this.#file, start, start + entry.packedBytes);
    const inflate = createInflateRaw({ chunkSize: PIECE_BYTES });
    const unpacked = entry.isDeflated ? pipeline(packed, inflate, () => undefined) : packed;
    try {
      for await (const piece of unpacked as AsyncIterable<Buffer>) {
        bytes += piece.length;
        if (bytes > entry.bytes) throw unreadable('damaged');
        crc = crc32(piece, crc);
        yield piece;
      }
    } catch (error) {
      throw codeOf(error).startsWith('Z_') ? unreadable('damaged', error) : error;
    }
    if (bytes !== entry.bytes || crc !== entry.crc) throw unreadable('damaged');
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** The directory at the end of the file. */
async function readEntries(file: FileHandle): Promise<Map<string, ZipEntry>> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - END_BYTES_MAX), Math.min(size, END_BYTES_MAX));
  const end = tail.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end === -1 || end + 22 > tail.length) throw unreadable(await whyNoZip(file));
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (start === UNKNOWN) throw unreadable('tooLarge');
  if (length > DIRECTORY_BYTES_MAX || start + length > size) throw unreadable('damaged');
  const entries = readDirectory(await readAt(file, start, length));
  let unpackedBytes = 0;
  for (const { bytes, packedBytes, offset } of entries.values()) {
    unpackedBytes += bytes;
    if (offset + packedBytes > size) throw unreadable('damaged');
    if (bytes > RATIO_FREE_BYTES && bytes > packedBytes * RATIO_MAX) throw unreadable('tooLarge');
  }
  if (unpackedBytes > UNPACKED_BYTES_MAX) throw unreadable('tooLarge');
  return entries;
}

function readDirectory(directory: Buffer): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50;) {
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const extra = directory.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
    const [bytes, packedBytes, offset] = sizesOf(directory.subarray(at, at + 46), extra);
    const method = directory.readUInt16LE(at + 10);
    if ((directory.readUInt16LE(at + 8) & 1) === 1) throw unreadable('encrypted');
    if (method !== 0 && method !== 8) throw unreadable('damaged');
    // Some writers separate folders as Windows does.
    const name = directory
      .toString('utf8', at + 46, at + 46 + nameBytes)
      .replaceAll('\\', '/')
      .toLowerCase();
    // Two parts of one name: which one is meant, nobody knows.
    if (entries.has(name)) throw unreadable('damaged');
    const crc = directory.readUInt32LE(at + 16);
    entries.set(name, { isDeflated: method === 8, packedBytes, bytes, crc, offset });
    at += 46 + nameBytes + extraBytes + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** Some writers keep every size in the 64-bit field, however small the file. */
function sizesOf(header: Buffer, extra: Buffer): [bytes: number, packed: number, offset: number] {
  const sizes = [header.readUInt32LE(24), header.readUInt32LE(20), header.readUInt32LE(42)];
  const wide = wideField(extra);
  let at = 0;
  const resolved = sizes.map((size) => {
    if (size !== UNKNOWN || at + 8 > wide.length) return size;
    at += 8;
    return Number(wide.readBigUInt64LE(at - 8));
  });
  return [resolved[0]!, resolved[1]!, resolved[2]!];
}

function wideField(extra: Buffer): Buffer {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  return extra.subarray(0, 0);
}

async function* piecesOf(file: FileHandle, start: number, end: number): AsyncGenerator<Buffer, void, void> {
  for (let at = start; at < end;) {
    const piece = await readAt(file, at, Math.min(PIECE_BYTES, end - at));
    if (piece.length === 0) return;
    at += piece.length;
    yield piece;
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
