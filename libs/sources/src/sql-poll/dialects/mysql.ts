import { TOO_LARGE, type CatalogueRow, type ColumnKind } from './column.ts';
import type { Dialect } from './dialect.ts';

const KINDS: Readonly<Record<string, ColumnKind>> = {
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  year: 'integer',
  bigint: 'bigint',
  decimal: 'decimal',
  float: 'float',
  double: 'float',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  timestamp: 'timestamp',
  json: 'json',
};
const BINARY = /^(?:tiny|medium|long)?blob|binary/u;

/**
 * The driver hands over the text protocol's own text, so zero dates (0000-00-00), fractions and digits stay as the server shows
 * them. TIMESTAMP columns show in the session's zone. CHAR columns come without padding: the server itself removes it.
 */
export const mysql: Dialect = {
  name: 'mysql',
  product: 'MySQL / MariaDB',
  quote: (name) => `\`${name}\``,
  placeholder: () => '?',
  // A number column that is compared with text would be compared as a float: no index, and digits lost.
  bound(placeholder, column) {
    if (column.kind === 'integer' || column.kind === 'bigint')
      return `CAST(${placeholder} AS ${column.type.includes('unsigned') ? 'UNSIGNED' : 'SIGNED'})`;
    return column.kind === 'decimal' ? `CAST(${placeholder} AS DECIMAL(65, 30))` : placeholder;
  },
  shown(quoted, column, bytesMax) {
    if (column.type.startsWith('bit')) return `CAST(${quoted} AS UNSIGNED)`;
    const text = column.kind === 'binary' ? `HEX(${quoted})` : quoted;
    if (!column.isLarge) return text;
    return `CASE WHEN LENGTH(${quoted}) > ${bytesMax} THEN CONCAT('${TOO_LARGE}', LENGTH(${quoted})) ELSE ${text} END`;
  },
  comparesRows: false,
  limited: (rest, rows) => `SELECT ${rest} LIMIT ${rows}`,
  describe: (schema, table) => ({
    text: `SELECT COLUMN_NAME AS column_name, COLUMN_TYPE AS type_name, NUMERIC_PRECISION AS digits, NUMERIC_SCALE AS scale,
                  IS_NULLABLE AS nullable
           FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
           ORDER BY ORDINAL_POSITION`,
    values: [schema ?? null, table],
  }),
  kindOf(row: CatalogueRow) {
    const type = row.type_name.toLowerCase();
    // What is shown with leading zeros is no JSON number.
    if (type.includes('zerofill')) return 'text';
    if (type === 'bit(1)') return 'boolean';
    if (type.startsWith('bit')) return 'bigint';
    if (BINARY.test(type)) return 'binary';
    return KINDS[/^[a-z]+/u.exec(type)?.[0] ?? ''] ?? 'text';
  },
  isLarge: (type) => /text|blob|binary|json|varchar/u.test(type),
  session: ({ statementTimeoutMs, utcOffset, isolation }, { version, isReadOnly }) => [
    // No mode in which quotes and backslashes mean something else, or CHAR columns come padded.
    `SET SESSION sql_mode = 'STRICT_TRANS_TABLES'`,
    `SET SESSION TRANSACTION ISOLATION LEVEL ${isolation === 'snapshot' ? 'REPEATABLE READ' : 'READ COMMITTED'}`,
    ...(isReadOnly ? ['SET SESSION TRANSACTION READ ONLY'] : []),
    `SET SESSION time_zone = '${utcOffset}'`,
    /mariadb/iu.test(version)
      ? `SET SESSION max_statement_time = ${statementTimeoutMs / 1_000}`
      : `SET SESSION max_execution_time = ${statementTimeoutMs}`,
  ],
  versionQuery: 'SELECT VERSION() AS version',
  insertRowsMax: 200,
};
