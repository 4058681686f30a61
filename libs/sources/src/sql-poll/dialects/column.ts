/**
 * What a column holds, in the same words for every database. Decides how a value is written into the row's JSON:
 *
 * - `integer` (at most 15 digits by its type) and `float`: a JSON number, digit by digit as the database shows it
 * - `bigint`, `decimal`: text, with every digit
 * - `date`, `time`, `timestamp`: text as the database shows it, `YYYY-MM-DD HH:mm:ss[.f…]`; never turned into an instant
 * - `timestamptz`: the same with the offset of the session's zone, `+08:00`
 * - `boolean`: true or false; `json`: JSON itself; `binary`: base64; `text`: as it is, with the padding of CHAR columns
 */
export type ColumnKind =
  | 'text'
  | 'integer'
  | 'bigint'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'json'
  | 'binary';

/** A column of the table, as the database's own catalogue describes it. */
export interface SqlColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The type's name in the database, in lower case. */
  readonly type: string;
  readonly isNullable: boolean;
  /** Whether one value may have more than some kilobytes. */
  readonly isLarge: boolean;
}

/** Rows of a dialect's catalogue query, every value as text. */
export interface CatalogueRow {
  readonly column_name: string;
  readonly type_name: string;
  /** Total digits and digits after the point, where the type has them. */
  readonly digits: string | null;
  readonly scale: string | null;
  readonly nullable: string;
}

/** A value that is longer than its bound arrives as this mark and its length. */
export const TOO_LARGE = '\u0001too-large:';
