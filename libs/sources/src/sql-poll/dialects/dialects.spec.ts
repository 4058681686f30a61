import type { SqlDialect } from '../sql-settings.ts';
import {
  highestStatement,
  pageStatement,
  unorderedStatement,
  type TableReading,
} from '../statements/table-reading.ts';
import type { CatalogueRow, SqlColumn } from './column.ts';
import { DIALECTS } from './dialect-of.ts';

const ALL = Object.keys(DIALECTS) as SqlDialect[];

/** Types of a revision, a key, a text and a flag in each product. */
const TYPES: Readonly<Record<SqlDialect, readonly [string, string, string]>> = {
  postgres: ['timestamp', 'int8', 'varchar'],
  kingbase: ['timestamp', 'int8', 'varchar'],
  mysql: ['datetime(6)', 'bigint(20)', 'varchar(200)'],
  sqlserver: ['datetime', 'bigint', 'nvarchar'],
  oracle: ['DATE', 'NUMBER', 'VARCHAR2'],
  dm: ['DATETIME', 'BIGINT', 'VARCHAR'],
};

function column(dialect: SqlDialect, name: string, type: string): SqlColumn {
  const row: CatalogueRow = { column_name: name, type_name: type, digits: '18', scale: '0', nullable: 'NO' };
  const lower = type.toLowerCase();
  return {
    name,
    kind: DIALECTS[dialect].kindOf(row),
    type: lower,
    isNullable: false,
    isLarge: DIALECTS[dialect].isLarge(lower),
  };
}

function reading(dialect: SqlDialect): TableReading {
  const [time, number, text] = TYPES[dialect];
  const revision = column(dialect, 'GXSJ', time);
  const key = column(dialect, 'ID', number);
  return {
    dialect: DIALECTS[dialect],
    schema: 'XZZF',
    table: 'T_案件',
    columns: [key, { ...column(dialect, '当事人', text), isLarge: false }, revision],
    order: [revision, key],
    where: [{ column: 'SFSC', in: ['0', 'N'] }],
    textBytesMax: 1_000,
    binaryBytesMax: 0,
  };
}

const PAGES: Readonly<Record<SqlDialect, string>> = {
  postgres: `SELECT "ID" AS "c0", "当事人" AS "c1", "GXSJ" AS "c2" FROM "XZZF"."T_案件" WHERE "SFSC" IN ($1, $2) AND ("GXSJ", "ID") > ($3, $4) AND "GXSJ" <= $5 ORDER BY "GXSJ", "ID" LIMIT 11`,
  kingbase: `SELECT "ID" AS "c0", "当事人" AS "c1", "GXSJ" AS "c2" FROM "XZZF"."T_案件" WHERE "SFSC" IN ($1, $2) AND ("GXSJ", "ID") > ($3, $4) AND "GXSJ" <= $5 ORDER BY "GXSJ", "ID" LIMIT 11`,
  mysql:
    'SELECT `ID` AS `c0`, `当事人` AS `c1`, `GXSJ` AS `c2` FROM `XZZF`.`T_案件` WHERE `SFSC` IN (?, ?) AND `GXSJ` >= ? AND (`GXSJ` > ? OR (`GXSJ` = ? AND `ID` > CAST(? AS SIGNED))) AND `GXSJ` <= ? ORDER BY `GXSJ`, `ID` LIMIT 11',
  sqlserver: `SELECT TOP (11) CONVERT(varchar(64), [ID]) AS [c0], [当事人] AS [c1], CONVERT(varchar(23), [GXSJ], 121) AS [c2] FROM [XZZF].[T_案件] WHERE [SFSC] IN (@0, @1) AND [GXSJ] >= CONVERT(datetime, @2, 121) AND ([GXSJ] > CONVERT(datetime, @3, 121) OR ([GXSJ] = CONVERT(datetime, @4, 121) AND [ID] > CONVERT(bigint, @5))) AND [GXSJ] <= CONVERT(datetime, @6, 121) ORDER BY [GXSJ], [ID]`,
  oracle: `SELECT TO_CHAR("ID", 'TM9') AS "c0", "当事人" AS "c1", TO_CHAR("GXSJ", 'YYYY-MM-DD HH24:MI:SS') AS "c2" FROM "XZZF"."T_案件" WHERE "SFSC" IN (:1, :2) AND "GXSJ" >= TO_DATE(SUBSTR(:3, 1, 19), 'YYYY-MM-DD HH24:MI:SS') AND ("GXSJ" > TO_DATE(SUBSTR(:4, 1, 19), 'YYYY-MM-DD HH24:MI:SS') OR ("GXSJ" = TO_DATE(SUBSTR(:5, 1, 19), 'YYYY-MM-DD HH24:MI:SS') AND "ID" > TO_NUMBER(:6))) AND "GXSJ" <= TO_DATE(SUBSTR(:7, 1, 19), 'YYYY-MM-DD HH24:MI:SS') ORDER BY "GXSJ", "ID" FETCH FIRST 11 ROWS ONLY`,
  dm: `SELECT TO_CHAR("ID") AS "c0", "当事人" AS "c1", TO_CHAR("GXSJ", 'YYYY-MM-DD HH24:MI:SS.FF') AS "c2" FROM "XZZF"."T_案件" WHERE "SFSC" IN (:1, :2) AND "GXSJ" >= TO_TIMESTAMP(:3, 'YYYY-MM-DD HH24:MI:SS.FF') AND ("GXSJ" > TO_TIMESTAMP(:4, 'YYYY-MM-DD HH24:MI:SS.FF') OR ("GXSJ" = TO_TIMESTAMP(:5, 'YYYY-MM-DD HH24:MI:SS.FF') AND "ID" > TO_NUMBER(:6))) AND "GXSJ" <= TO_TIMESTAMP(:7, 'YYYY-MM-DD HH24:MI:SS.FF') ORDER BY "GXSJ", "ID" LIMIT 11`,
};

