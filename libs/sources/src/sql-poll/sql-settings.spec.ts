import { readFileSync } from 'node:fs';
import { compileSchema, type JsonObject } from '@exchange/contracts';
import type { SqlSettings } from './sql-settings.ts';

const meta = JSON.parse(readFileSync('schemas/meta/adapter.schema.json', 'utf8')) as JsonObject;
const { sql, sqlName, sqlReconcile } = meta['$defs'] as Record<string, JsonObject>;
const schema = compileSchema({ $defs: { sqlName: sqlName!, sqlReconcile: sqlReconcile! }, ...sql });

const SETTINGS: SqlSettings = {
  dialect: 'sqlserver',
  schema: 'dbo',
  table: 'T_案件',
  read: { strategy: 'cursor', revision: 'GXSJ', key: ['AJBH'], overlapSeconds: 120 },
  where: [
    { column: 'RowStatus', in: [1] },
    { column: 'XZQH', notIn: ['320405'] },
    { column: 'SCBJ', isNull: true },
  ],
  pageRows: 500,
  statementTimeoutSeconds: 60,
  isolation: 'snapshot',
  utcOffset: '+08:00',
  binaryBytesMax: 1_000,
};

test('settings of every strategy are accepted by the schema of adapter.json', () => {
  const reads: SqlSettings['read'][] = [
    SETTINGS.read,
    {
      strategy: 'cursor',
      revision: 'GXSJ',
      key: ['ID'],
      reconcile: {
        cron: '20 2 * * *',
        keysMax: 100,
        record: ['AJBH'],
        withdrawn: { column: 'SCBJ', in: ['1', true] },
        gone: 'withdraw',
      },
    },
    { strategy: 'changes', sequence: 'CD_ID', operation: 'CD_OPERATION' },
    { strategy: 'digest', key: ['ID', '年度'], vanishedShareMax: 0.5 },
    { strategy: 'handover', windowRowsMax: 100 },
  ];
  for (const read of reads) expect(schema.check({ ...SETTINGS, read })).toEqual([]);
});

test('names that would have to be escaped and members of another strategy are refused', () => {
  for (const wrong of [
    { table: 'a"b' },
    { table: 'a.b' },
    { read: { strategy: 'digest', key: ['a]b'] } },
    { read: { strategy: 'digest', key: ['a'], revision: 'b' } },
    { read: { strategy: 'cursor', revision: 'a' } },
    { read: { strategy: 'cursor', revision: 'a', key: [], reconcile: {} } },
    { read: { strategy: 'digest', key: ['a'], reconcile: { everyHours: 24 } } },
    { where: [{ column: 'a', sql: '1 = 1' }] },
    { utcOffset: 'Asia/Shanghai' },
    { query: 'SELECT 1' },
  ])
    expect(schema.check({ ...SETTINGS, ...wrong })).not.toEqual([]);
});
