import { workbookParts, writeZip } from './made-workbook.ts';

/** A text, a number, or a number that is shown as a date. */
export type LargeCell = string | number | { readonly days: number };

export interface LargeSheet {
  readonly rows: number;
  readonly header: readonly string[];
  /** Of the row with this number, as the sheet shows it: the first one below the header is 2. */
  readonly cellsOf: (number: number) => readonly LargeCell[];
}

const STYLES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>';

/** Writes a workbook row by row. Each text gets a place of its own among the shared ones, also where it is there already. */
export async function writeLargeWorkbook(path: string, sheet: LargeSheet): Promise<void> {
  const parts = workbookParts({ sheet: sheetXml(sheet), texts: textsXml(sheet), styles: STYLES });
  await writeZip(path, parts);
}

function* rowsOf({ rows, header, cellsOf }: LargeSheet): Generator<readonly LargeCell[]> {
  yield header;
  for (let number = 2; number <= rows + 1; number++) yield cellsOf(number);
}

function* textsXml(sheet: LargeSheet): Generator<string> {
  for (const cells of rowsOf(sheet))
    yield cells.map((cell) => (typeof cell === 'string' ? `<si><t>${cell}</t></si>` : '')).join('');
}

function* sheetXml(sheet: LargeSheet): Generator<string> {
  let [row, texts] = [0, 0];
  yield '<sheetData>';
  for (const cells of rowsOf(sheet)) {
    row++;
    const xml = cells.map((cell, column) => {
      const place = `${String.fromCharCode(65 + column)}${row}`;
      if (typeof cell === 'string') return `<c r="${place}" t="s"><v>${texts++}</v></c>`;
      return typeof cell === 'number'
        ? `<c r="${place}"><v>${cell}</v></c>`
        : `<c r="${place}" s="1"><v>${cell.days}</v></c>`;
    });
    yield `<row r="${row}" spans="1:${cells.length}">${xml.join('')}</row>`;
  }
  yield '</sheetData>';
}

const CONTENTS = 16;

/** Twenty columns, most of whose texts occur once; in one row of a hundred the identity number was taken for a number. */
export function registerOf(rows: number): LargeSheet & { readonly brokenRows: readonly number[] } {
  const isBroken = (number: number): boolean => number % 100 === 50;
  const contents = Array.from({ length: CONTENTS }, (_, column) => column);
  return {
    rows,
    header: ['编号', '证件号', '日期', '件数', ...contents.map((column) => `内容${column + 1}`)],
    cellsOf: (number) => [
      `K${number}`,
      isBroken(number) ? 320_412_199_001_011_000 : `32041219900101${1_000 + (number % 9_000)}`,
      { days: 46_000 + (number % 300) },
      number,
      ...contents.map((column) => contentOf(number, column)),
    ],
    brokenRows: Array.from({ length: rows }, (_, index) => index + 2).filter(isBroken),
  };
}

function contentOf(number: number, column: number): string {
  if (column === 0) return '办结';
  return `武进区湖塘镇花园街${number}号${column}室${column === 1 ? ' &amp; ' : ' '}${(number * 7_919 + column) % 1_000_003}`;
}
