import { SourceError } from '../../source-error.ts';
import type { CatalogueRow, SqlColumn } from '../dialects/column.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { SqlSession } from '../session/sql-session.ts';
import type { SqlPlan } from '../sql-plan.ts';
import { probeStatement, type TableReading } from '../statements/table-reading.ts';

/** A table as it is found, held against the stream's source schema. */
export interface TableLayout {
  readonly reading: TableReading;
  /** How many of the reading's columns go into a row's JSON. */
  readonly named: number;
  /** Columns of the table that the source schema does not know, in the table's order. */
  readonly unknown: readonly string[];
}

/** @throws SourceError `missing-object` naming the table or its columns, `permission`, `settings` */
export async function findLayout(session: SqlSession, plan: SqlPlan): Promise<TableLayout> {
  const { dialect, schema, table } = plan;
  const rows = (await session.query(dialect.describe(schema, table))) as unknown as CatalogueRow[];
  const found = new Map(rows.map((row) => [row.column_name, describeColumn(row, dialect)]));
  if (found.size === 0) throw await missingTable(session, plan);
  const order = [...plan.order];
  const others = [...order, ...plan.where.map(({ column }) => column)];
  const missing = [...new Set([...plan.columns, ...others])].filter((name) => !found.has(name));
  if (missing.length > 0) throw missingColumns(table, missing);
  const unnamed = order.filter((name) => !plan.columns.includes(name));
  const columns = [...plan.columns, ...unnamed].map((name) => found.get(name) as SqlColumn);
  if (plan.binaryBytesMax === undefined) refuseBinary(columns);
  const known = new Set([...plan.columns, ...others]);
  return {
    reading: {
      dialect,
      schema,
      table,
      columns,
      order: order.map((name) => found.get(name) as SqlColumn),
      where: plan.where,
      textBytesMax: plan.textBytesMax,
      binaryBytesMax: plan.binaryBytesMax ?? 0,
    },
    named: plan.columns.length,
    unknown: [...found.keys()].filter((name) => !known.has(name)),
  };
}

function describeColumn(row: CatalogueRow, dialect: Dialect): SqlColumn {
  const type = row.type_name.toLowerCase();
  return {
    name: row.column_name,
    kind: dialect.kindOf(row),
    type,
    isNullable: row.nullable !== 'NO',
    isLarge: dialect.isLarge(type),
  };
}

/** The catalogue shows a table only to those who may read it: asking for it tells the two apart where the database does. */
async function missingTable(session: SqlSession, plan: SqlPlan): Promise<SourceError> {
  try {
    await session.query(probeStatement({ ...plan, columns: [] }));
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.failed !== 'missing-object') return error;
  }
  return new SourceError('missing-object', {
    zh: `表或视图 ${plan.table} 不存在，或账号看不到它`,
    en: `table or view ${plan.table} does not exist, or the account cannot see it`,
  });
}

function missingColumns(table: string, names: readonly string[]): SourceError {
  const list = names.slice(0, 20).join(', ');
  return new SourceError('missing-object', {
    zh: `${table} 缺少字段：${list}`,
    en: `${table} lacks the columns ${list}`,
  });
}

function refuseBinary(columns: readonly SqlColumn[]): void {
  const names = columns.filter(({ kind }) => kind === 'binary').map(({ name }) => name);
  if (names.length === 0) return;
  throw new SourceError('settings', {
    zh: `字段 ${names.join('、')} 是二进制类型；附件请以地址和摘要报送，确需读取时在适配器中设置 binaryBytesMax`,
    en: `the columns ${names.join(', ')} are binary: send attachments as address and digest, or set binaryBytesMax`,
  });
}
