import type { Json } from '@exchange/contracts';
import { plainText } from './cell-value.ts';
import { mergedCells } from './merged-cells.ts';
import { MergedValues } from './merged-values.ts';
import type { OpenWorkbook } from './open-workbook.ts';
import { partText } from './part-text.ts';
import type { SharedTexts } from './shared-texts.ts';
import { ROW_CHARS_MAX, SheetVisitor, type WrittenRow } from './sheet-visitor.ts';
import { unreadable, UnreadableWorkbook } from './unreadable-workbook.ts';
import { XmlScanner } from './xml-scanner.ts';

export interface SheetRow {
  /** As the spreadsheet shows it, from 1. Empty rows may be left out. */
  readonly number: number;
  /** By column; the first is at 0. */
  readonly cells: readonly Json[];
}

/** The rows of a sheet, in order. Throws `UnreadableWorkbook` with the place. */
export async function* sheetRows(
  { zip, styles, texts, firstDay }: OpenWorkbook,
  { name, entry }: OpenWorkbook['sheets'][number],
): AsyncGenerator<SheetRow, void, void> {
  const visitor = new SheetVisitor({ styles, firstDay, textCount: texts.count });
  try {
    const merges = new MergedValues(await mergedCells(zip, entry));
    const scanner = new XmlScanner(visitor);
    for await (const piece of partText(zip.bytesOf(entry))) {
      scanner.push(piece);
      for (const row of visitor.take()) {
        const { number, cells } = row;
        if (row.references.length > 0) await resolveTexts(row, texts);
        merges.fill(number, cells);
        checkSize(cells);
        yield { number, cells };
      }
    }
    scanner.finish();
  } catch (error) {
    if (!(error instanceof UnreadableWorkbook)) throw error;
    throw new UnreadableWorkbook(error.detail, visitor.row === 0 ? name : `${name}, ${visitor.row}`, error);
  }
}

/** Puts the texts in the place of their numbers. Waits only for those that are not in memory: to wait for each takes long. */
async function resolveTexts({ cells, references }: WrittenRow, texts: SharedTexts): Promise<void> {
  let chars = 0;
  for (const column of references) {
    const found = texts.at(cells[column] as number);
    const text = typeof found === 'string' ? found : await found;
    chars += text.length;
    if (chars > ROW_CHARS_MAX) throw unreadable('rowTooLarge');
    cells[column] = plainText(text);
  }
}

/** One text may stand in many cells: a small file can say a lot. */
function checkSize(cells: readonly Json[]): void {
  let chars = 0;
  for (const cell of cells) if (typeof cell === 'string') chars += cell.length;
  if (chars > ROW_CHARS_MAX) throw unreadable('rowTooLarge');
}
