import type { SqlDialect, SqlSettings } from '../sql-settings.ts';
import type { CatalogueRow, ColumnKind, SqlColumn } from './column.ts';

/** SQL text with the values that are bound to its placeholders, in order. */
export interface Statement {
  readonly text: string;
  readonly values: readonly (string | number | null)[];
}

/** What differs between databases in the SQL that is sent to them. Pure. */
export interface Dialect {
  readonly name: SqlDialect;
  /** For people. */
  readonly product: string;
  /** Quotes a name that `checkIdentifier` has let through. */
  quote(name: string): string;
  /** From 1. */
  placeholder(index: number): string;
  /** A placeholder whose text is compared with the column. */
  bound(placeholder: string, column: SqlColumn): string;
  /** The column's value as text. Longer than `bytesMax`: `TOO_LARGE` and the length. */
  shown(quoted: string, column: SqlColumn, bytesMax: number): string;
  /** Whether `(a, b) > (x, y)` is understood, and answered from an index. */
  readonly comparesRows: boolean;
  /** A SELECT of at most so many rows; `rest` begins behind SELECT and ends with ORDER BY. */
  limited(rest: string, rows: number): string;
  /** Gives `CatalogueRow`s in the order of the columns; none when the table is not there. */
  describe(schema: string | undefined, table: string): Statement;
  kindOf(row: CatalogueRow): ColumnKind;
  isLarge(type: string): boolean;
  /** Sent when a session begins: time limit, zone, formats, and unless results are to be written, read-only. */
  session(settings: SessionSettings, server: SessionOf): readonly string[];
  /** Sent before each SELECT where only a transaction can be read-only, not a session; it ends with the statement. */
  readonly readOnlyTransaction?: string;
  readonly versionQuery: string;
  /** Rows of one INSERT. */
  readonly insertRowsMax: number;
}

export interface SessionOf {
  /** What the server says of itself. */
  readonly version: string;
  readonly isReadOnly: boolean;
}

export interface SessionSettings {
  readonly statementTimeoutMs: number;
  readonly utcOffset: string;
  readonly isolation: NonNullable<SqlSettings['isolation']>;
  /** Whether what became of the rows is written back into the database. */
  readonly writesResults: boolean;
}

/** Letters of any script, digits, `_`, `$` and `#`: what can be quoted in every dialect without any escape. */
const IDENTIFIER = /^[\p{L}_][\p{L}\p{M}\p{N}_$#]{0,127}$/u;

export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name);
}

/** Case of the names in our own tables: what the product makes of a name that is not quoted. */
export function ownName(dialect: SqlDialect, name: string): string {
  return dialect === 'oracle' || dialect === 'dm' ? name.toUpperCase() : name;
}
