import { columnName } from './column-name.ts';

/** What stands around the data of a table that people made: titles above its header, remarks below its rows. */
export interface TableLayout {
  /** Rows above the header, blank ones counted. */
  readonly titleRows?: number;
  /** Instead of `titleRows`: the header is the first row that has columns of all these names. */
  readonly header?: readonly string[];
  /**
   * Rows that are no data (合计, 表格说明, 填表人): those whose first value is one of these words, alone or before a colon.
   * Blanks within the value do not count.
   */
  readonly footers?: readonly string[];
}

/** A header that is looked for by its names stands among the first rows, or nowhere. */
export const HEAD_ROWS_MAX = 50;

/** Finds the header of a table, row by row. */
export class TableHead {
  readonly #layout: TableLayout;
  #rows = 0;

  constructor(layout: TableLayout) {
    this.#layout = layout;
  }

  /** Whether this, the next row, is the header. */
  isHeader(fields: readonly string[]): boolean {
    this.#rows++;
    const { titleRows = 0, header } = this.#layout;
    if (fields.every((field) => field.trim() === '')) return false;
    if (!header) return this.#rows > titleRows;
    const names = fields.map(columnName);
    return header.every((name) => names.includes(columnName(name)));
  }

  /** Whether it makes no sense to look further. */
  get hasFailed(): boolean {
    return this.#layout.header !== undefined && this.#rows >= HEAD_ROWS_MAX;
  }
}

/** Whether a row is one of the remarks below a table. */
export function isFooter(fields: readonly string[], footers: readonly string[] | undefined): boolean {
  if (!footers || footers.length === 0) return false;
  const first = fields.find((field) => field.trim() !== '')?.replaceAll(/\s/gu, '');
  if (first === undefined) return false;
  return footers.some(
    (word) => first === word || (first.startsWith(word) && /[:：]/u.test(first[word.length] ?? '')),
  );
}
