import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import type { Json } from '@exchange/contracts';
import { workbookRows } from '../../../test/workbook-rows.ts';

/** Text that XML can hold, with what makes trouble in it. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '武进',
        '〔2026〕',
        ' ',
        '\n',
        '\t',
        '&',
        '&amp;',
        '<b>',
        '"',
        "'",
        ']]>',
        '😀',
        '_',
        '1E+5',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join('').replaceAll(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/gu, ''))
  .filter((whole) => whole !== '' && !/_x[0-9A-Fa-f]{4}_/u.test(whole));
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0.1 + 0.2, 1e15, 123_456_789_012_345),
);
const date = fc.date({ min: new Date('1904-01-02'), max: new Date('2100-01-01'), noInvalidDate: true });
const cell: fc.Arbitrary<ExcelJS.CellValue> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: number },
  date,
  fc.boolean(),
  fc
    .array(text, { minLength: 1, maxLength: 3 })
    .map((runs) => ({ richText: runs.map((run) => ({ text: run })) })),
  fc.constantFrom('#N/A', '#DIV/0!').map((error) => ({ error }) as ExcelJS.CellErrorValue),
  fc
    .oneof(text, number, fc.boolean())
    .map((result) => ({ formula: 'A1', result }) as ExcelJS.CellFormulaValue),
);
type Sheet = ReadonlyArray<ExcelJS.CellValue[]>;
const sheets = fc.array(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }), {
  minLength: 1,
  maxLength: 3,
});

/** A cell of the library that wrote it, as the exchange passes it on. */
function expected(value: ExcelJS.CellValue): Json {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return Number(value.toPrecision(Number.isInteger(value) ? 17 : 15)) + 0;
  if (value instanceof Date) {
    const shown = new Date(Math.round(value.getTime() / 1_000) * 1_000).toISOString();
    return shown.slice(11, 19) === '00:00:00' ? shown.slice(0, 10) : shown.slice(0, 19).replace('T', ' ');
  }
  if (typeof value !== 'object') return value;
  if ('richText' in value) return value.richText.map((run) => run.text).join('');
  if ('error' in value) return value.error;
  return 'result' in value ? expected(value.result as ExcelJS.CellValue) : null;
}

/** As the library reads it. */
async function readBack(path: string): Promise<Json[][]> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const rows: Json[][] = [];
  for (const sheet of workbook.worksheets)
    sheet.eachRow((row, place) => {
      const cells = Array.from({ length: row.cellCount }, (_, column) =>
        expected(row.getCell(column + 1).value),
      );
      rows.push(trimmed([place, ...cells]));
    });
  return rows.filter((row) => row.length > 1);
}

function trimmed(row: Json[]): Json[] {
  const last = row.findLastIndex((value) => value !== null);
  return row.slice(0, last + 1);
}

describe('a workbook that was written by a library', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workbook-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const path = (): string => join(folder, 'x.xlsx');

  it('is read as it was written, and as that library reads it', async () => {
    const property = fc.asyncProperty(sheets, fc.boolean(), async (content, date1904) => {
      const workbook = new ExcelJS.Workbook();
      workbook.properties.date1904 = date1904;
      fill(workbook, content);
      await workbook.xlsx.writeFile(path());
      const read = await readRows(path());
      expect(read).toEqual(content.flatMap(writtenRows));
      // Of formulas the library loses results that are 0 or false, and resolves references twice.
      if (!content.flat(2).some(isFormula)) expect(await readBack(path())).toEqual(read);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('row by row, with its texts in their cells, is read as it was written', async () => {
    const property = fc.asyncProperty(sheets, async (content) => {
      const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path(), useStyles: true });
      fill(workbook, content);
      await workbook.commit();
      expect(await readRows(path())).toEqual(content.flatMap(writtenRows));
    });
    await fc.assert(property, { numRuns: 40 });
  });
});

function fill(workbook: Pick<ExcelJS.Workbook, 'addWorksheet'>, content: readonly Sheet[]): void {
  for (const [place, rows] of content.entries()) {
    const sheet = workbook.addWorksheet(`台账 ${place}`);
    for (const cells of rows)
      sheet.addRow(cells).eachCell((added) => {
        if (added.value instanceof Date) added.numFmt = 'yyyy-mm-dd hh:mm:ss';
      });
  }
}

async function readRows(path: string): Promise<Json[][]> {
  return (await workbookRows(path)).map(trimmed).filter((row) => row.length > 1);
}

function writtenRows(sheet: Sheet): Json[][] {
  return sheet
    .map((cells, index) => trimmed([index + 1, ...cells.map(expected)]))
    .filter((row) => row.length > 1);
}

function isFormula(value: ExcelJS.CellValue): boolean {
  return typeof value === 'object' && value !== null && 'formula' in value;
}
