import type { SqlDialect } from '../sql-settings.ts';
import { DIALECTS } from '../dialects/dialect-of.ts';
import { handoverDdl } from './handover-ddl.ts';

const STREAM = {
  title: { zh: '取水许可' },
  schema: 'QSXK',
  table: 'QSXK_JJ',
  sourceSchema: {
    required: ['XKZH'],
    properties: {
      cd_operation: { type: 'string' },
      XKZH: { type: 'string', maxLength: 60, 'x-title': { zh: "许可证号（'新'）", en: 'licence number' } },
      QSL: { type: ['number', 'null'], 'x-title': { zh: '取水量', en: 'volume' } },
      NUM: { type: ['integer', 'string'] },
      BZ: { type: ['string', 'null'] },
      FJ: { type: 'string', maxLength: 100_000 },
    },
  },
};

const TYPES: Readonly<Record<SqlDialect, readonly string[]>> = {
  postgres: ['"XKZH" varchar(60) NOT NULL', '"QSL" numeric', '"NUM" text', '"BZ" text', '"FJ" text'],
  kingbase: ['"XKZH" varchar(60) NOT NULL', '"QSL" numeric', '"NUM" text', '"BZ" text', '"FJ" text'],
  mysql: ['`XKZH` varchar(60) NOT NULL', '`QSL` decimal(30, 8)', '`NUM` text', '`BZ` text', '`FJ` longtext'],
  sqlserver: [
    '[XKZH] nvarchar(60) NOT NULL',
    '[QSL] decimal(30, 8)',
    '[NUM] nvarchar(1000)',
    '[BZ] nvarchar(1000)',
    '[FJ] nvarchar(max)',
  ],
  oracle: [
    '"XKZH" VARCHAR2(60 CHAR) NOT NULL',
    '"QSL" NUMBER(30, 8)',
    '"NUM" VARCHAR2(1000 CHAR)',
    '"BZ" VARCHAR2(1000 CHAR)',
    '"FJ" CLOB',
  ],
  dm: [
    '"XKZH" VARCHAR(60 CHAR) NOT NULL',
    '"QSL" DECIMAL(30, 8)',
    '"NUM" VARCHAR(1000 CHAR)',
    '"BZ" VARCHAR(1000 CHAR)',
    '"FJ" CLOB',
  ],
};

test.each(Object.keys(DIALECTS) as SqlDialect[])('a vendor gets the tables of a stream for %s', (dialect) => {
  const ddl = handoverDdl(dialect, STREAM);
  for (const column of TYPES[dialect]) expect(ddl).toContain(column);
  const isUpper = dialect === 'oracle' || dialect === 'dm';
  const own = isUpper
    ? ['CD_ID', 'CD_OPERATION', 'CD_BATCH', 'QSXK_JJ_RESULT', 'CD_STATUS']
    : ['cd_id', 'cd_operation', 'cd_batch', 'QSXK_JJ_result', 'cd_status'];
  for (const name of own) expect(ddl).toContain(name);
  expect(ddl).toContain("许可证号（''新''）");
  expect(ddl.match(/CREATE TABLE/gu)).toHaveLength(2);
});

test('names that cannot be quoted in every product are refused', () => {
  expect(() => handoverDdl('oracle', { ...STREAM, table: 'a"b' })).toThrow('cannot be a name');
});
