import { createServer, type AddressInfo } from 'node:net';
import { openSqlSource } from '../../src/sql-poll/open-sql-source.ts';
import type { SqlConnection } from '../../src/sql-poll/sql-connection.ts';
import type { SqlSettings } from '../../src/sql-poll/sql-settings.ts';
import { openSession } from '../../src/sql-poll/session/open-session.ts';
import { planReading } from '../../src/sql-poll/sql-plan.ts';
import type { SqlDatabase, SqlServer } from './sql-server.ts';
import { runOnce } from './sql-world.ts';

/** That each way in which a table cannot be read is told apart from the others, on a real server. */
export function describeSqlFailures(started: () => SqlServer): void {
  let server: SqlServer;
  let database: SqlDatabase;
  beforeEach(async () => {
    server = started();
    database = await server.createDatabase();
    await runOnce(database, 'CREATE TABLE t (id int PRIMARY KEY, name varchar(9), secret varchar(9))');
  });
  afterEach(() => database.drop());

  const stream = (...columns: string[]) => ({
    system: 'city',
    stream: 't',
    sourceSchema: { properties: Object.fromEntries(columns.map((name) => [name, {}])) },
  });
  const tryOut = async (
    connection: Partial<SqlConnection>,
    settings: Partial<SqlSettings> = {},
    columns: string[] = ['id', 'name'],
  ) => {
    const source = openSqlSource({
      settings: {
        dialect: server.dialect,
        table: 't',
        read: { strategy: 'cursor', revision: 'id', key: [] },
        ...settings,
      },
      connection: { ...database.connection, ...connection },
      stream: stream(...columns),
      now: () => Date.now(),
    });
    const report = await source.test();
    await source.close();
    return report;
  };

  test('says what it saw of a table that can be read', async () => {
    const report = await tryOut({});
    expect(report).toMatchObject({ isOk: true });
    expect(report.isOk && report.seen).toMatch(
      server.dialect === 'mysql' ? /MariaDB.*t: 2, \+1 columns/u : /PostgreSQL.*t: 2, \+1 columns/u,
    );
  });

  test('names the step at which the way to the table ends', async () => {
    expect(await tryOut({ host: 'no-such-host.invalid' })).toMatchObject({ failed: 'dns' });
    expect(await tryOut({ port: 1 })).toMatchObject({ failed: 'tcp' });
    expect(await tryOut({ tls: 'verify' })).toMatchObject({ failed: 'tls' });
    expect(await tryOut({ password: 'wrong' })).toMatchObject({ failed: 'credentials' });
    expect(await tryOut({ user: 'nobody' })).toMatchObject({ failed: 'credentials' });
    expect(await tryOut({ database: 'no_such_database' })).toMatchObject({ failed: 'missing-object' });
    expect(await tryOut({}, { table: 'no_such_table' })).toMatchObject({ failed: 'missing-object' });
    expect(await tryOut({}, { table: 't"; DROP TABLE t; --' })).toMatchObject({ failed: 'settings' });
    expect(await tryOut({}, {}, ['id', 'new_column', 'other'])).toMatchObject({
      failed: 'missing-object',
      zh: 't 缺少字段：new_column, other',
    });
  });

  test('tells a missing right from a missing table', async () => {
    const host = server.dialect === 'mysql' ? "'visitor'@'127.0.0.1'" : 'visitor';
    const { database: name } = database.connection;
    await runOnce(
      database,
      ...(server.dialect === 'mysql'
        ? [`CREATE USER ${host} IDENTIFIED BY 'pw'`, `GRANT SELECT (id) ON ${name}.t TO ${host}`]
        : [`CREATE ROLE ${host} LOGIN PASSWORD 'pw'`, `GRANT SELECT (id) ON t TO ${host}`]),
    );
    const visitor = { user: 'visitor', password: 'pw' };
    expect(await tryOut(visitor, {}, ['id'])).toMatchObject({ isOk: true });
    // MariaDB's catalogue does not show a column that may not be read.
    const failed = server.dialect === 'mysql' ? 'missing-object' : 'permission';
    expect(await tryOut(visitor)).toMatchObject({ failed });
    await runOnce(
      database,
      server.dialect === 'mysql'
        ? `REVOKE SELECT (id) ON ${name}.t FROM ${host}`
        : `REVOKE SELECT (id) ON t FROM ${host}`,
      ...(server.dialect === 'mysql' ? [`GRANT INSERT ON ${name}.t TO ${host}`] : []),
    );
    expect(await tryOut(visitor)).toMatchObject({ failed: 'permission' });
    await runOnce(
      database,
      ...(server.dialect === 'mysql'
        ? [`DROP USER ${host}`]
        : [`DROP OWNED BY ${host}`, `DROP ROLE ${host}`]),
    );
  });

  test('does not wait for ever for a server that is no database', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const began = performance.now();
    expect(await tryOut({ host: '127.0.0.1', port })).toMatchObject({ isOk: false });
    expect(performance.now() - began).toBeLessThan(25_000);
    silent.close();
  });

  test('cannot write through the session that it reads with', async () => {
    const settings: SqlSettings = {
      dialect: server.dialect,
      table: 't',
      read: { strategy: 'cursor', revision: 'id', key: [] },
    };
    const plan = planReading(settings, database.connection, stream('id'));
    const session = await openSession(plan.dialect, database.connection, plan.session);
    for (const text of [`INSERT INTO t VALUES (1, 'a', 'b')`, 'DELETE FROM t', 'CREATE TABLE u (id int)'])
      await expect(session.query({ text, values: [] })).rejects.toMatchObject({ name: 'SourceError' });
    expect(await session.query({ text: 'SELECT id FROM t', values: [] })).toEqual([]);
    await session.close();
  });

  test('keeps values of a record out of what it says', async () => {
    await runOnce(database, `INSERT INTO t VALUES (1, 'a', 'b')`);
    const settings: SqlSettings = {
      dialect: server.dialect,
      table: 't',
      read: { strategy: 'cursor', revision: 'id', key: [] },
    };
    const plan = planReading(settings, database.connection, stream('id'));
    const session = await openSession(plan.dialect, database.connection, plan.session);
    const placeholder = plan.dialect.placeholder(1);
    const text = `SELECT id FROM nowhere WHERE name = ${placeholder}`;
    const error: unknown = await session.query({ text, values: ['张三'] }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ failed: 'missing-object' });
    expect((error as Error).cause).toBeUndefined();
    expect(JSON.stringify([error, String(error), (error as { zh: string }).zh])).not.toContain('张三');
    await session.close();
  });
}
