type Value = string | number | boolean | null;

/** One column of a set of rows that goes to the server as one array: its name, type, and value in a row. */
export type Column<Row> = readonly [name: string, type: string, value: (row: Row) => Value];

/**
 * Rows as one parameter for each column, whatever their number: `columns` names them, `rows` is the source for FROM, with
 * parameters from `$first` on.
 */
export function unnest<Row>(
  columns: ReadonlyArray<Column<Row>>,
  first = 1,
): { columns: string; rows: string } {
  const names = columns.map(([name]) => name).join(', ');
  const arrays = columns.map(([, type], at) => `$${first + at}::${type}[]`).join(', ');
  return { columns: names, rows: `unnest(${arrays}) AS row(${names})` };
}

export function unnestValues<Row>(columns: ReadonlyArray<Column<Row>>, rows: readonly Row[]): string[] {
  return columns.map(([, , value]) => arrayLiteral(rows, value));
}

const SPECIAL = /["\\]/u;

/** An array in PostgreSQL's own notation. The driver's writer does the same at three times the cost, on the hot path. */
function arrayLiteral<Row>(rows: readonly Row[], value: (row: Row) => Value): string {
  let literal = '';
  for (const row of rows) {
    const item = value(row);
    if (literal !== '') literal += ',';
    if (item === null) literal += 'NULL';
    else if (typeof item !== 'string') literal += item;
    else literal += `"${SPECIAL.test(item) ? escape(item) : item}"`;
  }
  return `{${literal}}`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
