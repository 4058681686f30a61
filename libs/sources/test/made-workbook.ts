import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export type Part = string | Buffer | Iterable<string>;

/** Writes a zip file, part by part, in the memory of one piece. Names are taken as they are. */
export async function writeZip(
  path: string,
  parts: Iterable<readonly [name: string, part: Part]>,
): Promise<void> {
  const file = await open(path, 'w');
  const directory: Buffer[] = [];
  let offset = 0;
  const write = async (bytes: Buffer): Promise<void> => {
    await file.writeFile(bytes);
    offset += bytes.length;
  };
  for (const [name, part] of parts) {
    const header = headerOf(name);
    header.writeUInt32LE(offset, 42);
    await write(Buffer.concat([localHeader(header), Buffer.from(name)]));
    const start = offset;
    let bytes = 0;
    let crc = 0;
    const pieces = typeof part === 'string' || Buffer.isBuffer(part) ? [part] : part;
    const counted = Readable.from(pieces, { objectMode: true }).map((piece: string | Buffer) => {
      const encoded = Buffer.from(piece);
      bytes += encoded.length;
      crc = crc32(encoded, crc);
      return encoded;
    });
    for await (const packed of counted.pipe(createDeflateRaw({ level: 1 }))) await write(packed as Buffer);
    header.writeUInt32LE(crc, 16);
    header.writeUInt32LE(offset - start, 20);
    header.writeUInt32LE(bytes, 24);
    directory.push(Buffer.concat([header, Buffer.from(name)]));
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  await write(Buffer.concat([listed, end]));
  await file.close();
}

/** Of an entry of the directory; the sizes are not known yet. */
function headerOf(name: string): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(20, 6);
  // Names are in UTF-8.
  header.writeUInt16LE(0x800, 8);
  header.writeUInt16LE(8, 10);
  header.writeUInt16LE(Buffer.byteLength(name), 28);
  return header;
}

/** What stands before the bytes of an entry: the sizes are those of the directory. */
function localHeader(header: Buffer): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  header.copy(local, 4, 6, 16);
  header.copy(local, 26, 28, 30);
  return local;
}

export interface MadeWorkbook {
  /** What stands within the root of the only sheet. */
  readonly sheet: Part;
  /** What stands within the root of the shared texts. */
  readonly texts?: Part;
  /** What stands within the root of the styles. */
  readonly styles?: string;
  readonly isFrom1904?: boolean;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** The parts of a workbook with one sheet, 台账, written by hand. */
export function workbookParts({ sheet, texts, styles, isFrom1904 = false }: MadeWorkbook): Map<string, Part> {
  const parts = new Map<string, Part>([
    ['_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr date1904="${isFrom1904 ? 1 : 0}"/>` +
        '<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relationships([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['sharedStrings', 'sharedStrings.xml'],
        ['styles', 'styles.xml'],
      ]),
    ],
  ]);
  if (styles !== undefined) parts.set('xl/styles.xml', root('styleSheet', styles));
  if (texts !== undefined) parts.set('xl/sharedStrings.xml', root('sst', texts));
  parts.set('xl/worksheets/sheet1.xml', root('worksheet', sheet));
  return parts;
}

function relationships(targets: ReadonlyArray<readonly [type: string, target: string]>): string {
  const list = targets.map(
    ([type, target], place) =>
      `<Relationship Id="rId${place + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}">${list.join('')}</Relationships>`;
}

function root(name: string, content: Part): Part {
  return within(`<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${MAIN}">`, content, `</${name}>`);
}

function* within(start: string, content: Part, end: string): Generator<string> {
  yield start;
  if (typeof content === 'string' || Buffer.isBuffer(content)) yield content.toString();
  else yield* content;
  yield end;
}
