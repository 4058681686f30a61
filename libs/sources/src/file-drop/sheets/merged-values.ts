import type { Json } from '@exchange/contracts';
import type { MergedCells } from './merged-cells.ts';
import { COLUMNS_MAX } from './sheet-visitor.ts';
import { unreadable } from './unreadable-workbook.ts';

/** Gives every one of the merged cells the value that is shown for all of them, row by row from the top. */
export class MergedValues {
  readonly #merges: readonly MergedCells[];
  #open: Array<{ readonly cells: MergedCells; readonly value: Json }> = [];
  #next = 0;

  /** `merges`: from top to bottom. */
  constructor(merges: readonly MergedCells[]) {
    this.#merges = merges;
  }

  /** Rows that the sheet leaves out are left out here, too. */
  fill(row: number, cells: Json[]): void {
    if (this.#open.length > 0) this.#open = this.#open.filter(({ cells: { bottom } }) => bottom >= row);
    for (
      let merge = this.#merges[this.#next];
      merge && merge.top <= row;
      merge = this.#merges[++this.#next]
    ) {
      const value = merge.top === row ? (cells[merge.left - 1] ?? null) : null;
      if (merge.bottom >= row && value !== null) this.#open.push({ cells: merge, value });
    }
    let filled = 0;
    for (const { cells: range, value } of this.#open) {
      // Merged cells of one row that are more than its cells overlap.
      filled += range.right - range.left + 1;
      if (range.right > COLUMNS_MAX || filled > COLUMNS_MAX) throw unreadable('tooManyMerges');
      while (cells.length < range.left - 1) cells.push(null);
      for (let column = range.left - 1; column < range.right; column++) cells[column] = value;
    }
  }
}
