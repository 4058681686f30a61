import { TOO_LARGE, type CatalogueRow, type ColumnKind } from './column.ts';
import type { Dialect } from './dialect.ts';

const KINDS: Readonly<Record<string, ColumnKind>> = {
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  bigint: 'bigint',
  // A rowversion column, under its older name: shown as the number that it is.
  timestamp: 'bigint',
  decimal: 'decimal',
  numeric: 'decimal',
  money: 'decimal',
  smallmoney: 'decimal',
  real: 'float',
  float: 'float',
  bit: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  smalldatetime: 'timestamp',
  datetime2: 'timestamp',
  datetimeoffset: 'timestamptz',
  binary: 'binary',
  varbinary: 'binary',
  image: 'binary',
};

/** How a type's text is made of a value (CONVERT style), where a plain conversion would lose something. */
const STYLES: Readonly<Record<string, readonly [type: string, style: number]>> = {
  date: ['char(10)', 23],
  time: ['varchar(16)', 121],
  datetime: ['varchar(23)', 121],
  smalldatetime: ['varchar(19)', 120],
  datetime2: ['varchar(27)', 121],
  datetimeoffset: ['varchar(34)', 121],
  money: ['varchar(30)', 2],
  smallmoney: ['varchar(30)', 2],
  real: ['varchar(30)', 3],
  float: ['varchar(30)', 3],
};

/** No real SQL Server was tried. Values are turned into text by the server, because the driver rounds decimals and times. */
export const sqlserver: Dialect = {
  name: 'sqlserver',
  product: 'SQL Server',
  quote: (name) => `[${name}]`,
  // The driver names the first one 0.
  placeholder: (index) => `@${index - 1}`,
  bound(placeholder, column) {
    if (column.type === 'timestamp') return `CONVERT(binary(8), CONVERT(bigint, ${placeholder}))`;
    if (column.kind === 'bigint' || column.kind === 'integer') return `CONVERT(bigint, ${placeholder})`;
    if (column.kind === 'decimal') return `CONVERT(decimal(38, 10), ${placeholder})`;
    const style = STYLES[column.type];
    // In the column's own type: as another one the same text is another time (datetime counts in 1/300 s).
    return style ? `CONVERT(${column.type}, ${placeholder}, ${style[1]})` : placeholder;
  },
  shown(quoted, column, bytesMax) {
    if (column.type === 'timestamp') return `CONVERT(varchar(20), CONVERT(bigint, ${quoted}))`;
    const style = STYLES[column.type];
    if (style) return `CONVERT(${style[0]}, ${quoted}, ${style[1]})`;
    if (!column.isLarge)
      return column.kind === 'text' && column.type !== 'uniqueidentifier'
        ? quoted
        : `CONVERT(varchar(64), ${quoted})`;
    const text =
      column.kind === 'binary'
        ? `CONVERT(varchar(max), CONVERT(varbinary(max), ${quoted}), 2)`
        : `CONVERT(nvarchar(max), ${quoted})`;
    return `CASE WHEN DATALENGTH(${quoted}) > ${bytesMax} THEN CONCAT('${TOO_LARGE}', DATALENGTH(${quoted})) ELSE ${text} END`;
  },
  comparesRows: false,
  limited: (rest, rows) => `SELECT TOP (${rows}) ${rest}`,
  describe: (schema, table) => ({
    text: `SELECT c.name AS column_name, t.name AS type_name, CONVERT(varchar(4), c.precision) AS digits,
                  CONVERT(varchar(4), c.scale) AS scale, CASE WHEN c.is_nullable = 1 THEN 'YES' ELSE 'NO' END AS nullable
           FROM sys.columns c
           JOIN sys.objects o ON o.object_id = c.object_id AND o.type IN ('U', 'V')
           JOIN sys.schemas s ON s.schema_id = o.schema_id
           JOIN sys.types t ON t.user_type_id = c.system_type_id
           WHERE s.name = COALESCE(@0, SCHEMA_NAME()) AND o.name = @1 ORDER BY c.column_id`,
    values: [schema ?? null, table],
  }),
  kindOf: (row: CatalogueRow) => KINDS[row.type_name] ?? 'text',
  isLarge: (type) =>
    /^(?:n?text|n?varchar|xml|image|(?:var)?binary|sql_variant|geography|geometry)$/u.test(type),
  // Isolation, time limit and ApplicationIntent=ReadOnly are set with the connection; there is no read-only transaction.
  session: () => [],
  versionQuery: 'SELECT @@VERSION AS version',
  insertRowsMax: 100,
};
