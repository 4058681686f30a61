import { mariadbAvailable } from '@exchange/testing';
import type { Json } from '@exchange/contracts';
import { openTable, rowsOf, take } from './sql/legacy-table.ts';
import { startMariadbServer } from './sql/mariadb-server.ts';
import { startPostgresServer } from './sql/postgres-server.ts';
import type { SqlServer } from './sql/sql-server.ts';
import { runOnce } from './sql/sql-world.ts';

const MEGABYTE = 1_048_576;

/** Type, literal, and the value in the row's JSON. */
type Case = readonly [type: string, literal: string, value: Json];

const POSTGRES: readonly Case[] = [
  ['smallint', '-7', -7],
  ['integer', '2147483647', 2_147_483_647],
  ['bigint', '9223372036854775807', '9223372036854775807'],
  ['numeric(30, 10)', '12345678901234567890.0123456789', '12345678901234567890.0123456789'],
  ['numeric', "'NaN'", 'NaN'],
  ['real', '0.1', 0.1],
  ['double precision', '1e300', 1e300],
  ['double precision', "'Infinity'", 'Infinity'],
  ['boolean', 'true', true],
  ['date', "'2024-02-29'", '2024-02-29'],
  ['time', "'07:08:09.5'", '07:08:09.5'],
  ['timestamp', "'2024-03-05 14:30:20.123456'", '2024-03-05 14:30:20.123456'],
  ['timestamp', "'2024-03-05 14:30:20'", '2024-03-05 14:30:20'],
  ['timestamptz', "'2024-03-05 06:30:20.5Z'", '2024-03-05 14:30:20.5+08:00'],
  ['char(5)', "'ab'", 'ab   '],
  ['varchar(20)', "E'引\"号\\n行'", '引"号\n行'],
  ['text', "''", ''],
  ['json', `E'{"b": 1,\\n "a": [1.10, "x"]}'`, { b: 1, a: [1.1, 'x'] }],
  ['jsonb', `'{"b": 1, "a": null}'`, { a: null, b: 1 }],
  ['uuid', "'01990000-0000-7000-8000-000000000000'", '01990000-0000-7000-8000-000000000000'],
  ['text[]', "ARRAY['a', 'b']", '{a,b}'],
  ['bytea', "'\\x00ff10'", 'AP8Q'],
  ['text', `repeat('字', ${MEGABYTE})`, { tooLargeBytes: 3 * MEGABYTE }],
  ['text', 'NULL', null],
];

const MARIADB: readonly Case[] = [
  ['tinyint(1)', '1', 1],
  ['int unsigned', '4294967295', 4_294_967_295],
  ['int(6) zerofill', '42', '000042'],
  ['bigint unsigned', '18446744073709551615', '18446744073709551615'],
  ['decimal(30, 10)', '12345678901234567890.0123456789', '12345678901234567890.0123456789'],
  ['float', '0.1', 0.1],
  ['double', '1e300', 1e300],
  ['bit(1)', "b'1'", true],
  ['bit(8)', "b'101'", '5'],
  ['year', '2024', 2024],
  ['date', "'0000-00-00'", '0000-00-00'],
  ['datetime', "'0000-00-00 00:00:00'", '0000-00-00 00:00:00'],
  ['datetime(6)', "'2024-03-05 14:30:20.123456'", '2024-03-05 14:30:20.123456'],
  // Written by a session in UTC, read by one in +08:00.
  ['timestamp', "'2024-03-05 06:30:20'", '2024-03-05 14:30:20'],
  ['time', "'-838:59:59'", '-838:59:59'],
  ['char(5)', "'ab'", 'ab'],
  ['varchar(20)', `'引"号\\n行'`, '引"号\n行'],
  ['text', "''", ''],
  ['json', `'{"b": 1}'`, '{"b": 1}'],
  ["set('a','b')", `'a,b'`, 'a,b'],
  ['varbinary(9)', "x'00ff10'", 'AP8Q'],
  ['longtext', `REPEAT('字', ${MEGABYTE})`, { tooLargeBytes: 3 * MEGABYTE }],
  ['text', 'NULL', null],
];

