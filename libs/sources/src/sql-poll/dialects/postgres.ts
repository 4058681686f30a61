import { TOO_LARGE, type CatalogueRow, type ColumnKind } from './column.ts';
import type { Dialect } from './dialect.ts';

const KINDS: Readonly<Record<string, ColumnKind>> = {
  int2: 'integer',
  int4: 'integer',
  int8: 'bigint',
  numeric: 'decimal',
  float4: 'float',
  float8: 'float',
  bool: 'boolean',
  date: 'date',
  time: 'time',
  timetz: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  json: 'json',
  jsonb: 'json',
  bytea: 'binary',
};

/**
 * The driver hands values over as the server writes them, so columns are selected plainly: numbers with all their digits,
 * times in ISO style, bytea in hex, CHAR(n) with its padding.
 */
export const postgres: Dialect = {
  name: 'postgres',
  product: 'PostgreSQL',
  quote: (name) => `"${name}"`,
  placeholder: (index) => `$${index}`,
  // Untyped text: the server gives it the type of the column that it is compared with.
  bound: (placeholder) => placeholder,
  shown(quoted, column, bytesMax) {
    if (!column.isLarge) return quoted;
    const text = column.kind === 'binary' ? `encode(${quoted}, 'hex')` : `${quoted}::text`;
    const length = column.kind === 'binary' ? `octet_length(${quoted})` : `octet_length(${quoted}::text)`;
    return `CASE WHEN ${length} > ${bytesMax} THEN '${TOO_LARGE}' || ${length} ELSE ${text} END`;
  },
  comparesRows: true,
  limited: (rest, rows) => `SELECT ${rest} LIMIT ${rows}`,
  describe: (schema, table) => ({
    text: `SELECT a.attname AS column_name, t.typname AS type_name,
                  CASE WHEN t.typname = 'numeric' AND a.atttypmod > 4 THEN ((a.atttypmod - 4) >> 16)::text END AS digits,
                  CASE WHEN t.typname = 'numeric' AND a.atttypmod > 4 THEN ((a.atttypmod - 4) & 65535)::text END AS scale,
                  CASE WHEN a.attnotnull THEN 'NO' ELSE 'YES' END AS nullable
           FROM pg_catalog.pg_attribute a
           JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
           JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
           WHERE c.relname = $1 AND n.nspname = COALESCE($2, current_schema())
             AND c.relkind IN ('r', 'v', 'm', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped
           ORDER BY a.attnum`,
    values: [table, schema ?? null],
  }),
  kindOf: (row: CatalogueRow) => KINDS[row.type_name] ?? 'text',
  isLarge: (type) =>
    ['text', 'json', 'jsonb', 'bytea', 'xml', 'varchar'].includes(type) || type.startsWith('_'),
  session: ({ statementTimeoutMs, utcOffset, isolation }, { isReadOnly }) => [
    ...(isReadOnly ? ['SET default_transaction_read_only = on'] : []),
    `SET default_transaction_isolation = '${isolation === 'snapshot' ? 'repeatable read' : 'read committed'}'`,
    `SET statement_timeout = ${statementTimeoutMs}`,
    `SET lock_timeout = ${statementTimeoutMs}`,
    `SET DateStyle = 'ISO, YMD'`,
    // In the notation of POSIX, which zone names with digits have, the sign is the other way round; an interval is not.
    `SET TIME ZONE INTERVAL '${utcOffset}' HOUR TO MINUTE`,
    'SET extra_float_digits = 1',
    `SET bytea_output = 'hex'`,
  ],
  versionQuery: 'SELECT version() AS version',
  insertRowsMax: 200,
};

/** KingbaseES speaks PostgreSQL's protocol and keeps its catalogue. No real server was tried. */
export const kingbase: Dialect = { ...postgres, name: 'kingbase', product: 'KingbaseES（人大金仓）' };
