import { isJsonObject, type Json, type JsonObject } from '@exchange/contracts';
import { DIALECTS } from '../dialects/dialect-of.ts';
import { isIdentifier, ownName, type Dialect } from '../dialects/dialect.ts';
import type { SqlDialect } from '../sql-settings.ts';
import { columnTypes, type ColumnTypes } from './column-types.ts';
import { HANDOVER_COLUMNS, RESULT_COLUMNS, RESULT_SUFFIX } from './handover-table.ts';

export interface HandoverStream {
  readonly title: { readonly zh: string };
  readonly schema?: string;
  /** Name of the hand-over table; the table of results is named after it. */
  readonly table: string;
  readonly sourceSchema: JsonObject;
}

interface DdlColumn {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
}

/**
 * The hand-over table (前置库) of a stream and the table of results beside it, as a script for the vendor's database
 * administrator: columns of the source schema, our own for operation, batch and order, comments in Chinese. Pure; throws when
 * a name cannot be one in a database.
 */
export function handoverDdl(dialect: SqlDialect, stream: HandoverStream): string {
  const spoken = DIALECTS[dialect];
  const types = columnTypes(dialect);
  const own = (name: string): string => ownName(dialect, name);
  const results = stream.table + own(RESULT_SUFFIX);
  const columns = [...ownColumns(types, own), ...sourceColumns(stream.sourceSchema, types, own)];
  for (const name of [stream.table, ...columns.map((column) => column.name)])
    if (!isIdentifier(name)) throw new Error(`${JSON.stringify(name)} cannot be a name in a database`);
  const title = stream.title.zh;
  return [
    `-- ${title}：前置库交接表。请逐行写入 ${stream.table}，不要修改或重复使用 ${own(HANDOVER_COLUMNS.sequence)}；`,
    `-- 每行的处理结果（回执、错误字段）由交换平台写入 ${results}，请勿修改。`,
    createTable(spoken, stream.schema, stream.table, columns, title),
    createTable(spoken, stream.schema, results, resultColumns(types, own), `${title}：处理结果`),
    '',
  ].join('\n');
}

function ownColumns(types: ColumnTypes, own: (name: string) => string): DdlColumn[] {
  const { sequence, operation, batch, time } = HANDOVER_COLUMNS;
  return [
    { name: own(sequence), type: `${types.identity} PRIMARY KEY`, comment: '交接序号，由数据库自动生成' },
    { name: own(operation), type: `${types.text(1)} NOT NULL`, comment: '操作：i 新增，u 修改，d 删除' },
    { name: own(batch), type: types.text(40), comment: '批次号，由报送方自定，可为空' },
    { name: own(time), type: `${types.timestamp} DEFAULT ${types.now} NOT NULL`, comment: '写入时间' },
  ];
}

function resultColumns(types: ColumnTypes, own: (name: string) => string): DdlColumn[] {
  const { sequence, status, receipt, findingsZh, findingsEn, settledAt } = RESULT_COLUMNS;
  const states = 'accepted 已接收，doubtful 已接收但有疑点，quarantined 已隔离待更正，refused 拒收';
  return [
    { name: own(sequence), type: `${types.integer} NOT NULL PRIMARY KEY`, comment: '交接序号，与交接表一致' },
    { name: own(status), type: `${types.text(20)} NOT NULL`, comment: `处理结果：${states}` },
    { name: own(receipt), type: types.text(40), comment: '回执编号，可凭此查询送达证明' },
    { name: own(findingsZh), type: types.text(1_000), comment: '问题字段及原因（中文）' },
    { name: own(findingsEn), type: types.text(1_000), comment: '问题字段及原因（英文）' },
    { name: own(settledAt), type: `${types.timestamp} DEFAULT ${types.now} NOT NULL`, comment: '处理时间' },
  ];
}

function sourceColumns(schema: JsonObject, types: ColumnTypes, own: (name: string) => string): DdlColumn[] {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const taken = new Set(Object.values(HANDOVER_COLUMNS).map(own));
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  return Object.entries(properties)
    .filter(([name]) => !taken.has(name))
    .map(([name, property]) => ({
      name,
      type: typeOf(property, types) + (required.has(name) ? ' NOT NULL' : ''),
      comment: commentOf(property) ?? name,
    }));
}

/** A property that may be text is text, however else it may come: nothing is lost in a wider column. */
function typeOf(property: Json, types: ColumnTypes): string {
  if (!isJsonObject(property)) return types.freeText;
  const { type, maxLength, format } = property;
  const kinds = (Array.isArray(type) ? type : [type]).filter((kind) => kind !== 'null');
  if (kinds.length === 1 && kinds[0] === 'integer') return types.integer;
  if (kinds.length === 1 && kinds[0] === 'boolean') return types.boolean;
  if (kinds.length > 0 && kinds.every((kind) => kind === 'number' || kind === 'integer'))
    return types.decimal;
  if (format === 'date') return types.date;
  if (typeof maxLength !== 'number') return types.freeText;
  return maxLength > types.textMax ? types.longText : types.text(maxLength);
}

function commentOf(property: Json): string | undefined {
  if (!isJsonObject(property)) return undefined;
  const title = property['x-title'];
  return isJsonObject(title) && typeof title['zh'] === 'string' ? title['zh'] : undefined;
}

function createTable(
  dialect: Dialect,
  schema: string | undefined,
  table: string,
  columns: readonly DdlColumn[],
  comment: string,
): string {
  const name =
    schema === undefined ? dialect.quote(table) : `${dialect.quote(schema)}.${dialect.quote(table)}`;
  const isInline = dialect.name === 'mysql';
  const lines = columns.map(
    (column) =>
      `  ${dialect.quote(column.name)} ${column.type}${isInline ? ` COMMENT ${literal(column.comment)}` : ''}`,
  );
  const end = isInline ? ` COMMENT = ${literal(comment)} DEFAULT CHARACTER SET = utf8mb4` : '';
  const statements = [`CREATE TABLE ${name} (\n${lines.join(',\n')}\n)${end};`];
  if (dialect.name === 'sqlserver')
    statements.push(...extendedProperties(schema ?? 'dbo', table, columns, comment));
  else if (!isInline) {
    statements.push(`COMMENT ON TABLE ${name} IS ${literal(comment)};`);
    for (const column of columns)
      statements.push(
        `COMMENT ON COLUMN ${name}.${dialect.quote(column.name)} IS ${literal(column.comment)};`,
      );
  }
  return statements.join('\n');
}

/** SQL Server keeps descriptions as extended properties. */
function extendedProperties(
  schema: string,
  table: string,
  columns: readonly DdlColumn[],
  comment: string,
): string[] {
  const at = `N'SCHEMA', N${literal(schema)}, N'TABLE', N${literal(table)}`;
  const describe = (text: string, level = ''): string =>
    `EXEC sp_addextendedproperty N'MS_Description', N${literal(text)}, ${at}${level};`;
  return [
    describe(comment),
    ...columns.map((column) => describe(column.comment, `, N'COLUMN', N${literal(column.name)}`)),
  ];
}

function literal(text: string): string {
  return `'${text
    .replaceAll("'", "''")
    .replaceAll('\\', '＼')
    .replace(/[\r\n]+/gu, ' ')}'`;
}
