import type { Dialect } from './dialect.ts';
import { oracle } from './oracle.ts';
import type { ColumnKind } from './column.ts';

const KINDS: Readonly<Record<string, ColumnKind>> = {
  tinyint: 'integer',
  byte: 'integer',
  smallint: 'integer',
  int: 'integer',
  integer: 'integer',
  bigint: 'bigint',
  bit: 'boolean',
  dec: 'decimal',
  decimal: 'decimal',
  numeric: 'decimal',
  real: 'float',
  double: 'float',
  'double precision': 'float',
  time: 'time',
  datetime: 'timestamp',
  binary: 'binary',
  varbinary: 'binary',
  image: 'binary',
  longvarbinary: 'binary',
};

/** 达梦 DM8 keeps Oracle's catalogue views and functions, and has types of its own besides. No real server was tried. */
export const dm: Dialect = {
  ...oracle,
  name: 'dm',
  product: 'DM8（达梦）',
  kindOf(row) {
    const type = row.type_name.toLowerCase();
    // Unlike Oracle's, its DATE is a day.
    return type === 'date' ? 'date' : (KINDS[type] ?? oracle.kindOf(row));
  },
  bound(placeholder, column) {
    if (column.kind === 'date') return `TO_DATE(${placeholder}, 'YYYY-MM-DD')`;
    return column.type === 'datetime'
      ? `TO_TIMESTAMP(${placeholder}, 'YYYY-MM-DD HH24:MI:SS.FF')`
      : oracle.bound(placeholder, column);
  },
  shown(quoted, column, bytesMax) {
    if (column.kind === 'date') return `TO_CHAR(${quoted}, 'YYYY-MM-DD')`;
    if (column.kind === 'time') return `TO_CHAR(${quoted}, 'HH24:MI:SS')`;
    if (column.kind === 'boolean' || (column.kind !== 'text' && column.type.includes('int')))
      return `TO_CHAR(${quoted})`;
    return oracle.shown(quoted, column, bytesMax);
  },
  limited: (rest, rows) => `SELECT ${rest} LIMIT ${rows}`,
  isLarge: (type) => oracle.isLarge(type) || /^(?:text|longvarchar|image|longvarbinary)$/u.test(type),
  session: () => [],
  insertRowsMax: 1,
};
