import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workbookParts, writeZip, type MadeWorkbook, type Part } from '../../../test/made-workbook.ts';
import { workbookRows } from '../../../test/workbook-rows.ts';
import { UNREADABLE } from './unreadable-workbook.ts';

describe('a workbook that is none, or made to do harm', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workbook-'));
    path = join(folder, 'x.xlsx');
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function expectRefused(why: keyof typeof UNREADABLE, at = ''): Promise<void> {
    await expect(workbookRows(path)).rejects.toMatchObject({
      name: 'UnreadableWorkbook',
      detail: UNREADABLE[why],
      at,
    });
  }

  const sheetOf = (rows: string): string => `<sheetData>${rows}</sheetData>`;
  const write = (made: MadeWorkbook): Promise<void> => writeZip(path, workbookParts(made));
  const SOUND: MadeWorkbook = { sheet: sheetOf('<row r="1"><c r="A1" t="str"><v>甲</v></c></row>') };

  const compound = (name: string): Buffer =>
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(70_000),
      Buffer.from(name, 'utf16le'),
      Buffer.alloc(512),
    ]);
  it.each([
    ['xls', 'an old workbook', compound('Workbook')],
    ['xls', 'a very old workbook', Buffer.from('0908100000060500', 'hex')],
    ['encrypted', 'a workbook with a password', compound('EncryptedPackage')],
    ['markup', 'a web page', Buffer.from('\ufeff\r\n<html><table>')],
    ['damaged', 'a CSV file', Buffer.from('编号,内容\n')],
    ['damaged', 'nothing', Buffer.alloc(0)],
  ] as const)('is called %s when it is %s', async (why, _, bytes) => {
    await writeFile(path, bytes);
    await expectRefused(why);
  });

  it.each([
    ['openDocument', 'content.xml', '<x/>'],
    [
      'binary',
      '_rels/.rels',
      '<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>',
    ],
    ['damaged', 'any.txt', ''],
  ] as const)('is called %s when it holds %s', async (why, name, part) => {
    await writeZip(path, [[name, part]]);
    await expectRefused(why);
  });

  /** The sound workbook with a byte of its directory changed, in the entry of this name. */
  async function writeChanged(
    name: string,
    field: number,
    change: (directory: Buffer, at: number) => void,
  ): Promise<void> {
    await write(SOUND);
    const bytes = await readFile(path);
    change(bytes, bytes.lastIndexOf(name) - 46 + field);
    await writeFile(path, bytes);
  }
  const SHEET = 'xl/worksheets/sheet1.xml';
  it.each([
    ['a sheet is longer than it says', SHEET, 24, -1],
    ['a sheet is shorter than it says', SHEET, 24, 1],
    ['a sheet has another checksum', SHEET, 16, 1],
    ['a sheet is cut off', SHEET, 20, -9],
  ] as const)('is damaged when %s', async (_, name, field, by) => {
    await writeChanged(name, field, (bytes, at) => bytes.writeUInt32LE(bytes.readUInt32LE(at) + by, at));
    await expectRefused('damaged', '台账');
  });

  it('is refused when a part is encrypted, packed in a strange way, or lies beyond the file', async () => {
    await writeChanged(SHEET, 8, (bytes, at) => bytes.writeUInt16LE(0x801, at));
    await expectRefused('encrypted');
    await writeChanged(SHEET, 10, (bytes, at) => bytes.writeUInt16LE(99, at));
    await expectRefused('damaged');
    await writeChanged(SHEET, 42, (bytes, at) => bytes.writeUInt32LE(0x7fffffff, at));
    await expectRefused('damaged');
  });

  it('is refused at once when its parts unpack to too much', async () => {
    await writeChanged(SHEET, 24, (bytes, at) => bytes.writeUInt32LE(0xfffffffe, at));
    await expectRefused('tooLarge');
    const zeros = Array.from({ length: 90 }, () => ' '.repeat(1_048_576));
    await write({ sheet: zeros });
    await expectRefused('tooLarge');
  });

  it('has no part twice', async () => {
    await writeZip(path, [...workbookParts(SOUND), ['XL/workbook.xml', '<workbook/>']]);
    await expectRefused('damaged');
  });

  it.each(['../../../../etc/passwd', 'file:///etc/passwd', 'http://127.0.0.1/x', '/', 'sharedStrings.xml'])(
    'has no sheet at %s',
    async (target) => {
      const parts = workbookParts(SOUND);
      const rels = parts.get('xl/_rels/workbook.xml.rels') as string;
      parts.set('xl/_rels/workbook.xml.rels', rels.replace('worksheets/sheet1.xml', target));
      await writeZip(path, parts);
      await expectRefused('damaged');
    },
  );

  it('resolves no entity, in none of its parts', async () => {
    const declared = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
    for (const name of ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels', SHEET]) {
      const parts = workbookParts(SOUND);
      const text = [...(parts.get(name) as Iterable<string>)].join('');
      parts.set(name, text.replace(/<\?xml[^>]*>\n|^/u, declared));
      await writeZip(path, parts);
      await expectRefused('damaged', name === SHEET ? '台账' : '');
    }
  });

  const cell = (place: string, text = 'x'): string => `<c r="${place}" t="str"><v>${text}</v></c>`;
  it.each([
    ['rows do not ascend', '<row r="2"/><row r="2"/>', '台账, 2'],
    ['a row is none', '<row r="x"/>', '台账'],
    ['rows are too many', '<row r="1048577"/>', '台账'],
    ['columns are too many', `<row r="3">${cell('XFE3')}</row>`, '台账, 3'],
    ['a column is none', `<row r="3">${cell('3')}</row>`, '台账, 3'],
    ['two values stand in one cell', `<row r="3">${cell('B3')}${cell('B3')}</row>`, '台账, 3'],
    ['a text is missing', '<row r="4"><c t="s"><v>0</v></c></row>', '台账, 4'],
    [
      'it is not UTF-8',
      Buffer.concat([
        Buffer.from('<row r="1"><c t="str"><v>'),
        Buffer.from([0xce, 0xe4]),
        Buffer.from('</v></c></row>'),
      ]),
      '台账',
    ],
  ])('is damaged where %s', async (_, rows: Part, at) => {
    const parts = workbookParts(SOUND);
    const [start, end] = ['<worksheet><sheetData>', '</sheetData></worksheet>'];
    parts.set(SHEET, Buffer.concat([Buffer.from(start), Buffer.from(rows as string), Buffer.from(end)]));
    await writeZip(path, parts);
    await expectRefused('damaged', at);
  });

  it('fills no memory with one long text in many cells', async () => {
    const texts = `<si><t>${'长'.repeat(32_767)}</t></si>`;
    const cells = Array.from({ length: 16_384 }, () => '<c t="s"><v>0</v></c>').join('');
    await write({ sheet: sheetOf(`<row>${cells}</row>`), texts });
    await expectRefused('rowTooLarge', '台账, 1');
    const merged = '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>';
    await write({ sheet: sheetOf('<row><c t="s"><v>0</v></c></row>') + merged, texts });
    await expectRefused('rowTooLarge', '台账, 1');
    const inline = cell('A1', '长'.repeat(1_000_000))
      .repeat(5)
      .replaceAll(/r="A1" /gu, '');
    await write({ sheet: sheetOf(`<row>${inline}</row>`) });
    await expectRefused('rowTooLarge', '台账, 1');
  });

  it('has no more merged cells than a sheet can show', async () => {
    const all = '<mergeCell ref="A1:XFD1048576"/>';
    const sheet = sheetOf(`<row>${cell('A1')}</row>`);
    await write({ sheet: `${sheet}<mergeCells>${all}${all}</mergeCells>` });
    await expectRefused('tooManyMerges', '台账, 1');
    await write({ sheet: [sheet, ...Array.from({ length: 101 }, () => all.repeat(1_000))] });
    await expectRefused('tooManyMerges', '台账');
  });
});
