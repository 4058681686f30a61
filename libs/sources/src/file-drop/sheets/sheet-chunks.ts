import type { Json, JsonObject } from '@exchange/contracts';
import {
  BODY_LIMITS,
  bodyHoldsMarking,
  DEFAULT_LIMITS,
  isFooter,
  readHeader,
  TableHead,
  type DecodeOptions,
} from '@exchange/decoding';
import type { FileChunk } from '../file-chunks.ts';
import type { FileLayout, SheetSettings } from '../file-settings.ts';
import { openWorkbook, type OpenWorkbook } from './open-workbook.ts';
import { sheetRows, type SheetRow } from './sheet-rows.ts';
import { UnreadableWorkbook } from './unreadable-workbook.ts';

/** A sheet (from 0, in the order of the tabs) and a row of it (from 1). */
export interface PlaceInWorkbook {
  readonly sheet: number;
  readonly row: number;
}

/** Blank rows in a run that become blank lines; a wider gap ends the chunk. */
const GAP_ROWS_MAX = 1_000;

export interface SheetReading {
  /** Rows of one chunk. */
  readonly rowsMax: number;
  /** null: from the beginning. */
  readonly from: PlaceInWorkbook | null;
  /** Where the texts of a large workbook are kept while it is read. */
  readonly spoolDirectory: string;
}

/**
 * The rows of a workbook's sheets as NDJSON: each row an object, column name → value (`cellValue` says how); a line of the body
 * is a row of the sheet, so blank rows and remarks are blank lines. A workbook cannot be entered in its middle: reading from
 * a place on goes through what is before it, too. Throws `UnreadableWorkbook`.
 */
export async function* sheetChunks(
  path: string,
  { sheets: settings = {} }: FileLayout,
  reading: SheetReading,
): AsyncGenerator<FileChunk, void, void> {
  const workbook = await openWorkbook(path, reading.spoolDirectory);
  try {
    yield* markLast(chunksOfSheets(workbook, settings, reading), emptyChunk(reading.from));
  } finally {
    await workbook.close();
  }
}

/** Each chunk is held back until the next is there, so that the last one is known to be the last. */
async function* markLast(
  chunks: AsyncIterable<FileChunk>,
  none: FileChunk,
): AsyncGenerator<FileChunk, void, void> {
  let held: FileChunk | null = null;
  for await (const chunk of chunks) {
    if (held) yield held;
    held = chunk;
  }
  yield { ...(held ?? none), isLast: true };
}

async function* chunksOfSheets(
  workbook: OpenWorkbook,
  settings: SheetSettings,
  { rowsMax, from }: SheetReading,
): AsyncGenerator<FileChunk, void, void> {
  const { sheets } = workbook;
  const missing = settings.names?.find((name) => !sheets.some((sheet) => sheet.name === name));
  if (missing !== undefined) throw noSheet(missing);
  let headers = 0;
  for (const [place, sheet] of sheets.entries()) {
    const isWanted = settings.names ? settings.names.includes(sheet.name) : !sheet.isHidden;
    if (!isWanted || place < (from?.sheet ?? 0)) continue;
    const fromRow = place === from?.sheet ? from.row : 1;
    const lines = new SheetLines(place, fromRow, rowsMax);
    const hasHeader = yield* chunksOfSheet(sheet.name, sheetRows(workbook, sheet), lines, settings);
    headers += hasHeader ? 1 : 0;
  }
  if (headers === 0 && !from) throw noHeader('');
}

/** Returns whether the sheet had a header. */
async function* chunksOfSheet(
  sheet: string,
  rows: AsyncIterable<SheetRow>,
  lines: SheetLines,
  settings: SheetSettings,
): AsyncGenerator<FileChunk, boolean, void> {
  const head = new TableHead(settings);
  const { footers = [], nameColumn } = settings;
  let names: readonly string[] | null = null;
  let headRows = 0;
  for await (const row of rows) {
    const texts = !names || footers.length > 0 ? row.cells.map(textOf) : [];
    if (!names) {
      // Rows that the sheet leaves out are blank ones.
      while (++headRows < row.number && !head.hasFailed) head.isHeader([]);
      const isHeader = head.isHeader(texts);
      if (head.hasFailed && !isHeader) throw noHeader(sheet);
      if (!isHeader) lines.remark(row.number, texts);
      else names = headerOf(sheet, row, texts);
    } else if (isFooter(texts, footers)) {
      lines.remark(row.number, texts);
    } else if (lines.isWanted(row.number) && row.cells.some((cell) => cell !== null && cell !== '')) {
      if (lines.isFullFor(row.number)) yield lines.take();
      lines.add(row.number, rowObject(row.cells, names, sheet, nameColumn));
    }
  }
  if (!names && lines.hasRemarks) throw noHeader(sheet);
  if (!lines.isEmpty) yield lines.take();
  return names !== null;
}

