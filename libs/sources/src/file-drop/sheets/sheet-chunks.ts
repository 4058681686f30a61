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
import { sheetsOf, type Sheet, type SheetRow } from './sheet-rows.ts';
import { UnreadableWorkbook } from './unreadable-workbook.ts';

/** A sheet (from 0, in the order of the tabs) and a row of it (from 1). */
export interface PlaceInWorkbook {
  readonly sheet: number;
  readonly row: number;
}

/** Blank rows in a run that become blank lines; a wider gap ends the chunk. */
const GAP_ROWS_MAX = 1_000;

/**
 * The rows of a workbook's sheets as NDJSON: each row an object, column name → value (`cellValue` says how); a line of the body
 * is a row of the sheet, so blank rows and remarks are blank lines. A workbook cannot be entered in its middle: reading from
 * a place on goes through what is before it, too.
 */
export async function* sheetChunks(
  path: string,
  { sheets: settings = {} }: FileLayout,
  rowsMax: number,
  from: PlaceInWorkbook | null,
): AsyncGenerator<FileChunk, void, void> {
  const missing = new Set(settings.names ?? []);
  const seen = { headers: 0 };
  // Held back until the next is there, so that the last one is known to be the last.
  let held: FileChunk = emptyChunk(from ?? { sheet: 0, row: 1 });
  let isHolding = false;
  let place = -1;
  for await (const sheet of sheetsOf(path)) {
    place++;
    const isWanted = settings.names ? missing.delete(sheet.name) : !sheet.isHidden;
    if (!isWanted || place < (from?.sheet ?? 0)) continue;
    const fromRow = place === from?.sheet ? from.row : 1;
    for await (const chunk of chunksOfSheet(sheet, place, fromRow, settings, rowsMax, seen)) {
      if (isHolding) yield held;
      held = chunk;
      isHolding = true;
    }
  }
  const [name] = missing;
  if (name !== undefined) throw noSheet(name);
  if (seen.headers === 0 && !from) throw noHeader('');
  yield { ...held, isLast: true };
}

async function* chunksOfSheet(
  sheet: Sheet,
  place: number,
  fromRow: number,
  settings: SheetSettings,
  rowsMax: number,
  seen: { headers: number },
): AsyncGenerator<FileChunk, void, void> {
  const head = new TableHead(settings);
  const lines = new SheetLines(place, rowsMax);
  let names: readonly string[] | null = null;
  let headRows = 0;
  for await (const row of sheet.rows) {
    const texts = row.cells.map(textOf);
    if (!names) {
      // Rows that the sheet leaves out are blank ones.
      while (++headRows < row.number && !head.hasFailed) head.isHeader([]);
      const isHeader = head.isHeader(texts);
      if (head.hasFailed && !isHeader) throw noHeader(sheet.name);
      if (!isHeader) lines.remark(texts);
      else names = headerOf(sheet.name, row, texts);
      seen.headers += isHeader ? 1 : 0;
    } else if (isFooter(texts, settings.footers)) {
      lines.remark(texts);
    } else if (row.number >= fromRow && row.cells.some((cell) => cell !== null && cell !== '')) {
      if (lines.isFullFor(row.number)) yield lines.take();
      lines.add(row.number, rowObject(row.cells, names, sheet.name, settings.nameColumn));
    }
  }
  if (!names && lines.hasRemarks) throw noHeader(sheet.name);
  if (!lines.isEmpty) yield lines.take();
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
  readonly #rowsMax: number;
  #lines: string[] = [];
  #rows = 0;
  #bytes = 0;
  #first = 0;
  #remarks: string[] = [];
  hasRemarks = false;

  constructor(sheet: number, rowsMax: number) {
    this.#sheet = sheet;
    this.#rowsMax = rowsMax;
  }

  get isEmpty(): boolean {
    return this.#rows === 0 && this.#remarks.length === 0;
  }

  /** Titles and remarks are no records; one that bears a secrecy marking is passed on all the same, for the gate to see. */
  remark(cells: readonly string[]): void {
    const text = cells.filter((cell) => cell.trim() !== '').join('|');
    if (text === '') return;
    this.hasRemarks = true;
    if (bodyHoldsMarking(text)) this.#remarks.push(JSON.stringify(text));
  }

  isFullFor(row: number): boolean {
    if (this.#rows === 0) return false;
    const gap = row - (this.#first + this.#lines.length);
    return this.#rows >= this.#rowsMax || this.#bytes >= BODY_LIMITS.bytesMax || gap > GAP_ROWS_MAX;
  }

  add(row: number, value: JsonObject): void {
    if (this.#rows === 0) this.#first = row;
    while (this.#first + this.#lines.length < row) this.#lines.push('');
    const line = JSON.stringify(value);
    this.#lines.push(line);
    this.#rows++;
    this.#bytes += Buffer.byteLength(line) + 1;
  }

  take(): FileChunk {
    const next = this.#rows === 0 ? 1 : this.#first + this.#lines.length;
    const body = Buffer.from([...this.#lines, ...this.#remarks, ''].join('\n'));
    const decode = { ...DECODE, firstLine: Math.max(this.#first, 1) };
    this.#lines = [];
    this.#remarks = [];
    this.#rows = 0;
    this.#bytes = 0;
    return { body, decode, at: { sheet: this.#sheet, row: next }, isLast: false };
  }
}

const DECODE: DecodeOptions = {
  format: 'ndjson',
  charset: 'utf-8',
  isolateBroken: true,
  isThroughSpreadsheet: true,
};

function emptyChunk(at: PlaceInWorkbook): FileChunk {
  return { body: Buffer.alloc(0), decode: DECODE, at: { ...at }, isLast: true };
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
