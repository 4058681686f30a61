import { TOO_LARGE, type CatalogueRow, type ColumnKind } from './column.ts';
import type { Dialect } from './dialect.ts';

const TIME = 'HH24:MI:SS';
const INSTANT = `YYYY-MM-DD ${TIME}.FF`;

function kindOf({ type_name, digits, scale }: CatalogueRow): ColumnKind {
  const type = type_name.toLowerCase();
  if (type === 'number') {
    if (scale !== '0') return 'decimal';
    return digits !== null && Number(digits) <= 15 ? 'integer' : 'bigint';
  }
  if (type === 'binary_float' || type === 'binary_double') return 'float';
  if (type === 'float') return 'decimal';
  // Oracle's DATE has a time of day.
  if (type === 'date') return 'timestamp';
  if (type.startsWith('timestamp')) return type.includes('time zone') ? 'timestamptz' : 'timestamp';
  if (type === 'json') return 'json';
  if (type === 'blob' || type === 'raw' || type === 'long raw') return 'binary';
  return 'text';
}

/** No real Oracle was tried. Values are turned into text by the server, because the driver rounds numbers and times. */
export const oracle: Dialect = {
  name: 'oracle',
  product: 'Oracle',
  quote: (name) => `"${name}"`,
  placeholder: (index) => `:${index}`,
  bound(placeholder, column) {
    switch (column.kind) {
      case 'timestamp':
        return column.type === 'date'
          ? `TO_DATE(SUBSTR(${placeholder}, 1, 19), 'YYYY-MM-DD ${TIME}')`
          : `TO_TIMESTAMP(${placeholder}, '${INSTANT}')`;
      case 'timestamptz':
        return `TO_TIMESTAMP_TZ(${placeholder}, '${INSTANT}TZH:TZM')`;
      case 'integer':
      case 'bigint':
      case 'decimal':
        return `TO_NUMBER(${placeholder})`;
      default:
        return placeholder;
    }
  },
  shown(quoted, column, bytesMax) {
    switch (column.kind) {
      case 'integer':
      case 'bigint':
      case 'decimal':
        return `TO_CHAR(${quoted}, 'TM9')`;
      case 'float':
        return `TO_CHAR(${quoted})`;
      case 'timestamp':
        return column.type === 'date'
          ? `TO_CHAR(${quoted}, 'YYYY-MM-DD ${TIME}')`
          : `TO_CHAR(${quoted}, '${INSTANT}')`;
      case 'timestamptz':
        return `TO_CHAR(CAST(${quoted} AS TIMESTAMP WITH TIME ZONE) AT TIME ZONE SESSIONTIMEZONE, '${INSTANT}TZH:TZM')`;
      case 'binary':
        // Hex of at most 2,000 bytes: what a VARCHAR2 of SQL holds.
        return column.isLarge
          ? `CASE WHEN DBMS_LOB.GETLENGTH(${quoted}) > ${Math.min(bytesMax, 2_000)} THEN '${TOO_LARGE}' || DBMS_LOB.GETLENGTH(${quoted}) ELSE RAWTOHEX(DBMS_LOB.SUBSTR(${quoted}, 2000, 1)) END`
          : `RAWTOHEX(${quoted})`;
      default:
        return column.isLarge
          ? `CASE WHEN DBMS_LOB.GETLENGTH(${quoted}) > ${bytesMax} THEN TO_CLOB('${TOO_LARGE}' || DBMS_LOB.GETLENGTH(${quoted})) ELSE ${column.type === 'nclob' ? `TO_CLOB(${quoted})` : quoted} END`
          : quoted;
    }
  },
  comparesRows: false,
  limited: (rest, rows) => `SELECT ${rest} FETCH FIRST ${rows} ROWS ONLY`,
  describe: (schema, table) => ({
    text: `SELECT COLUMN_NAME AS "column_name", DATA_TYPE AS "type_name", TO_CHAR(DATA_PRECISION) AS "digits",
                  TO_CHAR(DATA_SCALE) AS "scale", CASE NULLABLE WHEN 'N' THEN 'NO' ELSE 'YES' END AS "nullable"
           FROM ALL_TAB_COLUMNS
           WHERE OWNER = COALESCE(:1, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND TABLE_NAME = :2
           ORDER BY COLUMN_ID`,
    values: [schema ?? null, table],
  }),
  kindOf,
  isLarge: (type) => ['clob', 'nclob', 'blob', 'json'].includes(type),
  session: ({ utcOffset }) => [
    `ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,'`,
    `ALTER SESSION SET TIME_ZONE = '${utcOffset}'`,
  ],
  readOnlyTransaction: 'SET TRANSACTION READ ONLY',
  versionQuery: `SELECT BANNER AS "version" FROM V$VERSION WHERE ROWNUM = 1`,
  insertRowsMax: 1,
};
