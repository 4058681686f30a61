import type { Json, JsonObject } from '@exchange/contracts';
import type { SqlSourceOptions } from '../../src/sql-poll/sql-source-options.ts';
import type { SqlSettings } from '../../src/sql-poll/sql-settings.ts';
import type { Source } from '../../src/port.ts';
import { allAccepted, openTable, rowsOf, take } from './legacy-table.ts';
import type { SqlDatabase, SqlServer } from './sql-server.ts';
import { createRecords, CURSOR, runOnce } from './sql-world.ts';

const BY_NUMBER = { strategy: 'cursor', revision: 'id', key: ['id'] } as const;
const soon = (): AbortSignal => AbortSignal.timeout(60_000);

/** What a table already holds, and what comes from now on: kept apart, and neither lost. */
export function describeSqlHistory(server: () => SqlServer): void {
  let database: SqlDatabase;
  beforeEach(async () => {
    database = await server().createDatabase();
    await createRecords(database, dialect());
  });
  afterEach(() => database.drop());

  const dialect = (): 'postgres' | 'mysql' => server().dialect as 'postgres' | 'mysql';
  const open = (read: Partial<Omit<SqlSettings, 'dialect'>>, more: Partial<SqlSourceOptions> = {}): Source =>
    openTable(server(), database, { table: CURSOR.table, read: CURSOR.read, ...read }, ['record_key'], more);
  const insert = (from: number, count: number): Promise<void> =>
    runOnce(
      database,
      ...Array.from(
        { length: Math.ceil(count / 500) },
        (_, part) =>
          `INSERT INTO records (record_key) VALUES ${Array.from(
            { length: Math.min(500, count - part * 500) },
            (_row, index) => `('K${from + part * 500 + index}')`,
          ).join(', ')}`,
      ),
    );
  const keysOf = (rows: readonly JsonObject[]): unknown[] => rows.map((row) => row['record_key']);

  test('what commits late, after a reader was put behind all that is there, is read, and nothing else of it', async () => {
    await insert(0, 300);
    const late = await database.session();
    await late.run('BEGIN');
    await late.run(`INSERT INTO records (record_key) VALUES ('late')`);
    await insert(300, 20);
    const source = open({ read: { ...BY_NUMBER, overlapSeconds: 60 } });
    const begin = await source.latest!(soon());
    await late.run('COMMIT');
    await late.end();
    await insert(320, 5);
    const { taken } = await take(source, JSON.parse(JSON.stringify(begin)) as Json);
    expect(keysOf(taken.map(({ row }) => row))).toEqual(['late', 'K320', 'K321', 'K322', 'K323', 'K324']);
    await source.close();
  });

  test('a reader that is put behind more rows than may be young reads none of them again', async () => {
    await insert(0, 2_000);
    const source = open({ read: { ...BY_NUMBER, overlapSeconds: 1, windowRowsMax: 100 } });
    const begin = await source.latest!(soon());
    expect(JSON.stringify(begin).length).toBeLessThan(100 * 16 + 200);
    await insert(2_000, 30);
    expect((await take(source, begin)).taken).toHaveLength(30);
    await source.close();
  });

  test('rows that are dated into the future, and were there, are not read again', async () => {
    await insert(0, 10);
    await runOnce(database, `INSERT INTO records (record_key, changed_at) VALUES ('future', '2037-01-01')`);
    const source = open({});
    const begin = await source.latest!(soon());
    await insert(10, 2);
    expect(keysOf((await take(source, begin)).taken.map(({ row }) => row))).toEqual(['K10', 'K11']);
    await source.close();
  });

  test('a back-fill gives every row once, ends while others are written, and stands at a small place', async () => {
    await insert(0, 2_000);
    await runOnce(database, `INSERT INTO records (record_key, changed_at) VALUES ('future', '2037-01-01')`);
    const counting = open({}, { isHistory: true });
    expect(await counting.held!(null, soon())).toEqual({ unit: 'records', amount: 2_001 });
    await counting.close();
    const seen: unknown[] = [];
    let at: Json | null = null;
    for (let isOver = false; !isOver;) {
      // A process that dies after each chunk, and rows that come meanwhile.
      const source = open({ pageRows: 500 }, { isHistory: true });
      isOver = true;
      for await (const chunk of source.read(at, soon())) {
        seen.push(...keysOf(rowsOf(chunk)));
        at = JSON.parse(JSON.stringify(chunk.checkpoint)) as Json;
        expect(JSON.stringify(at).length).toBeLessThan(300);
        await source.settle(at, allAccepted(chunk));
        isOver = false;
        break;
      }
      await source.close();
      if (seen.length < 1_500) await insert(10_000 + seen.length, 3);
    }
    expect(new Set(seen).size).toBe(seen.length);
    const old = Array.from({ length: 2_000 }, (_, index) => `K${index}`);
    expect(seen.slice(0, 2_000)).toEqual(old);
    expect(seen).toContain('future');
  });

  test('a back-fill of a table that grows all the time comes to its end', async () => {
    await insert(0, 1_000);
    const source = open({ pageRows: 100, read: BY_NUMBER }, { isHistory: true });
    let rows = 0;
    for await (const chunk of source.read(null, soon())) {
      rows += rowsOf(chunk).length;
      await insert(10_000 + rows, 200);
    }
    expect(rows).toBe(1_000);
    await source.close();
  });
}
