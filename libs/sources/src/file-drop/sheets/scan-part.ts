import { partText } from './part-text.ts';
import { unreadable } from './unreadable-workbook.ts';
import { XmlScanner, type XmlVisitor } from './xml-scanner.ts';
import type { ZipEntry, ZipFile } from './zip-file.ts';

const PART_BYTES_MAX = 67_108_864;

/** Goes through one of the small parts of a workbook: all but its sheets and texts. */
export async function scanPart(zip: ZipFile, entry: ZipEntry, visitor: XmlVisitor): Promise<void> {
  if (entry.bytes > PART_BYTES_MAX) throw unreadable('tooLarge');
  const scanner = new XmlScanner(visitor);
  for await (const piece of partText(zip.bytesOf(entry))) scanner.push(piece);
  scanner.finish();
}
