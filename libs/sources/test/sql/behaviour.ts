import { handoverDdl } from '../../src/sql-poll/handover/handover-ddl.ts';
import type { SqlRead } from '../../src/sql-poll/sql-settings.ts';
import type { SqlDrift } from '../../src/sql-poll/sql-source-options.ts';
import { seededRandom } from '@exchange/testing';
import { DyingReader } from './dying-reader.ts';
import { ALL_KEYS, readWhileCommittingLate } from './late-commits.ts';
import { allAccepted, openTable, rowsOf, take } from './legacy-table.ts';
import type { openRowDigests } from './row-digest-store.ts';
import type { SqlDatabase, SqlServer } from './sql-server.ts';
import { createRecords, runOnce } from './sql-world.ts';

const READS: readonly (readonly [string, SqlRead])[] = [
  ['a revision column', { strategy: 'cursor', revision: 'changed_at', key: ['id'], overlapSeconds: 3 }],
  ['a sequence', { strategy: 'changes', sequence: 'id', operation: 'secrecy', overlapSeconds: 3 }],
  [
    'a sequence and room for a few young rows',
    { strategy: 'changes', sequence: 'id', operation: 'secrecy', overlapSeconds: 1, windowRowsMax: 50 },
  ],
];

/** What a source does on any real server, beyond what every kind of source does. */
export function describeSqlBehaviour(
  started: () => SqlServer,
  digestStore: () => Awaited<ReturnType<typeof openRowDigests>>,
): void {
  let server: SqlServer;
  let database: SqlDatabase;
  beforeEach(async () => {
    server = started();
    database = await server.createDatabase();
  });
  afterEach(() => database.drop());

  test.each(READS)(
    'misses none of 1,000 transactions that commit out of order by %s, and repeats none',
    async (_name, read) => {
      const dialect = server.dialect as 'postgres' | 'mysql';
      await createRecords(database, dialect);
      const { keys, late } = await readWhileCommittingLate(database, dialect, read);
      expect(late).toBeGreaterThan(100);
      expect(keys.length).toBe(new Set(keys).size);
      expect(new Set(keys)).toEqual(new Set(ALL_KEYS));
    },
  );

  test('takes a row again when it changes within one tick of its revision, and a row dated into the future once', async () => {
    await runOnce(
      database,
      'CREATE TABLE t (id int PRIMARY KEY, name varchar(20), changed timestamp(0) NULL)',
      `INSERT INTO t VALUES (1, 'a', '2026-01-01 10:00:00'), (2, 'b', '2037-01-01 10:00:00')`,
    );
    const read = { strategy: 'cursor', revision: 'changed', key: ['id'], overlapSeconds: 60 } as const;
    const source = openTable(server, database, { table: 't', read }, ['id', 'name']);
    const first = await take(source);
    expect(first.taken.map(({ row }) => row['id'])).toEqual([1, 2]);
    const now = server.dialect === 'mysql' ? 'CURRENT_TIMESTAMP' : "date_trunc('second', now())";
    await runOnce(database, `INSERT INTO t VALUES (3, 'c', ${now})`);
    const second = await take(source, first.checkpoint);
    expect(second.taken).toEqual([{ operation: 'upsert', row: { id: 3, name: 'c' } }]);
    await runOnce(database, `UPDATE t SET name = 'd' WHERE id = 3`);
    const third = await take(source, second.checkpoint);
    expect(third.taken).toEqual([{ operation: 'upsert', row: { id: 3, name: 'd' } }]);
    await source.close();
  });

  test('reads only the rows that the settings name, and tells columns that nobody knows and rows without a revision', async () => {
    await runOnce(
      database,
      'CREATE TABLE t (id int PRIMARY KEY, kind varchar(9), gone int, changed int, extra int)',
      `INSERT INTO t VALUES (1, 'a', NULL, 1, 0), (2, 'b', NULL, 2, 0), (3, 'c', NULL, 3, 0), (4, 'a', 1, 4, 0), (5, 'a', NULL, NULL, 0)`,
    );
    const drifts: SqlDrift[] = [];
    const source = openTable(
      server,
      database,
      {
        table: 't',
        read: { strategy: 'cursor', revision: 'changed', key: ['id'], overlapSeconds: 1 },
        where: [
          { column: 'kind', in: ['a', 'b'] },
          { column: 'kind', notIn: ["x' OR 1=1 --"] },
          { column: 'gone', isNull: true },
        ],
      },
      ['id'],
      { onDrift: (drift) => drifts.push(drift) },
    );
    expect((await take(source)).taken.map(({ row }) => row)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(drifts).toEqual([
      { kind: 'unknown-columns', columns: ['extra'] },
      { kind: 'rows-without-order', columns: ['changed'] },
    ]);
    await source.close();
  });

  test('refuses keys that do not tell rows apart', async () => {
    await runOnce(database, 'CREATE TABLE t (id int, changed int)', 'INSERT INTO t VALUES (1, 1), (1, 1)');
    const read = { strategy: 'cursor', revision: 'changed', key: ['id'] } as const;
    const source = openTable(server, database, { table: 't', read }, ['id']);
    await expect(take(source)).rejects.toMatchObject({ failed: 'settings', isLasting: true });
    await source.close();
  });

  test('stops a query that takes too long, and goes on', async () => {
    const wait = server.dialect === 'mysql' ? 'SLEEP(5)' : 'length(pg_sleep(5)::text)';
    await runOnce(
      database,
      'CREATE TABLE t (id int PRIMARY KEY)',
      'INSERT INTO t VALUES (1)',
      `CREATE VIEW slow AS SELECT id, ${wait} AS waited FROM t`,
    );
    const settings = { read: { strategy: 'digest', key: ['id'] }, statementTimeoutSeconds: 1 } as const;
    const more = { rowDigests: digestStore().digests };
    const source = openTable(server, database, { ...settings, table: 'slow' }, ['id', 'waited'], more);
    const began = performance.now();
    await expect(take(source)).rejects.toMatchObject({ failed: 'protocol', isLasting: false });
    expect(performance.now() - began).toBeLessThan(4_000);
    await source.close();
    const other = openTable(server, database, { ...settings, table: 't' }, ['id'], more);
    expect((await take(other)).taken).toHaveLength(1);
    await other.close();
  });

  test('passes on what changed and what vanished of a table without any cursor', async () => {
    await runOnce(
      database,
      'CREATE TABLE t (area varchar(9) NOT NULL, no int NOT NULL, name varchar(20), PRIMARY KEY (area, no))',
      `INSERT INTO t VALUES ('湖塘', 1, 'a'), ('湖塘', 2, 'b'), ('雪堰', 1, 'c')`,
    );
    const { digests } = digestStore();
    const open = () =>
      openTable(
        server,
        database,
        { table: 't', read: { strategy: 'digest', key: ['area', 'no'] } },
        ['area', 'no', 'name'],
        { rowDigests: digests },
      );
    let source = open();
    expect((await take(source)).taken).toHaveLength(3);
    expect((await take(source)).taken).toEqual([]);
    await runOnce(
      database,
      `UPDATE t SET name = 'B' WHERE no = 2`,
      `DELETE FROM t WHERE area = '雪堰'`,
      `INSERT INTO t VALUES ('湟里', 9, 'd')`,
    );
    const changed = await take(source);
    expect(changed.taken).toHaveLength(3);
    expect(changed.taken).toEqual(
      expect.arrayContaining([
        { operation: 'upsert', row: { area: '湖塘', no: 2, name: 'B' } },
        { operation: 'upsert', row: { area: '湟里', no: 9, name: 'd' } },
        { operation: 'delete', row: { area: '雪堰', no: 1 } },
      ]),
    );
    await source.close();
    source = open();
    expect((await take(source, changed.checkpoint)).taken).toEqual([]);
    await runOnce(database, `INSERT INTO t VALUES ('雪堰', 1, 'c')`);
    expect((await take(source)).taken).toEqual([
      { operation: 'upsert', row: { area: '雪堰', no: 1, name: 'c' } },
    ]);
    await source.close();
  });

  test('gives rows again whose chunk was not settled, and settles by whoever comes next', async () => {
    await runOnce(database, 'CREATE TABLE t (id int PRIMARY KEY)', 'INSERT INTO t VALUES (1), (2)');
    const settings = { table: 't', read: { strategy: 'digest', key: ['id'] } } as const;
    const open = () => openTable(server, database, settings, ['id'], { rowDigests: digestStore().digests });
    const lost = open();
    for await (const chunk of lost.read(null, AbortSignal.timeout(9_000))) {
      expect(rowsOf(chunk)).toHaveLength(2);
      break;
    }
    await lost.close();
    const claimed = open();
    let left;
    for await (const chunk of claimed.read(null, AbortSignal.timeout(9_000))) left = chunk;
    await claimed.close();
    const next = open();
    await next.settle(left!.checkpoint, allAccepted(left!));
    await next.settle(left!.checkpoint, allAccepted(left!));
    expect((await take(next)).taken).toEqual([]);
    await next.close();
  });

  test('loses and repeats no change of a table without any cursor, whenever its readers die', async () => {
    await runOnce(database, 'CREATE TABLE t (id int PRIMARY KEY, version int NOT NULL)');
    const client = await database.session();
    const ids = Array.from({ length: 3_000 }, (_, index) => `(${index}, 0)`).join(', ');
    await client.run(`INSERT INTO t VALUES ${ids}`);
    const settings = { table: 't', read: { strategy: 'digest', key: ['id'] }, pageRows: 100 } as const;
    const reader = new DyingReader(
      () => openTable(server, database, settings, ['id', 'version'], { rowDigests: digestStore().digests }),
      seededRandom(11),
    );
    for (let version = 1; version <= 3; version++) {
      for (let look = 0; look < 8; look++) await reader.look();
      await client.run(`UPDATE t SET version = ${version} WHERE id % 10 = ${version}`);
    }
    for (let quiet = 0; quiet < 3;) {
      const before = [reader.rows.length, reader.deaths].join();
      await reader.look();
      quiet = [reader.rows.length, reader.deaths].join() === before ? quiet + 1 : 0;
    }
    await reader.close();
    await client.end();
    expect(reader.deaths).toBeGreaterThan(5);
    const seen = reader.rows.map(({ id, version }) => `${String(id)} ${String(version)}`);
    expect(seen.length).toBe(new Set(seen).size);
    const last = new Map(reader.rows.map(({ id, version }) => [id, version]));
    expect(
      [...last].every(
        ([id, version]) => version === ([1, 2, 3].includes(Number(id) % 10) ? Number(id) % 10 : 0),
      ),
    ).toBe(true);
    expect(last.size).toBe(3_000);
  });

  test('deletes nothing while most of a table is missing', async () => {
    await runOnce(database, 'CREATE TABLE t (id int PRIMARY KEY)');
    const client = await database.session();
    const ids = Array.from({ length: 300 }, (_, index) => `(${index})`).join(', ');
    await client.run(`INSERT INTO t VALUES ${ids}`);
    const settings = { table: 't', read: { strategy: 'digest', key: ['id'] } } as const;
    const source = openTable(server, database, settings, ['id'], { rowDigests: digestStore().digests });
    expect((await take(source)).taken).toHaveLength(300);
    await client.run('DELETE FROM t');
    await expect(take(source)).rejects.toMatchObject({ failed: 'protocol', isLasting: false });
    await client.run(`INSERT INTO t VALUES ${ids}`);
    await client.run('DELETE FROM t WHERE id < 7');
    const { taken } = await take(source);
    expect(taken.map(({ operation, row }) => [operation, row['id']]).sort()).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((id) => ['delete', id]),
    );
    await client.end();
    await source.close();
  });

  test('a vendor sees in its own database what became of each row that it handed over', async () => {
    const sourceSchema = {
      required: ['licence_no'],
      properties: {
        cd_operation: { type: 'string' },
        licence_no: {
          type: 'string',
          maxLength: 60,
          'x-title': { zh: "许可证编号（'新'）", en: 'licence number' },
        },
        amount: { type: ['number', 'null'] },
        remark: { type: ['string', 'null'] },
      },
    };
    const ddl = handoverDdl(server.dialect, { title: { zh: '取水许可' }, table: 'handover', sourceSchema });
    await runOnce(
      database,
      ...ddl
        .split(/;\n/u)
        .map((text) => text.trim())
        .filter(Boolean),
    );
    await runOnce(
      database,
      `INSERT INTO handover (cd_operation, cd_batch, licence_no, amount) VALUES ('i', 'B1', 'A', 1.50), ('u', 'B1', 'B', NULL), ('d', 'B1', 'C', 3)`,
    );
    const source = openTable(
      server,
      database,
      { table: 'handover', read: { strategy: 'handover', overlapSeconds: 1 } },
      Object.keys(sourceSchema.properties),
    );
    const chunks = [];
    for await (const chunk of source.read(null, AbortSignal.timeout(9_000))) chunks.push(chunk);
    const [chunk] = chunks;
    expect(rowsOf(chunk!).map((row) => [row['cd_operation'], row['licence_no']])).toEqual([
      ['i', 'A'],
      ['u', 'B'],
      ['d', 'C'],
    ]);
    const settlement = allAccepted(chunk!);
    if (settlement.kind !== 'done') throw new Error('done');
    const finding = {
      code: 'missing-required',
      at: '/amount',
      detail: { zh: '缺少金额', en: 'no amount' },
    } as const;
    const report = { index: 1, key: null, rejections: [finding], warnings: [] };
    const outcome = { ...settlement.outcome, accepted: 2, quarantined: 1, reports: [report] };
    for (let time = 0; time < 2; time++) await source.settle(chunk!.checkpoint, { ...settlement, outcome });
    const client = await database.session();
    const results = await client.run(
      `SELECT h.licence_no, r.cd_status, r.cd_receipt, r.cd_findings_zh, r.cd_findings_en
       FROM handover h JOIN handover_result r ON r.cd_id = h.cd_id ORDER BY h.cd_id`,
    );
    await client.end();
    const receipt = settlement.receiptId;
    const none = { cd_findings_zh: null, cd_findings_en: null, cd_receipt: receipt };
    expect(results).toEqual([
      { ...none, licence_no: 'A', cd_status: 'accepted' },
      {
        licence_no: 'B',
        cd_status: 'quarantined',
        cd_receipt: receipt,
        cd_findings_zh: '/amount 缺少金额',
        cd_findings_en: '/amount no amount',
      },
      { ...none, licence_no: 'C', cd_status: 'accepted' },
    ]);
    await source.close();
  });
}