const AFTER = ['2026-01-02 03:04:05', '7'];
const UP_TO = '2026-02-01 00:00:00';

test.each(ALL)('a page is read behind a position and up to a bound on %s', (dialect) => {
  const { text, values } = pageStatement(reading(dialect), { after: AFTER, upTo: UP_TO }, 11);
  expect(text).toBe(PAGES[dialect]);
  const position = DIALECTS[dialect].comparesRows ? AFTER : [AFTER[0], AFTER[0], AFTER[0], AFTER[1]];
  expect(values).toEqual(['0', 'N', ...position, UP_TO]);
});

test.each(ALL)('the highest revision and rows without an order are asked for on %s', (dialect) => {
  const table = reading(dialect);
  const highest = highestStatement(table, UP_TO);
  expect(highest.text).toContain('MAX(');
  expect(highest.values).toEqual([UP_TO]);
  expect(unorderedStatement(table)).toBeNull();
  const nullable = table.order.map((one) => ({ ...one, isNullable: true }));
  expect(unorderedStatement({ ...table, order: nullable })?.text).toMatch(/IS NULL OR .* IS NULL/u);
  expect(pageStatement({ ...table, order: nullable }, {}, 1).text).toMatch(/IS NOT NULL AND .* IS NOT NULL/u);
});

test.each(ALL)('values longer than their bound come as their length on %s', (dialect) => {
  const large = { ...column(dialect, 'NR', 'text'), kind: 'text' as const, type: 'clob', isLarge: true };
  const { text } = pageStatement({ ...reading(dialect), columns: [large], order: [large] }, {}, 1);
  expect(text).toMatch(/CASE WHEN .*LEN.*\(.*NR.*\) > 1000 THEN .*too-large:/iu);
});

/** Type as the catalogue names it, digits and scale → what it is taken for. */
const KINDS: Readonly<
  Record<SqlDialect, readonly (readonly [string, string | null, string | null, string])[]>
> = {
  postgres: [
    ['int4', null, null, 'integer'],
    ['numeric', '20', '2', 'decimal'],
    ['timestamptz', null, null, 'timestamptz'],
    ['bpchar', null, null, 'text'],
    ['jsonb', null, null, 'json'],
  ],
  kingbase: [['int8', null, null, 'bigint']],
  mysql: [
    ['int(11) unsigned', '10', '0', 'integer'],
    ['int(6) unsigned zerofill', '10', '0', 'text'],
    ['bigint(20)', '19', '0', 'bigint'],
    ['bit(1)', '1', null, 'boolean'],
    ['bit(3)', '3', null, 'bigint'],
    ['datetime', null, null, 'timestamp'],
    ["enum('a')", null, null, 'text'],
    ['mediumblob', null, null, 'binary'],
  ],
  sqlserver: [
    ['bit', '1', '0', 'boolean'],
    ['timestamp', '0', '0', 'bigint'],
    ['money', '19', '4', 'decimal'],
    ['datetime2', '27', '7', 'timestamp'],
    ['datetimeoffset', '34', '7', 'timestamptz'],
    ['uniqueidentifier', '0', '0', 'text'],
    ['varbinary', '0', '0', 'binary'],
    ['xml', '0', '0', 'text'],
  ],
  oracle: [
    ['NUMBER', '10', '0', 'integer'],
    ['NUMBER', '18', '0', 'bigint'],
    ['NUMBER', null, '0', 'bigint'],
    ['NUMBER', null, null, 'decimal'],
    ['NUMBER', '12', '2', 'decimal'],
    ['DATE', null, null, 'timestamp'],
    ['TIMESTAMP(6)', null, '6', 'timestamp'],
    ['TIMESTAMP(6) WITH LOCAL TIME ZONE', null, '6', 'timestamptz'],
    ['CHAR', null, null, 'text'],
    ['CLOB', null, null, 'text'],
    ['BLOB', null, null, 'binary'],
  ],
  dm: [
    ['DATE', null, null, 'date'],
    ['DATETIME', null, '6', 'timestamp'],
    ['BIT', null, null, 'boolean'],
    ['BIGINT', null, null, 'bigint'],
    ['NUMBER', '5', '0', 'integer'],
    ['VARBINARY', null, null, 'binary'],
  ],
};

test.each(ALL)('types of %s are told by what their values are', (dialect) => {
  const kinds = KINDS[dialect];
  expect(
    kinds.map(([type_name, digits, scale]) =>
      DIALECTS[dialect].kindOf({ column_name: 'x', type_name, digits, scale, nullable: 'YES' }),
    ),
  ).toEqual(kinds.map(([, , , kind]) => kind));
});

test.each(ALL)('a session of %s only reads, or nothing but its account can say so', (dialect) => {
  const settings = {
    statementTimeoutMs: 30_000,
    utcOffset: '+08:00',
    isolation: 'read-committed',
    writesResults: false,
  } as const;
  const { readOnlyTransaction = '', session } = DIALECTS[dialect];
  const sent = [
    readOnlyTransaction,
    ...session(settings, { version: '11.4-MariaDB', isReadOnly: true }),
  ].join('; ');
  // SQL Server has no read-only transaction: the intent goes with the connection.
  if (dialect !== 'sqlserver') expect(sent).toMatch(/read[_ ]only/iu);
  if (dialect === 'mysql')
    expect(session(settings, { version: '8.4.3', isReadOnly: true }).join()).toContain(
      'max_execution_time = 30000',
    );
});
