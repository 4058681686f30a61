import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestStore, createTestDatabase, type TestDatabase } from '@exchange/testing';
import { addReader, pauseReader, recordSightings } from '@exchange/store';
import { setupConfig } from '../src/config.ts';
import { runCommand } from '../src/run-command.ts';

const POLLED = 'enforcement-supervision';

let database: TestDatabase;
let directory: string;
let lines: string[];

async function run(...args: string[]): Promise<number> {
  lines = [];
  const config = setupConfig({ DATABASE_URL: database.url, SEALING_KEY });
  return runCommand(config, args, (line) => lines.push(line));
}

const SEALING_KEY = randomBytes(32).toString('base64');

async function connectionFile(content: object): Promise<string> {
  const path = join(directory, 'connection.json');
  await writeFile(path, JSON.stringify(content));
  return path;
}

beforeAll(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'setup-'));
  expect(await run('migrate')).toBe(0);
  expect(await run('register')).toBe(0);
}, 120_000);

afterAll(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

test('a connection that is not complete is refused with what is wrong, and nothing is stored', async () => {
  expect(await run('connect', POLLED, await connectionFile({ user: 'x', colour: 'red' }))).toBe(1);
  expect(lines.join('\n')).toContain('baseUrl');
  expect(await run('test-connection', POLLED)).toBe(1);
  expect(lines[0]).toContain('no connection yet');
});

test('a connection is stored sealed, tried at once, and the step that fails is named', async () => {
  const secret = 'only-for-this-test-7419';
  const file = await connectionFile({ baseUrl: 'http://127.0.0.1:9/api', user: 'wj', password: secret });
  expect(await run('connect', POLLED, file)).toBe(1);
  expect(lines[0]).toContain('is stored');
  expect(lines.slice(1).length).toBeGreaterThan(0);
  for (const line of lines.slice(1)) expect(line).toMatch(/: (tcp|settings): /u);
  const store = await openTestStore(database.url);
  const { rows } = await store.pool.query<{ sealed: Buffer }>(
    'SELECT sealed FROM exchange.source_connection',
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]!.sealed.includes(secret)).toBe(false);
  const { rows: audit } = await store.pool.query('SELECT action, object, after FROM exchange.audit_entry');
  expect(JSON.stringify(audit)).toContain('source.connect');
  expect(JSON.stringify(audit)).not.toContain(secret);
  await store.close();
});

test('a system that pushes has no connection', async () => {
  expect(await run('connect', 'hotline-12345', await connectionFile({}))).toBe(1);
  expect(lines[0]).toContain('does not read');
});

test('a paused source is listed with its reason and goes on when it is told to', async () => {
  const store = await openTestStore(database.url);
  const name = { system: POLLED, stream: 'reviews', lane: 'live' } as const;
  await addReader(store.pool, name);
  await pauseReader(store.pool, name, { rule: 'secrecy-marking' });
  await store.close();
  expect(await run('sources')).toBe(0);
  expect(lines.join('\n')).toContain('secrecy-marking');
  expect(await run('resume', POLLED, 'reviews')).toBe(0);
  expect(await run('resume', POLLED, 'reviews')).toBe(1);
  expect(lines[0]).toContain('neither stopped nor paused');
});

test('prints the script of the hand-over tables, and the dialects where none of them was named', async () => {
  expect(await run('handover-ddl', 'hotline-12345', 'orders', 'oracle')).toBe(0);
  expect(lines[0]).toContain('CREATE TABLE');
  expect(await run('handover-ddl', 'hotline-12345', 'orders', 'db2')).toBe(1);
  expect(lines[0]).toContain('postgres, kingbase');
});

test('tells how what is sent differs from what was agreed, until somebody accepts it', async () => {
  expect(await run('drift')).toBe(0);
  expect(lines).toEqual([]);
  const store = await openTestStore(database.url);
  const field = { path: '/新字段', type: 'text', records: 1, isKnown: false } as const;
  const sighting = { system: 'hotline-12345', stream: 'orders', records: 1, fields: [field], codes: [] };
  await recordSightings(store.pool, [sighting]);
  await store.close();
  await run('drift', 'hotline-12345');
  expect(lines).toEqual([expect.stringContaining('新增字段 / new field  /新字段 = text')]);
  expect(await run('drift', '--accept', '/新字段')).toBe(1);
  expect(await run('drift', 'hotline-12345', 'orders', '--accept', '/旧字段')).toBe(1);
  expect(await run('drift', 'hotline-12345', 'orders', '--accept', '/新字段')).toBe(0);
  await run('drift');
  expect(lines).toEqual([]);
  await run('drift', '--all');
  expect(lines).toEqual([expect.stringContaining('已认可 / accepted')]);
});
