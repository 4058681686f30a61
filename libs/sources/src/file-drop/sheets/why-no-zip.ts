import type { FileHandle } from 'node:fs/promises';
import type { UNREADABLE } from './unreadable-workbook.ts';

const COMPOUND_FILE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** The name, in a compound file, of the stream that holds a workbook with a password. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/** What a file that is no zip is, as far as its sender has to do something else about it. */
export async function whyNoZip(file: FileHandle): Promise<keyof typeof UNREADABLE> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
  const start = buffer.subarray(0, bytesRead);
  if (start.subarray(0, 8).equals(COMPOUND_FILE)) return (await holds(file, ENCRYPTED)) ? 'encrypted' : 'xls';
  // The oldest ones begin with the record that begins a stream, of each of their versions.
  if (start[0] === 0x09 && [0x00, 0x02, 0x04, 0x08].includes(start[1]!)) return 'xls';
  return start.toString('utf8').replace('\ufeff', '').trimStart().startsWith('<') ? 'markup' : 'damaged';
}

async function holds(file: FileHandle, needle: Buffer): Promise<boolean> {
  let kept: Buffer = Buffer.alloc(0);
  for await (const piece of file.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([kept, piece]);
    if (bytes.includes(needle)) return true;
    kept = bytes.subarray(-needle.length);
  }
  return false;
}
