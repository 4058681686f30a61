import { SourceError } from '../../source-error.ts';
import type { SqlSession } from '../session/sql-session.ts';
import { pageStatement, type PageRange } from '../statements/table-reading.ts';
import { rowWriter, type SqlRow } from './row-text.ts';
import type { TableLayout } from './table-layout.ts';

/** A row as a line of NDJSON, and its place in the order. */
export interface OrderedRow {
  readonly line: string;
  readonly position: readonly string[];
}

export interface Page {
  readonly rows: readonly OrderedRow[];
  readonly isLast: boolean;
}

/** Rows of one page are held in memory; so many characters of lines are aimed at. */
const PAGE_CHARACTERS = 2_000_000;
const FIRST_PAGE_ROWS = 200;

/** Reads page by page, and fits their size to the rows: wide ones come in small pages. */
export class PageReader {
  readonly #session: SqlSession;
  readonly #layout: TableLayout;
  readonly #rowsMax: number;
  readonly #write: (row: SqlRow) => string;
  readonly #orderAliases: readonly string[];
  #rows: number;

  constructor(session: SqlSession, layout: TableLayout, rowsMax: number) {
    this.#session = session;
    this.#layout = layout;
    this.#rowsMax = rowsMax;
    this.#rows = Math.min(FIRST_PAGE_ROWS, rowsMax);
    const { columns, order } = layout.reading;
    this.#write = rowWriter(columns, layout.named);
    this.#orderAliases = order.map((column) => `c${columns.indexOf(column)}`);
  }

  async read(range: PageRange): Promise<Page> {
    const limit = this.#rows;
    // One more than wanted: it tells whether there is a next page, and whether the order tells its first row apart.
    const found = await this.#session.query(pageStatement(this.#layout.reading, range, limit + 1));
    const positions = found.map((row) => this.#orderAliases.map((alias) => String(row[alias])));
    for (let index = 1; index < positions.length; index++)
      if (isSame(positions[index - 1]!, positions[index]!)) throw this.#sameOrder();
    const rows = found
      .slice(0, limit)
      .map((row, index) => ({ line: this.#write(row), position: positions[index]! }));
    this.#fit(rows);
    return { rows, isLast: found.length <= limit };
  }

  #fit(rows: readonly OrderedRow[]): void {
    if (rows.length === 0) return;
    const characters = rows.reduce((sum, { line }) => sum + line.length, 0) / rows.length;
    const wanted = Math.floor(PAGE_CHARACTERS / Math.max(characters, 1));
    this.#rows = Math.max(1, Math.min(wanted, this.#rowsMax, this.#rows * 4));
  }

  #sameOrder(): SourceError {
    const { table, order } = this.#layout.reading;
    const names = order.map(({ name }) => name).join(', ');
    return new SourceError('settings', {
      zh: `${table} 有多行的 ${names} 完全相同，不能据此区分；请补充主键字段`,
      en: `several rows of ${table} have the same ${names}: add the key columns that tell them apart`,
    });
  }
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.every((value, index) => value === right[index]);
}
