import type { SqlColumn } from '../dialects/column.ts';
import type { Dialect, Statement } from '../dialects/dialect.ts';
import type { SqlCondition } from '../sql-settings.ts';

/** What is read of which table, in which order. */
export interface TableReading {
  readonly dialect: Dialect;
  readonly schema: string | undefined;
  readonly table: string;
  /** Columns that go into the row's JSON, then those that only the order needs. */
  readonly columns: readonly SqlColumn[];
  /** Columns of the order, which tell all rows apart: revision before key. */
  readonly order: readonly SqlColumn[];
  readonly where: readonly SqlCondition[];
  readonly textBytesMax: number;
  readonly binaryBytesMax: number;
}

/** Where a page begins and ends; values as the database shows them. */
export interface PageRange {
  /** Values of the order's columns: only rows behind them. */
  readonly after?: readonly string[];
  /** Bounds of the first column of the order. */
  readonly above?: string;
  readonly upTo?: string;
}

/** The next rows in order. Never OFFSET: a row that is inserted meanwhile would push another one over the edge of a page. */
export function pageStatement(reading: TableReading, range: PageRange, rows: number): Statement {
  const { dialect, columns, order } = reading;
  const binding = new Binding(dialect);
  const conditions = rangeConditions(reading, range, binding);
  const list = columns
    .map((column, index) => {
      const bytesMax = column.kind === 'binary' ? reading.binaryBytesMax : reading.textBytesMax;
      const shown = dialect.shown(dialect.quote(column.name), column, bytesMax);
      return `${shown} AS ${dialect.quote(`c${index}`)}`;
    })
    .join(', ');
  const by = order.map((column) => dialect.quote(column.name)).join(', ');
  const rest = `${list} FROM ${tableName(reading)}${whereClause(conditions)} ORDER BY ${by}`;
  return { text: dialect.limited(rest, rows), values: binding.values };
}

/** The highest value of the first column of the order, up to a bound. */
export function highestStatement(reading: TableReading, upTo: string | undefined): Statement {
  const { dialect } = reading;
  const [first] = reading.order as [SqlColumn];
  const binding = new Binding(dialect);
  const conditions = upTo === undefined ? [] : [binding.compare(first, '<=', upTo)];
  const highest = dialect.shown(`MAX(${dialect.quote(first.name)})`, first, reading.textBytesMax);
  return {
    text: `SELECT ${highest} AS ${dialect.quote('highest')} FROM ${tableName(reading)}${whereClause(conditions)}`,
    values: binding.values,
  };
}

/** Places of the last rows in order, the last one first, up to a bound of the first column: `c0`, `c1`, … in the order's order. */
export function newestStatement(reading: TableReading, upTo: string | undefined, rows: number): Statement {
  const { dialect, order, textBytesMax } = reading;
  const binding = new Binding(dialect);
  const conditions = rangeConditions(reading, upTo === undefined ? {} : { upTo }, binding);
  const list = order
    .map((column, index) => {
      const shown = dialect.shown(dialect.quote(column.name), column, textBytesMax);
      return `${shown} AS ${dialect.quote(`c${index}`)}`;
    })
    .join(', ');
  const by = order.map((column) => `${dialect.quote(column.name)} DESC`).join(', ');
  const rest = `${list} FROM ${tableName(reading)}${whereClause(conditions)} ORDER BY ${by}`;
  return { text: dialect.limited(rest, rows), values: binding.values };
}

/** How many rows there are that have a place in the order: `rows`. */
export function countStatement(reading: TableReading): Statement {
  const { dialect } = reading;
  const binding = new Binding(dialect);
  const conditions = rangeConditions(reading, {}, binding);
  const text = `SELECT COUNT(*) AS ${dialect.quote('rows')} FROM ${tableName(reading)}${whereClause(conditions)}`;
  return { text, values: binding.values };
}

