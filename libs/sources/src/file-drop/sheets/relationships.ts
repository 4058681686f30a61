import { posix } from 'node:path';
import { scanPart } from './scan-part.ts';
import { tagsVisitor } from './tags-visitor.ts';
import { unreadable } from './unreadable-workbook.ts';
import { attributeOf } from './xml-scanner.ts';
import type { ZipFile } from './zip-file.ts';

/** How one part of a workbook names another one. */
export interface Relationship {
  readonly id: string;
  /** Last word of its address: `worksheet`, `sharedStrings`, whichever edition of the standard wrote it. */
  readonly type: string;
  /** Name of the other part within the file. What lies outside is looked for there, too, and so is not found. */
  readonly part: string;
}

const RELATIONSHIPS_MAX = 10_000;

/** What a part (the file as a whole: '') says of others. */
export async function relationshipsOf(zip: ZipFile, part: string): Promise<Relationship[]> {
  const folder = posix.dirname(part);
  const entry = zip.entry(posix.join(folder, '_rels', `${posix.basename(part)}.rels`));
  const found: Relationship[] = [];
  if (!entry) return found;
  const visitor = tagsVisitor((name, attributes) => {
    if (name !== 'Relationship') return;
    const [id = '', type = '', target = ''] = ['Id', 'Type', 'Target'].map((one) =>
      attributeOf(attributes, one),
    );
    const place = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
    found.push({ id, type: type.slice(type.lastIndexOf('/') + 1), part: posix.normalize(place) });
    if (found.length > RELATIONSHIPS_MAX) throw unreadable('tooLarge');
  });
  await scanPart(zip, entry, visitor);
  return found;
}
