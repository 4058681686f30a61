import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '@exchange/contracts';
import { workbookParts, writeZip, type MadeWorkbook, type Part } from '../../../test/made-workbook.ts';
import { workbookRows } from '../../../test/workbook-rows.ts';

describe('a workbook of another program', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workbook-'));
    path = join(folder, 'x.xlsx');
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function read(made: MadeWorkbook): Promise<Json[][]> {
    await writeZip(path, workbookParts(made));
    return workbookRows(path);
  }

  const sheetOf = (rows: string): string => `<sheetData>${rows}</sheetData>`;
  const rowOf = (...cells: string[]): string => `<row r="1">${cells.join('')}</row>`;

  it('may leave out the places of rows and cells', async () => {
    const rows =
      '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="5"><c r="C5"><v>5</v></c><c><v>6</v></c></row><row/>';
    expect(await read({ sheet: sheetOf(rows) })).toEqual([[1, 1, null, 3], [5, null, null, 5, 6], [6]]);
  });

  it('has texts in every way that there is', async () => {
    const texts =
      '<si><t>甲</t></si><si><r><rPr><b/></rPr><t>武</t></r><r><t xml:space="preserve"> 进 </t></r><rPh sb="0" eb="1"><t>wu</t></rPh></si>' +
      '<si/><si><t/></si><si><t>a_x000D_b_x005F_x000D_ &lt;&#x5E38;</t></si>';
    const sheet = sheetOf(
      rowOf(
        ...[0, 1, 2, 3, 4].map((number) => `<c t="s"><v>${number}</v></c>`),
        '<c t="inlineStr"><is><t>内</t></is></c>',
        '<c t="inlineStr"><is><r><t>两</t></r><r><t>段</t></r><rPh><t>x</t></rPh></is></c>',
        '<c t="str"><f>A1</f><v>公式</v></c>',
        '<c t="str"><v><![CDATA[<&>]]></v></c>',
        '<c t="s"/>',
      ),
    );
    expect(await read({ sheet, texts })).toEqual([
      [1, '甲', '武 进 ', null, null, 'a\rb_x000D_ <常', '内', '两段', '公式', '<&>'],
    ]);
  });

  it('has numbers, truths, errors and dates in every way that there is', async () => {
    const formats = ['yyyy"年"', '[h]', '0.0"h"', 'G/通用格式"元"', '[$-804]aaaa', '#,##0_);[Red]\\-0'];
    const styles =
      `<numFmts>${formats.map((code, place) => `<numFmt numFmtId="${200 + place}" formatCode='${code}'/>`).join('')}</numFmts>` +
      '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>' +
      [14, 31, 58, 4, 200, 201, 202, 203, 204, 205].map((id) => `<xf numFmtId="${id}"/>`).join('') +
      '</cellXfs>';
    const cells = [
      ...Array.from({ length: 11 }, (_, style) => `<c s="${style}"><v>46000.5</v></c>`),
      '<c s="1"><f>TODAY()</f><v>60</v></c>',
      '<c s="1"><f>TODAY()</f></c>',
      '<c t="d"><v>2026-03-05T00:00:00</v></c>',
      '<c t="d"><v>2026-03-05T14:30:00.250Z</v></c>',
      '<c t="d"><v>14:30</v></c>',
      '<c t="b"><v>1</v></c>',
      '<c t="b"><f>1=2</f><v>0</v></c>',
      '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
      '<c><v>1E400</v></c>',
      '<c><v>-1.5e-3</v></c>',
      '<c><v>320412199001011234</v></c>',
      '<c><v> </v></c>',
    ];
    const noon = '2025-12-09 12:00:00';
    const byStyle = [46_000.5, noon, noon, noon, 46_000.5, noon, noon, 46_000.5, 46_000.5, noon, 46_000.5];
    expect(await read({ sheet: sheetOf(rowOf(...cells)), styles })).toEqual([
      [
        1,
        ...byStyle,
        '1900-02-29',
        null,
        '2026-03-05',
        '2026-03-05 14:30:00',
        '14:30',
        true,
        false,
        '#DIV/0!',
        '#ERROR',
        -0.0015,
        320_412_199_001_011_260,
      ],
    ]);
  });

  it('may count its days from 1904', async () => {
    const styles = '<cellXfs><xf numFmtId="14"/></cellXfs>';
    const sheet = sheetOf('<row><c s="0"><v>44538</v></c><c><v>0.25</v></c></row>');
    expect(await read({ sheet, styles, isFrom1904: true })).toEqual([
      [1, '2025-12-09', '1904-01-01 06:00:00'],
    ]);
  });

  it('may write prefixes, another edition of the standard, other names and the wrong slash', async () => {
    const relationships = (...targets: Array<[string, string]>): string =>
      `<p:Relationships xmlns:p="urn:p">${targets.map(([type, target]) => `<p:Relationship Type='http://purl.oclc.org/ooxml/officeDocument/relationships/${type}' Target='${target}' Id='${type}'/>`).join('')}</p:Relationships>`;
    const parts: Array<[string, Part]> = [
      ['_rels\\.rels', relationships(['officeDocument', '/x/Book.xml'])],
      [
        'x\\book.xml',
        '<x:workbook xmlns:x="urn:x" xmlns:q="urn:r"><x:sheets><x:sheet name="一&amp;二" q:id="worksheet"/></x:sheets></x:workbook>',
      ],
      [
        'X/_rels/Book.xml.rels',
        relationships(['worksheet', '../y/./Sheet.xml'], ['sharedStrings', '/z/texts2.xml']),
      ],
      ['z/texts2.xml', '<x:sst xmlns:x="urn:x"><x:si><x:t>甲</x:t></x:si></x:sst>'],
      [
        'y/sheet.xml',
        '<x:worksheet xmlns:x="urn:x"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><c r="A1"><v>9</v></c></x:row><x:row r="2"/></x:sheetData>' +
          '<x:mergeCells><x:mergeCell ref="A1:B2"/></x:mergeCells></x:worksheet>',
      ],
    ];
    await writeZip(path, parts);
    expect(await workbookRows(path)).toEqual([
      [1, '甲', '甲'],
      [2, '甲', '甲'],
    ]);
  });

  it.each(['utf-16le', 'utf-16be'])('may be written in %s', async (encoding) => {
    const parts = workbookParts({ sheet: sheetOf(rowOf('<c t="str"><v>武进😀</v></c>')) });
    for (const [name, part] of parts) {
      const text = [...(part as Iterable<string>)].join('').replace('UTF-8', 'UTF-16');
      const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
      parts.set(name, encoding === 'utf-16be' ? wide.swap16() : wide);
    }
    await writeZip(path, parts);
    expect(await workbookRows(path)).toEqual([[1, '武进😀']]);
  });

  it('has merged cells that begin above a row that it leaves out, and titles across all columns', async () => {
    const sheet =
      sheetOf(
        '<row r="1"><c t="str"><v>题</v></c></row><row r="4"><c r="B4" t="str"><v>乙</v></c></row><row r="6"/>',
      ) + '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="B3:B4"/><mergeCell ref="B4:C6"/></mergeCells>';
    expect(await read({ sheet })).toEqual([
      [1, '题', '题', '题'],
      [4, null, '乙', '乙'],
      [6, null, '乙', '乙'],
    ]);
  });
});
