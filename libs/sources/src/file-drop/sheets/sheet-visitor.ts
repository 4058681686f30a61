import type { Json } from '@exchange/contracts';
import { cellValue, type Shown } from './cell-value.ts';
import type { DateStyles } from './date-styles.ts';
import { TextRuns } from './text-runs.ts';
import { unreadable } from './unreadable-workbook.ts';
import { attributeOf, type XmlVisitor } from './xml-scanner.ts';

/** A row as the sheet holds it. */
export interface WrittenRow {
  readonly number: number;
  /** By column. */
  readonly cells: Json[];
  /** Columns (from 0) in which a number stands for one of the shared texts. */
  readonly references: number[];
}

/** Of a sheet, by its file format. */
const ROWS_MAX = 1_048_576;
export const COLUMNS_MAX = 16_384;
/** Four times what a record may hold. */
export const ROW_CHARS_MAX = 4_194_304;

export interface SheetSurroundings {
  readonly styles: DateStyles;
  readonly firstDay: number;
  /** How many shared texts there are. */
  readonly textCount: number;
}

/** Takes rows and cells from a sheet, in the order in which they are shown. */
export class SheetVisitor implements XmlVisitor {
  readonly #around: SheetSurroundings;
  readonly #runs = new TextRuns();
  readonly #shown: Record<'plain' | 'date', Shown>;
  #rows: WrittenRow[] = [];
  #row: WrittenRow | null = null;
  #number = 0;
  #chars = 0;
  #column = -1;
  #kind = 'n';
  #style = 0;
  #isInCell = false;

  constructor(around: SheetSurroundings) {
    this.#around = around;
    const { firstDay } = around;
    this.#shown = { plain: { isDate: false, firstDay }, date: { isDate: true, firstDay } };
  }

  get wantsText(): boolean {
    return this.#runs.wantsText;
  }

  /** Number of the last row that was begun. */
  get row(): number {
    return this.#number;
  }

  /** The rows that came to their end since the last call. */
  take(): readonly WrittenRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: string): void {
    if (name === 'c') {
      if (this.#row) this.#openCell(attributes);
    } else if (name === 'v') {
      this.#runs.wantsText = this.#isInCell;
    } else if (name === 'row') {
      this.#openRow(attributeOf(attributes, 'r'));
    } else if (this.#isInCell) {
      this.#runs.open(name);
    }
  }

  text(text: string): void {
    this.#runs.add(text);
  }

  close(name: string): void {
    if (name === 'c') {
      if (this.#row && this.#isInCell) this.#closeCell(this.#row);
    } else if (name === 'v') {
      this.#runs.wantsText = false;
    } else if (name === 'row') {
      if (this.#row) this.#rows.push(this.#row);
      this.#row = null;
    } else if (this.#isInCell) {
      this.#runs.close(name);
    }
  }

  #openRow(number: string | undefined): void {
    const row = number === undefined ? this.#number + 1 : Number(number);
    // A place in the sheet is found again by its number: rows that do not ascend would be lost.
    if (this.#row || !Number.isInteger(row) || row <= this.#number || row > ROWS_MAX)
      throw unreadable('damaged');
    this.#row = { number: row, cells: [], references: [] };
    this.#number = row;
    this.#chars = 0;
    this.#column = -1;
  }

  #openCell(attributes: string): void {
    if (this.#isInCell) throw unreadable('damaged');
    const reference = attributeOf(attributes, 'r');
    this.#column = reference === undefined ? this.#column + 1 : columnOf(reference);
    if (this.#column < 0 || this.#column >= COLUMNS_MAX) throw unreadable('damaged');
    this.#kind = attributeOf(attributes, 't') ?? 'n';
    this.#style = Number(attributeOf(attributes, 's') ?? 0);
    this.#runs.clear();
    this.#isInCell = true;
  }

  #closeCell({ cells, references }: WrittenRow): void {
    this.#isInCell = false;
    const { text } = this.#runs;
    const column = this.#column;
    const isReference = this.#kind === 's';
    const value = isReference ? this.#referenceOf(text) : this.#valueOf(text);
    if (value === null) return;
    // One of two values in the same place would be lost.
    if ((cells[column] ?? null) !== null) throw unreadable('damaged');
    while (cells.length < column) cells.push(null);
    cells[column] = value;
    if (isReference) references.push(column);
    this.#chars += text.length;
    if (this.#chars > ROW_CHARS_MAX) throw unreadable('rowTooLarge');
  }

  #valueOf(text: string): Json {
    const isDate = this.#kind === 'n' && this.#around.styles.isDate(this.#style);
    return cellValue(this.#kind, text, isDate ? this.#shown.date : this.#shown.plain);
  }

  #referenceOf(text: string): number | null {
    if (text === '') return null;
    const number = Number(text);
    if (!Number.isInteger(number) || number < 0 || number >= this.#around.textCount)
      throw unreadable('damaged');
    return number;
  }
}

/** The column of a reference such as `AB12`, from 0; -1 when it is none. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length && at < 4; at++) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}
