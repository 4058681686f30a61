import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listBackfills } from '@exchange/store';
import { setupKit, type SetupKit } from './setup-kit.ts';

const [DROPPED, FILES] = ['outdoor-advertising', 'licenses'];

let kit: SetupKit;

beforeAll(async () => {
  kit = await setupKit();
}, 120_000);

afterAll(() => kit.end());

const run = (...args: string[]): Promise<number> => kit.run(...args);

test.each([
  ['a system that pushes', 'hotline-12345', 'orders', '?historical=true'],
  ['a queue', 'drinking-water', 'warnings', 'a message broker keeps no history'],
  ['a table without any usable cursor', 'food-licenses', 'licenses', 'is read as a whole'],
])('says why %s cannot be filled back', async (_what, system, stream, why) => {
  expect(await run('backfill', system, stream, 'start')).toBe(1);
  expect(kit.lines[0]).toContain(why);
  expect(await listBackfills(kit.store.pool)).toEqual([]);
});

test('files are filled back from a folder of their own, which has to be there first', async () => {
  expect(await run('backfill', DROPPED!, FILES!, 'start')).toBe(1);
  expect(kit.lines[0]).toContain('no connection yet');
  const inbox = join(kit.directory, 'inbox');
  await mkdir(join(inbox, 'hwgg'), { recursive: true });
  const file = await kit.connectionFile({ kind: 'folder', directory: inbox });
  expect(await run('connect', DROPPED!, file, '--start', 'now')).toBe(0);
  expect(await run('backfill', DROPPED!, FILES!, 'start')).toBe(1);
  expect(kit.lines[0]).toContain('missing-object');
  await mkdir(join(inbox, 'hwgg', 'history'));
  expect(await run('backfill', DROPPED!, FILES!, 'start', '--rate', '50')).toBe(0);
  expect(kit.lines[0]).toContain('is being filled back');
  expect(kit.lines[1]).toContain('nobody reads it yet');
  expect(await run('backfill', DROPPED!, FILES!, 'start', '--rate', '80')).toBe(0);
  expect(kit.lines[0]).toContain('only the rate is changed');
  expect(await listBackfills(kit.store.pool)).toEqual([
    expect.objectContaining({ rateMax: 80, state: 'running', held: { unit: 'bytes', amount: 0 } }),
  ]);
  const { rows } = await kit.store.pool.query(
    'SELECT action FROM exchange.audit_entry WHERE object = $1 ORDER BY id',
    [`${DROPPED}/${FILES}`],
  );
  expect(rows).toEqual([{ action: 'backfill.start' }, { action: 'backfill.rate' }]);
});

test('a source that cannot be asked where it stands is not connected', async () => {
  const file = join(kit.directory, 'gone.json');
  await writeFile(file, JSON.stringify({ baseUrl: 'http://127.0.0.1:9/api', user: 'wj', password: 'x' }));
  expect(await run('connect', 'enforcement-supervision', file, '--start', 'now')).toBe(1);
  expect(kit.lines.at(-1)).toMatch(/: (tcp|settings): /u);
  expect(await run('test-connection', 'enforcement-supervision')).toBe(1);
  expect(kit.lines[0]).toContain('no connection yet');
  expect(await run('connect', 'enforcement-supervision', file, '--start', 'yesterday')).toBe(1);
});