function headerOf(sheet: string, row: SheetRow, texts: readonly string[]): readonly string[] {
  const header = readHeader(texts, DEFAULT_LIMITS.membersMax, row.number);
  if ('kind' in header) throw new UnreadableWorkbook(header.detail, `${sheet}, ${header.at}`);
  return header.names;
}

function rowObject(
  cells: readonly Json[],
  names: readonly string[],
  sheet: string,
  nameColumn: string | undefined,
): JsonObject {
  const entries = names.map((name, column): [string, Json] => [name, cells[column] ?? null]);
  // A value beyond the header would be lost silently; as a field without a name it is seen.
  for (const [column, cell] of cells.entries())
    if (column >= names.length && cell !== null) entries.push([`#${column + 1}`, cell]);
  if (nameColumn !== undefined) entries.push([nameColumn, sheet]);
  // Not by assignment, which would set a prototype for a column named __proto__.
  return Object.fromEntries(entries);
}

function textOf(cell: Json): string {
  return typeof cell === 'string' ? cell : cell === null ? '' : JSON.stringify(cell);
}

/** Fills bodies line by line. */
class SheetLines {
  readonly #sheet: number;
  readonly #fromRow: number;
  readonly #rowsMax: number;
  /** With its line break, each: to put them together as text takes twice the memory of a body. */
  #lines: Buffer[] = [];
  #rows = 0;
  #bytes = 0;
  #first = 0;
  /** The row behind the last one that was added or remarked. */
  #next: number;
  #remarks: Buffer[] = [];
  hasRemarks = false;

  constructor(sheet: number, fromRow: number, rowsMax: number) {
    this.#sheet = sheet;
    this.#fromRow = fromRow;
    this.#rowsMax = rowsMax;
    this.#next = fromRow;
  }

  get isEmpty(): boolean {
    return this.#rows === 0 && this.#remarks.length === 0;
  }

  isWanted(row: number): boolean {
    return row >= this.#fromRow;
  }

  /** Titles and remarks are no records; one that bears a secrecy marking is passed on all the same, for the gate to see. */
  remark(row: number, cells: readonly string[]): void {
    const text = cells.filter((cell) => cell.trim() !== '').join('|');
    if (text === '') return;
    this.hasRemarks = true;
    if (!bodyHoldsMarking(text)) return;
    this.#remarks.push(lineOf(text));
    this.#next = Math.max(this.#next, row + 1);
  }

  isFullFor(row: number): boolean {
    if (this.#rows === 0) return false;
    const gap = row - (this.#first + this.#lines.length);
    return this.#rows >= this.#rowsMax || this.#bytes >= BODY_LIMITS.bytesMax || gap > GAP_ROWS_MAX;
  }

  add(row: number, value: JsonObject): void {
    if (this.#rows === 0) this.#first = row;
    while (this.#first + this.#lines.length < row) this.#lines.push(BLANK);
    const line = lineOf(value);
    this.#lines.push(line);
    this.#rows++;
    this.#bytes += line.length;
    this.#next = row + 1;
  }

  take(): FileChunk {
    const body = Buffer.concat([...this.#lines, ...this.#remarks]);
    const decode = { ...DECODE, firstLine: Math.max(this.#first, 1) };
    this.#lines = [];
    this.#remarks = [];
    this.#rows = 0;
    this.#bytes = 0;
    return { body, decode, at: { sheet: this.#sheet, row: this.#next }, isLast: false };
  }
}

const BLANK = Buffer.from('\n');

function lineOf(value: Json): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

const DECODE: DecodeOptions = {
  format: 'ndjson',
  charset: 'utf-8',
  isolateBroken: true,
  isThroughSpreadsheet: true,
};

function emptyChunk(from: PlaceInWorkbook | null): FileChunk {
  const at = { sheet: from?.sheet ?? 0, row: from?.row ?? 1 };
  return { body: Buffer.alloc(0), decode: DECODE, at, isLast: true };
}

function noHeader(sheet: string): UnreadableWorkbook {
  return new UnreadableWorkbook(
    { zh: '没有找到表头', en: 'there is no header with the columns that are expected' },
    sheet,
  );
}

function noSheet(name: string): UnreadableWorkbook {
  return new UnreadableWorkbook({ zh: `没有工作表“${name}”`, en: `there is no sheet "${name}"` }, name);
}