async function rowOf(server: SqlServer, cases: readonly Case[]): Promise<Record<string, Json>> {
  const database = await server.createDatabase();
  const names = cases.map((_case, index) => `v${index}`);
  await runOnce(
    database,
    `CREATE TABLE t (id int PRIMARY KEY, ${cases.map(([type], index) => `v${index} ${type} NULL`).join(', ')})`,
    `INSERT INTO t VALUES (1, ${cases.map(([, literal]) => literal).join(', ')})`,
  );
  const settings = {
    table: 't',
    read: { strategy: 'cursor', revision: 'id', key: [] },
    binaryBytesMax: 100,
  } as const;
  const source = openTable(server, database, settings, names);
  const bodies: Buffer[] = [];
  for (let time = 0; time < 2; time++)
    for await (const chunk of source.read(null, AbortSignal.timeout(9_000))) bodies.push(chunk.body);
  expect(bodies[1]).toEqual(bodies[0]);
  const { taken } = await take(source);
  await source.close();
  await database.drop();
  return taken[0]!.row;
}

const availability = await mariadbAvailable();
const hasMariadb = availability.available || process.env['CI'] !== undefined;
let postgres: SqlServer;
let mariadb: SqlServer | null = null;
beforeAll(async () => {
  postgres = await startPostgresServer();
  if (hasMariadb) mariadb = await startMariadbServer();
}, 120_000);
afterAll(async () => {
  await postgres.end();
  await mariadb?.end();
}, 60_000);

test('values of PostgreSQL come digit by digit as the server shows them', async () => {
  const row = await rowOf(postgres, POSTGRES);
  expect(POSTGRES.map(([type], index) => [type, row[`v${index}`]])).toEqual(
    POSTGRES.map(([type, , value]) => [type, value]),
  );
});

(hasMariadb ? test : test.skip)(
  'values of MariaDB come digit by digit as the server shows them',
  async () => {
    const server = mariadb!;
    const database = await server.createDatabase();
    const row = await rowOf(server, MARIADB);
    expect(MARIADB.map(([type], index) => [type, row[`v${index}`]])).toEqual(
      MARIADB.map(([type, , value]) => [type, value]),
    );
    await runOnce(
      database,
      'CREATE TABLE g (id int PRIMARY KEY, name varchar(20) CHARACTER SET gbk)',
      `INSERT INTO g VALUES (1, '武进')`,
    );
    const source = openTable(
      server,
      database,
      { table: 'g', read: { strategy: 'cursor', revision: 'id', key: [] } },
      ['name'],
    );
    for await (const chunk of source.read(null, AbortSignal.timeout(9_000)))
      expect(rowsOf(chunk)).toEqual([{ name: '武进' }]);
    await source.close();
  },
);

test('binary columns are refused by name unless the settings allow them', async () => {
  const server = postgres;
  const database = await server.createDatabase();
  await runOnce(
    database,
    'CREATE TABLE t (id int PRIMARY KEY, photo bytea)',
    `INSERT INTO t VALUES (1, '\\x0102')`,
  );
  const settings = { table: 't', read: { strategy: 'cursor', revision: 'id', key: [] } } as const;
  const refused = openTable(server, database, settings, ['id', 'photo']);
  expect(await refused.test()).toMatchObject({
    failed: 'settings',
    zh: expect.stringContaining('photo') as string,
  });
  await refused.close();
  const bounded = openTable(server, database, { ...settings, binaryBytesMax: 1 }, ['id', 'photo']);
  expect((await take(bounded)).taken[0]!.row).toEqual({ id: 1, photo: { tooLargeBytes: 2 } });
  await bounded.close();
});