/** One row when a column of the order is empty somewhere: such rows have no place in the order and are never reached. */
export function unorderedStatement(reading: TableReading): Statement | null {
  const { dialect } = reading;
  const nullable = reading.order.filter((column) => column.isNullable);
  if (nullable.length === 0) return null;
  const binding = new Binding(dialect);
  const anyNull = nullable.map((column) => `${dialect.quote(column.name)} IS NULL`).join(' OR ');
  const conditions = [...whereConditions(reading, binding), `(${anyNull})`];
  const rest = `1 AS ${dialect.quote('found')} FROM ${tableName(reading)}${whereClause(conditions)}`;
  return { text: dialect.limited(rest, 1), values: binding.values };
}

/** Reads nothing: fails when the table, a column or the right to read them is missing. */
export function probeStatement(
  reading: Pick<TableReading, 'dialect' | 'schema' | 'table' | 'columns'>,
): Statement {
  const { dialect, columns } = reading;
  const list = columns.map((column) => dialect.quote(column.name)).join(', ') || '1';
  return { text: `SELECT ${list} FROM ${tableName(reading)} WHERE 1 = 0`, values: [] };
}

export function tableName({
  dialect,
  schema,
  table,
}: Pick<TableReading, 'dialect' | 'schema' | 'table'>): string {
  return schema === undefined ? dialect.quote(table) : `${dialect.quote(schema)}.${dialect.quote(table)}`;
}

function rangeConditions(reading: TableReading, range: PageRange, binding: Binding): string[] {
  const [first] = reading.order as [SqlColumn];
  const conditions = whereConditions(reading, binding);
  // They have no place in the order, and databases put them at different ends of it.
  for (const column of reading.order)
    if (column.isNullable) conditions.push(`${reading.dialect.quote(column.name)} IS NOT NULL`);
  if (range.after) conditions.push(behind(reading, range.after, binding));
  if (range.above !== undefined) conditions.push(binding.compare(first, '>', range.above));
  if (range.upTo !== undefined) conditions.push(binding.compare(first, '<=', range.upTo));
  return conditions;
}

/** `(a, b) > (x, y)`, written out as `a >= x AND (a > x OR (a = x AND b > y))` where the dialect does not know it. */
function behind({ dialect, order }: TableReading, after: readonly string[], binding: Binding): string {
  if (dialect.comparesRows) {
    const names = order.map((column) => dialect.quote(column.name)).join(', ');
    const bound = order.map((column, index) => binding.bind(column, after[index]!)).join(', ');
    return `(${names}) > (${bound})`;
  }
  const behindFrom = (index: number): string => {
    const column = order[index]!;
    const value = after[index]!;
    const greater = binding.compare(column, '>', value);
    if (index === order.length - 1) return greater;
    return `(${greater} OR (${binding.compare(column, '=', value)} AND ${behindFrom(index + 1)}))`;
  };
  // The first condition alone bounds the range of an index.
  return order.length === 1
    ? behindFrom(0)
    : `${binding.compare(order[0]!, '>=', after[0]!)} AND ${behindFrom(0)}`;
}

function whereConditions({ dialect, where }: TableReading, binding: Binding): string[] {
  return where.map((condition) => {
    const name = dialect.quote(condition.column);
    if ('isNull' in condition) return `${name} IS ${condition.isNull ? '' : 'NOT '}NULL`;
    const values = 'in' in condition ? condition.in : condition.notIn;
    const list = values.map((value) => binding.constant(value)).join(', ');
    return `${name} ${'in' in condition ? 'IN' : 'NOT IN'} (${list})`;
  });
}

function whereClause(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

/** Collects bound values in the order of their placeholders. */
class Binding {
  readonly values: (string | number)[] = [];
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  constant(value: string | number): string {
    this.values.push(value);
    return this.#dialect.placeholder(this.values.length);
  }

  bind(column: SqlColumn, value: string): string {
    return this.#dialect.bound(this.constant(value), column);
  }

  compare(column: SqlColumn, operator: string, value: string): string {
    return `${this.#dialect.quote(column.name)} ${operator} ${this.bind(column, value)}`;
  }
}
