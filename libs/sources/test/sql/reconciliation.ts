import type { JsonObject } from '@exchange/contracts';
import { seededRandom } from '@exchange/testing';
import type { ReconcileSettings, SqlSettings } from '../../src/sql-poll/sql-settings.ts';
import { openTable } from './legacy-table.ts';
import { ReconcilingReader } from './reconciling-reader.ts';
import type { openRowDigests } from './row-digest-store.ts';
import type { SqlClient, SqlDatabase, SqlServer } from './sql-server.ts';
import { runOnce } from './sql-world.ts';

const ROWS = 3_000;
const COLUMNS = ['id', 'no', 'name', 'gone'];
const FIRST = { gone: null, isFirst: true };
const LATER = { gone: null, isFirst: false };
const NONE = { missing: 0, changed: 0, gone: 0, refetched: 0, withdrawn: 0, isOverLimit: false };

/** What a reconciliation does on a real server. */
export function describeReconciliation(
  started: () => SqlServer,
  digestStore: () => Awaited<ReturnType<typeof openRowDigests>>,
): void {
  let server: SqlServer;
  let database: SqlDatabase;
  let client: SqlClient;
  let readers: ReconcilingReader[];
  beforeEach(async () => {
    server = started();
    database = await server.createDatabase();
    readers = [];
    await runOnce(
      database,
      'CREATE TABLE t (id int PRIMARY KEY, no varchar(20), name varchar(40), gone int, rev int)',
      'CREATE INDEX by_rev ON t (rev, id)',
    );
    client = await database.session();
    await insert(1, ROWS);
  });
  afterEach(async () => {
    for (const reader of readers) await reader.close();
    await client.end();
    await database.drop();
  });

  async function insert(
    from: number,
    to: number,
    revision: (id: number) => number = (id) => id,
  ): Promise<void> {
    for (let start = from; start <= to; start += 500) {
      const ids = Array.from({ length: Math.min(500, to - start + 1) }, (_, index) => start + index);
      const values = ids.map((id) => `(${id}, 'N${id}', 'name ${id}', 0, ${revision(id)})`);
      await client.run(`INSERT INTO t (id, no, name, gone, rev) VALUES ${values.join(', ')}`);
    }
  }

  async function table(): Promise<Record<string, JsonObject>> {
    const rows = await client.run('SELECT id, no, name, gone FROM t WHERE gone = 0');
    return Object.fromEntries(rows.map((row) => [String(row['id']), { ...row } as JsonObject]));
  }

  function readerOf(
    reconcile: ReconcileSettings | undefined,
    random?: ReturnType<typeof seededRandom>,
  ): ReconcilingReader {
    const settings: Omit<SqlSettings, 'dialect'> = {
      table: 't',
      read: {
        strategy: 'cursor',
        revision: 'rev',
        key: ['id'],
        overlapSeconds: 1,
        ...(reconcile ? { reconcile } : {}),
      },
      pageRows: 200,
    };
    const sourceSchema = { properties: Object.fromEntries(COLUMNS.map((name) => [name, {}])) };
    const stream = { system: server.dialect, stream: database.connection.database, sourceSchema };
    const more = { rowDigests: digestStore().digests, stream };
    const reader = new ReconcilingReader(
      () => openTable(server, database, settings, COLUMNS, more),
      (row) => String(row['id']),
      random,
    );
    readers.push(reader);
    return reader;
  }

  test('finds rows that were missed, changed behind the revision, or removed, and mends them once', async () => {
    const reader = readerOf({ everyHours: 24, gone: 'withdraw' });
    expect(await reader.reconcile(FIRST)).toMatchObject({
      ...NONE,
      source: ROWS,
      exchange: ROWS,
      adopted: 0,
    });
    // Below the cursor, as of a transaction that stayed open for too long; a change that moved no revision; removed rows.
    await insert(10_001, 10_040, () => 17);
    await client.run("UPDATE t SET name = 'other' WHERE id BETWEEN 100 AND 109");
    await client.run('DELETE FROM t WHERE id BETWEEN 500 AND 529');
    const { keys, ...found } = await reader.reconcile(LATER);
    expect(found).toEqual({
      source: ROWS + 10,
      exchange: ROWS,
      missing: 40,
      changed: 10,
      gone: 30,
      adopted: 0,
      refetched: 50,
      withdrawn: 30,
      kept: 0,
      isOverLimit: false,
      hasUnordered: false,
    });
    expect(keys.missing[0]).toBe('id=10001');
    expect(Object.fromEntries(reader.held)).toEqual(await table());
    expect(await reader.reconcile(LATER)).toMatchObject({ ...NONE, source: ROWS + 10, exchange: ROWS + 10 });
  });

  test('mends all of it while the table goes on changing and its processes die in the middle', async () => {
    const random = seededRandom(20_261_124);
    const reader = readerOf({ everyHours: 24, gone: 'withdraw' }, random);
    while (!(await reader.look()));
    let next = ROWS;
    let revision = 100_000;
    const change = async (): Promise<void> => {
      for (let step = 0; step < 5; step += 1) {
        const id = 1 + random.below(ROWS);
        await client.run(`UPDATE t SET name = 'c${revision}', rev = ${(revision += 1)} WHERE id = ${id}`);
        next += 1;
        await insert(next, next, () => (revision += 1));
        await client.run(`DELETE FROM t WHERE id = ${1 + random.below(ROWS)}`);
      }
    };
    for (let round = 0; round < 3; round += 1) {
      await insert(20_001 + round * 1_000, 20_300 + round * 1_000, (id) => id % 900);
      await client.run(`DELETE FROM t WHERE id BETWEEN ${200 + round * 60} AND ${250 + round * 60}`);
      await reader.reconcile(LATER, { between: change });
    }
    // What was removed while the last one was at work is found by another.
    await reader.reconcile(LATER);
    expect(Object.fromEntries(reader.held)).toEqual(await table());
    expect(reader.deaths).toBeGreaterThan(5);
    expect(await reader.reconcile(LATER)).toMatchObject(NONE);
  });

  test('tells rows that are gone and withdraws nothing, unless it is told to', async () => {
    const reader = readerOf({ everyHours: 24 });
    await reader.reconcile(FIRST);
    await client.run('DELETE FROM t WHERE id <= 3');
    const gone = expect.arrayContaining(['id=1', 'id=2', 'id=3']) as string[];
    const told = { gone: 3, withdrawn: 0, keys: { gone } };
    expect(await reader.reconcile(LATER)).toMatchObject(told);
    expect(await reader.reconcile(LATER)).toMatchObject(told);
    expect(reader.held.size).toBe(ROWS);
    expect(await reader.reconcile({ gone: 'withdraw', isFirst: false })).toMatchObject({
      gone: 3,
      withdrawn: 3,
    });
    expect(reader.held.size).toBe(ROWS - 3);
    await client.run('DELETE FROM t WHERE id <= 10');
    expect(await reader.reconcile({ gone: 'keep', isFirst: false })).toMatchObject({ gone: 7, kept: 7 });
    expect(await reader.reconcile(LATER)).toMatchObject(NONE);
    expect(reader.held.size).toBe(ROWS - 3);
  });

  test('withdraws nothing that was written anew as it was while it was at work', async () => {
    const reader = readerOf({ everyHours: 24, gone: 'withdraw' });
    await reader.reconcile(FIRST);
    await client.run('DELETE FROM t WHERE id IN (5, 6)');
    await insert(10_001, 10_001, () => 17);
    let isBack = false;
    // The missed row is read again first; the rows that are gone are withdrawn behind it.
    const onChunk = async (): Promise<void> => {
      if (!isBack) await client.run("INSERT INTO t VALUES (5, 'N5', 'name 5', 0, 500000)");
      isBack = true;
    };
    const { withdrawn } = await reader.reconcile(LATER, { onChunk });
    expect(isBack).toBe(true);
    expect(withdrawn).toBe(1);
    expect(Object.fromEntries(reader.held)).toEqual(await table());
  });

  test('withdraws nothing while there are rows without a revision, which cannot be met', async () => {
    const reader = readerOf({ everyHours: 24, gone: 'withdraw' });
    await reader.reconcile(FIRST);
    await client.run('UPDATE t SET rev = NULL WHERE id = 5');
    await client.run('DELETE FROM t WHERE id = 6');
    expect(await reader.reconcile(LATER)).toMatchObject({ gone: 2, withdrawn: 0, hasUnordered: true });
    await client.run('UPDATE t SET rev = 5 WHERE id = 5');
    expect(await reader.reconcile(LATER)).toMatchObject({ gone: 1, withdrawn: 1, hasUnordered: false });
  });

  test('does nothing about more differences than it may, nor about a table that was emptied', async () => {
    const reader = readerOf({ everyHours: 24, keysMax: 50, gone: 'withdraw' });
    await reader.reconcile(FIRST);
    await insert(10_001, 10_060, () => 5);
    expect(await reader.reconcile(LATER)).toMatchObject({ missing: 60, refetched: 0, isOverLimit: true });
    const emptied = readerOf({ everyHours: 24, keysMax: 50_000, gone: 'withdraw' });
    await emptied.look();
    await client.run('DELETE FROM t WHERE id > 1000');
    expect(await emptied.reconcile(LATER)).toMatchObject({ withdrawn: 0, isOverLimit: true });
    expect(emptied.held.size).toBeGreaterThan(ROWS);
  });

  test('takes for known what was read before it remembered anything, or before there were other columns', async () => {
    const before = readerOf(undefined);
    await before.look();
    const reader = readerOf({ everyHours: 24 });
    await before.handOver(reader);
    expect(await reader.reconcile(FIRST)).toMatchObject({ ...NONE, adopted: ROWS });
    await insert(10_001, 10_003, () => 5);
    expect(await reader.reconcile(LATER)).toMatchObject({ missing: 3, refetched: 3, adopted: 0 });
  });

  test('holds nothing of rows that withdrew their record by themselves, nor misses one that was written anew', async () => {
    const reader = readerOf({
      everyHours: 24,
      record: ['no'],
      withdrawn: { column: 'gone', in: [1] },
      gone: 'withdraw',
    });
    await reader.reconcile(FIRST);
    await client.run('UPDATE t SET gone = 1, rev = rev + 100000 WHERE id = 7');
    await client.run('DELETE FROM t WHERE id = 8');
    await client.run("INSERT INTO t (id, no, name, gone, rev) VALUES (9001, 'N8', 'anew', 0, 200000)");
    await reader.look();
    await client.run('DELETE FROM t WHERE id = 7');
    expect(await reader.reconcile(LATER)).toMatchObject({ ...NONE, source: ROWS - 1, exchange: ROWS });
    await client.run('DELETE FROM t WHERE id = 9');
    expect(await reader.reconcile(LATER)).toMatchObject({
      gone: 1,
      withdrawn: 1,
      keys: { gone: ['id=9, no=N9'] },
    });
  });
}
