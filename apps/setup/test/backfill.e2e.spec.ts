import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listBackfills, type Store } from '@exchange/store';
import { createTestDatabase, openTestStore, type TestDatabase } from '@exchange/testing';
import { setupConfig } from '../src/config.ts';
import { runCommand } from '../src/run-command.ts';

const SEALING_KEY = randomBytes(32).toString('base64');
const [DROPPED, FILES] = ['outdoor-advertising', 'licenses'];

let database: TestDatabase;
let store: Store;
let directory: string;
let lines: string[];

async function run(...args: string[]): Promise<number> {
  lines = [];
  const config = setupConfig({ DATABASE_URL: database.url, SEALING_KEY });
  return runCommand(config, args, (line) => lines.push(line));
}

beforeAll(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'setup-backfill-'));
  expect(await run('migrate')).toBe(0);
  expect(await run('register')).toBe(0);
  store = await openTestStore(database.url);
}, 120_000);

afterAll(async () => {
  await store.close();
  await database.drop();
  await rm(directory, { recursive: true });
});

test.each([
  ['a system that pushes', 'hotline-12345', 'orders', '?historical=true'],
  ['a queue', 'drinking-water', 'warnings', 'a message broker keeps no history'],
  ['a table without any usable cursor', 'food-licenses', 'licenses', 'is read as a whole'],
])('says why %s cannot be filled back', async (_what, system, stream, why) => {
  expect(await run('backfill', system, stream, 'start')).toBe(1);
  expect(lines[0]).toContain(why);
  expect(await listBackfills(store.pool)).toEqual([]);
});

test('files are filled back from a folder of their own, which has to be there first', async () => {
  expect(await run('backfill', DROPPED!, FILES!, 'start')).toBe(1);
  expect(lines[0]).toContain('no connection yet');
  const file = join(directory, 'connection.json');
  const inbox = join(directory, 'inbox');
  await mkdir(join(inbox, 'hwgg'), { recursive: true });
  await writeFile(file, JSON.stringify({ kind: 'folder', directory: inbox }));
  expect(await run('connect', DROPPED!, file, '--start', 'now')).toBe(0);
  expect(await run('backfill', DROPPED!, FILES!, 'start')).toBe(1);
  expect(lines[0]).toContain('missing-object');
  await mkdir(join(inbox, 'hwgg', 'history'));
  expect(await run('backfill', DROPPED!, FILES!, 'start', '--rate', '50')).toBe(0);
  expect(lines[0]).toContain('is being filled back');
  expect(lines[1]).toContain('nobody reads it yet');
  expect(await run('backfill', DROPPED!, FILES!, 'start', '--rate', '80')).toBe(0);
  expect(lines[0]).toContain('only the rate is changed');
  expect(await listBackfills(store.pool)).toEqual([
    expect.objectContaining({ rateMax: 80, state: 'running', held: { unit: 'bytes', amount: 0 } }),
  ]);
  const { rows } = await store.pool.query(
    'SELECT action FROM exchange.audit_entry WHERE object = $1 ORDER BY id',
    [`${DROPPED}/${FILES}`],
  );
  expect(rows).toEqual([{ action: 'backfill.start' }, { action: 'backfill.rate' }]);
});

test('a source that cannot be asked where it stands is not connected', async () => {
  const file = join(directory, 'gone.json');
  await writeFile(file, JSON.stringify({ baseUrl: 'http://127.0.0.1:9/api', user: 'wj', password: 'x' }));
  expect(await run('connect', 'enforcement-supervision', file, '--start', 'now')).toBe(1);
  expect(lines.at(-1)).toMatch(/: (tcp|settings): /u);
  expect(await run('test-connection', 'enforcement-supervision')).toBe(1);
  expect(lines[0]).toContain('no connection yet');
  expect(await run('connect', 'enforcement-supervision', file, '--start', 'yesterday')).toBe(1);
});
