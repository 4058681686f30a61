import { TOO_LARGE, type SqlColumn } from '../dialects/column.ts';

/** A row as the driver gives it: every value as text, under `c0`, `c1`, … */
export type SqlRow = Readonly<Record<string, unknown>>;

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
const OFFSET = /\s?([+-]\d{2})(?::?(\d{2}))?$/u;

/**
 * Rows → lines of NDJSON, without a line break. The same row gives the same bytes; the rules stand with `ColumnKind`. Only the
 * first `named` columns go into the line.
 */
export function rowWriter(columns: readonly SqlColumn[], named: number): (row: SqlRow) => string {
  const members = columns.slice(0, named).map((column, index) => ({
    alias: `c${index}`,
    name: `${index === 0 ? '{' : ','}${JSON.stringify(column.name)}:`,
    kind: column.kind,
  }));
  return (row) => {
    let line = '';
    for (const { alias, name, kind } of members) line += name + jsonOf(kind, row[alias]);
    return `${line}}`;
  };
}

export function jsonOf(kind: SqlColumn['kind'], value: unknown): string {
  if (value === null || value === undefined) return 'null';
  const text = typeof value === 'string' ? value : String(value);
  // No text: the stream's source schema then rejects the record and names the column.
  if (text.startsWith(TOO_LARGE)) return `{"tooLargeBytes":${Number(text.slice(TOO_LARGE.length))}}`;
  switch (kind) {
    case 'text':
    case 'bigint':
    case 'date':
    case 'time':
    case 'timestamp':
      return JSON.stringify(text);
    case 'integer':
    case 'float':
      return numberText(text);
    case 'decimal':
      return JSON.stringify(withLeadingZero(text));
    case 'boolean':
      return text === 't' || text === 'true' || text === '1' ? 'true' : 'false';
    case 'timestamptz':
      return JSON.stringify(withMinutes(text));
    case 'json':
      // Between the tokens of a JSON text a line break is a space; within its strings there is none.
      return text.replace(/[\r\n]/gu, ' ');
    case 'binary':
      return JSON.stringify(Buffer.from(text.replace(/^(?:\\x|0x)/u, ''), 'hex').toString('base64'));
    default:
      return kind satisfies never;
  }
}

/** NaN and infinities stay text. */
function numberText(text: string): string {
  const number = withLeadingZero(text.trim());
  return JSON_NUMBER.test(number) ? number : JSON.stringify(text);
}

/** Oracle writes `.5` and `-.5`. */
function withLeadingZero(text: string): string {
  if (text.startsWith('.')) return `0${text}`;
  return text.startsWith('-.') ? `-0${text.slice(1)}` : text;
}

/** PostgreSQL writes `+08`, SQL Server ` +08:00`. */
function withMinutes(text: string): string {
  return text.replace(
    OFFSET,
    (_all, hours: string, minutes: string | undefined) => `${hours}:${minutes ?? '00'}`,
  );
}
