import type { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import type { Json } from '@exchange/contracts';
import { isFileSystemError } from '../file-errors.ts';
import { CHINESE_DATE_FORMATS, cellValue, isDateFormat } from './cell-value.ts';
import { mergedCells, type MergedCells } from './merged-cells.ts';
import { entryStream, notAWorkbook, tooLarge, zipEntries, type ZipEntry } from './zip-entries.ts';
import { UnreadableWorkbook } from './unreadable-workbook.ts';

/** A sheet of a workbook, to be read once. */
export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  readonly rows: AsyncIterable<SheetRow>;
}

export interface SheetRow {
  /** As the spreadsheet shows it, from 1. Empty rows may be left out. */
  readonly number: number;
  /** By column; the first is at 0. */
  readonly cells: readonly Json[];
}

/**
 * The parts of the library's reader, by which it is led here: left alone it takes the parts of a workbook in the order in
 * which they happen to stand in the zip, and fails, or loses the names of sheets, where another program wrote it.
 */
interface WorkbookReader {
  readonly model?: { readonly sheets?: readonly WorkbookSheet[] };
  readonly workbookRels?: ReadonlyArray<{ readonly Id: string; readonly Target: string }>;
  readonly properties?: { readonly model?: { readonly date1904?: boolean } };
  readonly styles?: { readonly index?: { readonly numFmt?: Record<number, string> } };
  _parseRels(part: Readable): Promise<void>;
  _parseWorkbook(part: Readable): Promise<void>;
  _parseStyles(part: Readable): Promise<void>;
  _parseSharedStrings(part: Readable): AsyncIterable<unknown>;
  _parseWorksheet(part: Readable, id: string): Iterable<{ readonly value: AsyncIterable<ExcelJS.Row> }>;
}
interface WorkbookSheet {
  readonly name: string;
  readonly state?: string;
  readonly rId: string;
}

/** The sheets of an .xlsx file, in the order of their tabs, hidden ones too. Throws `UnreadableWorkbook`. */
export async function* sheetsOf(path: string): AsyncGenerator<Sheet, void, void> {
  const entries = new Map((await zipEntries(path)).map((entry) => [entry.name.toLowerCase(), entry]));
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(path, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    styles: 'cache',
    entries: 'ignore',
  }) as unknown as WorkbookReader;
  try {
    await readParts(reader, path, entries);
    for (const [place, { name, state = 'visible', rId }] of (reader.model?.sheets ?? []).entries()) {
      const target = reader.workbookRels?.find(({ Id }) => Id === rId)?.Target;
      const entry = entries.get(partName(target ?? ''));
      if (!entry) throw notAWorkbook();
      yield { name, isHidden: state !== 'visible', rows: rowsOf(path, reader, entry, place) };
    }
  } catch (error) {
    throw readingError(error);
  }
}

/** All texts of a workbook are kept in memory while it is read. */
const TEXT_BYTES_MAX = 268_435_456;

/** What must be known before the rows: names of sheets, texts, formats. */
async function readParts(
  reader: WorkbookReader,
  path: string,
  entries: ReadonlyMap<string, ZipEntry>,
): Promise<void> {
  const part = async (name: string): Promise<Readable | null> => {
    const entry = entries.get(name);
    return entry ? entryStream(path, entry) : null;
  };
  const [relations, workbook] = [await part('xl/_rels/workbook.xml.rels'), await part('xl/workbook.xml')];
  if (!relations || !workbook) throw notAWorkbook();
  await reader._parseRels(relations);
  await reader._parseWorkbook(workbook);
  const styles = await part('xl/styles.xml');
  if (styles) await reader._parseStyles(styles);
  const known = reader.styles?.index?.numFmt;
  if (known) for (const [id, format] of CHINESE_DATE_FORMATS) known[id] ??= format;
  if ((entries.get('xl/sharedstrings.xml')?.bytes ?? 0) > TEXT_BYTES_MAX) throw tooLarge();
  const texts = await part('xl/sharedstrings.xml');
  // It has to be walked through to be read; nothing comes out.
  if (texts) for await (const none of reader._parseSharedStrings(texts)) void none;
}

/** Addresses are relative to `xl/`, or absolute. */
function partName(target: string): string {
  return (target.startsWith('/') ? target.slice(1) : `xl/${target}`).toLowerCase();
}

function readingError(error: unknown): unknown {
  return error instanceof UnreadableWorkbook || isFileSystemError(error) ? error : notAWorkbook(error);
}

async function* rowsOf(
  path: string,
  reader: WorkbookReader,
  entry: ZipEntry,
  place: number,
): AsyncGenerator<SheetRow, void, void> {
  const merges = new MergedValues(await mergedCells(path, entry));
  const firstDay = reader.properties?.model?.date1904 ? 1_462 : 0;
  const part = await entryStream(path, entry);
  try {
    for (const { value } of reader._parseWorksheet(part, String(place + 1))) {
      for await (const row of value) {
        const cells: Json[] = [];
        row.eachCell({ includeEmpty: false }, (cell, column) => {
          while (cells.length < column - 1) cells.push(null);
          cells[column - 1] = cellValue(cell.value, isDateFormat(cell.numFmt), firstDay);
        });
        merges.fill(row.number, cells);
        yield { number: row.number, cells };
      }
    }
  } catch (error) {
    throw readingError(error);
  } finally {
    part.destroy();
  }
}

/** Gives every one of the merged cells the value that is shown for all of them. */
class MergedValues {
  readonly #merges: readonly MergedCells[];
  #open: Array<{ readonly cells: MergedCells; readonly value: Json }> = [];
  #next = 0;

  constructor(merges: readonly MergedCells[]) {
    this.#merges = merges;
  }

  fill(row: number, cells: Json[]): void {
    this.#open = this.#open.filter(({ cells: { bottom } }) => bottom >= row);
    for (
      let merge = this.#merges[this.#next];
      merge && merge.top <= row;
      merge = this.#merges[++this.#next]
    ) {
      const value = merge.top === row ? (cells[merge.left - 1] ?? null) : null;
      if (merge.bottom >= row && value !== null) this.#open.push({ cells: merge, value });
    }
    for (const { cells: range, value } of this.#open) {
      for (let column = range.left - 1; column < range.right; column++) {
        while (cells.length < column) cells.push(null);
        cells[column] = value;
      }
    }
  }
}
