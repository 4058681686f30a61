import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline, Transform, type Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { UnreadableWorkbook } from './unreadable-workbook.ts';

/** A part of a workbook, as the zip's directory lists it. */
export interface ZipEntry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Of its local header. */
  readonly offset: number;
}

const END_BYTES_MAX = 65_557;
const DIRECTORY_BYTES_MAX = 4_194_304;
/** More than any office program can open; a workbook that unpacks to more is an attack or an accident. */
const UNPACKED_BYTES_MAX = 4_294_967_296;
const UNKNOWN = 0xffffffff;

/** The directory at the end of a zip file. */
export async function zipEntries(path: string): Promise<ZipEntry[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = await readAt(file, Math.max(0, size - END_BYTES_MAX), Math.min(size, END_BYTES_MAX));
    const end = tail.lastIndexOf(Buffer.from('504b0506', 'hex'));
    if (end === -1 || end + 22 > tail.length) throw notAWorkbook();
    const length = tail.readUInt32LE(end + 12);
    const start = tail.readUInt32LE(end + 16);
    if (start === UNKNOWN || length > DIRECTORY_BYTES_MAX || start + length > size) throw notAWorkbook();
    const entries = readDirectory(await readAt(file, start, length));
    if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > UNPACKED_BYTES_MAX) throw tooLarge();
    return entries;
  } finally {
    await file.close();
  }
}

/** The unpacked bytes of an entry; more than the directory says end in an error. */
export async function entryStream(path: string, entry: ZipEntry): Promise<Readable> {
  const file = await open(path);
  const header = await readAt(file, entry.offset, 30).finally(() => file.close());
  if (header.length < 30) throw notAWorkbook();
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = createReadStream(path, { start, end: start + Math.max(entry.packedBytes, 1) - 1 });
  const bound = boundOf(entry.bytes);
  const none = (): void => undefined;
  return entry.isDeflated ? pipeline(packed, createInflateRaw(), bound, none) : pipeline(packed, bound, none);
}

/** What unpacks to more than its directory says was made to fill a memory. */
function boundOf(bytesMax: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.length;
      if (bytes > bytesMax) done(notAWorkbook());
      else done(null, piece);
    },
  });
}

function readDirectory(directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50;) {
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const extra = directory.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
    const [bytes, packedBytes, offset] = sizesOf(directory.subarray(at, at + 46), extra);
    const method = directory.readUInt16LE(at + 10);
    if (method !== 0 && method !== 8) throw notAWorkbook();
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes);
    entries.push({ name, isDeflated: method === 8, packedBytes, bytes, offset });
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

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

export function notAWorkbook(cause?: unknown): UnreadableWorkbook {
  return new UnreadableWorkbook(
    {
      zh: '不是有效的 XLSX 工作簿（可能是改了扩展名的 XLS 或已损坏）；请另存为 .xlsx',
      en: 'it is no sound XLSX workbook (an XLS under another name, or damaged): save it as .xlsx',
    },
    '',
    cause,
  );
}

export function tooLarge(): UnreadableWorkbook {
  return new UnreadableWorkbook({
    zh: '工作簿解压后过大',
    en: 'the workbook is too large when it is unpacked',
  });
}
