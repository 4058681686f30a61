import { cp, mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { addReader, closeStream, listStages, pauseReader } from '@exchange/store';
import { setupKit, type SetupKit } from './setup-kit.ts';

const PUSHED = 'hotline-12345';
const DROPPED = 'agri-inputs';
const SAMPLES = 'adapters/agri-inputs/licenses/samples';

let kit: SetupKit;

beforeAll(async () => {
  kit = await setupKit('chen');
}, 120_000);

afterAll(() => kit.end());

const run = (...args: string[]): Promise<number> => kit.run(...args);

async function countRows(table: string): Promise<number> {
  const { rows } = await kit.store.pool.query<{ count: string }>(`SELECT count(*) FROM exchange.${table}`);
  return Number(rows[0]!.count);
}

test('a system that is new has applied unless told otherwise, and goes on one step at a time', async () => {
  expect(await run('stage', PUSHED)).toBe(0);
  expect(kit.lines).toEqual([expect.stringContaining('申请 / applied')]);
  expect(await run('stage', PUSHED, 'in-operation')).toBe(1);
  expect(kit.lines[0]).toContain('联调测试 / joint-test');
  for (const stage of ['joint-test', 'trial-run', 'in-operation'])
    expect(await run('stage', PUSHED, stage)).toBe(0);
  expect((await listStages(kit.store)).find(({ system }) => system === PUSHED)).toMatchObject({
    stage: 'in-operation',
    changedBy: 'chen',
  });
  expect(await run('stage', PUSHED, 'finished')).toBe(1);
  expect(await run('stage', 'nobody', 'joint-test')).toBe(1);
  await kit.store.pool.query(`DELETE FROM exchange.system_stage WHERE system = 'gas-safety'`);
  expect(await run('register', '--stage', 'in-operation')).toBe(0);
  const stages = await listStages(kit.store);
  expect(stages.find(({ system }) => system === 'gas-safety')).toMatchObject({ stage: 'in-operation' });
  expect(stages.find(({ system }) => system === DROPPED)).toMatchObject({ stage: 'applied' });
});

test.each([
  ['minutes', '90'],
  ['a time with an offset', '2099-01-01T08:00:00+08:00'],
  ['a time in Beijing', '2099-01-01 08:00'],
  ['a day', '2099-01-01'],
])('maintenance begins with its end as %s and is ended by hand', async (_kind, until) => {
  expect(await run('maintenance', PUSHED, '--until', until, '--reason', '机房检修')).toBe(0);
  expect(kit.lines[0]).toContain(until === '90' ? '维护至' : '2099-01-01');
  expect(await run('maintenance')).toBe(0);
  expect(kit.lines).toEqual([expect.stringContaining('机房检修')]);
  expect(await run('maintenance', PUSHED, '--end')).toBe(0);
  expect(await run('maintenance', PUSHED, '--end')).toBe(1);
});

test.each([['yesterday'], ['2001-01-01T00:00:00Z'], ['2026-13-45'], ['-5']])(
  'maintenance until %s is refused',
  async (until) => {
    expect(await run('maintenance', PUSHED, `--until=${until}`, '--reason', 'x')).toBe(1);
    expect(await run('maintenance')).toBe(0);
    expect(kit.lines).toEqual([]);
  },
);

test('one command lets a stopped stream and its paused reader go on', async () => {
  const name = { system: DROPPED, stream: 'licenses' };
  await addReader(kit.store.pool, { ...name, lane: 'live' });
  await pauseReader(kit.store.pool, { ...name, lane: 'live' }, { rule: 'secrecy-marking' });
  await closeStream(kit.store, name, { state: 'stopped', reason: { zh: '多', en: 'many' } }, 'policy');
  expect(await run('resume', DROPPED, 'licenses')).toBe(0);
  expect(kit.lines).toEqual([
    expect.stringContaining('takes records again'),
    expect.stringContaining('goes on'),
    expect.stringContaining('applied'),
  ]);
  expect(await run('resume', DROPPED, 'licenses')).toBe(1);
});

test('a trial key is kept as one', async () => {
  expect(await run('issue-key', PUSHED, '--trial', '--kind', 'hmac-sm3')).toBe(0);
  const id = kit.lines[0]!.split(/\s+/u)[1];
  const { rows } = await kit.store.pool.query('SELECT kind, trial FROM exchange.access_key WHERE id = $1', [
    id,
  ]);
  expect(rows).toEqual([{ kind: 'hmac-sm3', trial: true }]);
});

describe('a source that is tried', () => {
  const TABLES = ['receipt', 'quarantine', 'processed_file', 'idempotency_key'];

  async function drop(...samples: string[]): Promise<string> {
    const folder = await mkdtemp(join(kit.directory, 'drop-'));
    await mkdir(join(folder, 'nysy'));
    for (const [place, sample] of samples.entries())
      await cp(join(SAMPLES, sample), join(folder, 'nysy', `NYSY_JYXK_320412_2026112${place}.csv`));
    const connection = await kit.connectionFile({ kind: 'folder', directory: folder });
    expect(await run('connect', DROPPED, connection)).toBe(0);
    return join(folder, 'nysy');
  }

  it('is read and checked, and is as it was afterwards', async () => {
    const folder = await drop('normal.csv', 'missing-key.csv');
    const before = [await readdir(folder), await Promise.all(TABLES.map(countRows))];
    expect(await run('try-source', DROPPED, 'licenses')).toBe(1);
    expect(kit.lines[0]).toMatch(/试读 \d+ 条（2 批）/u);
    expect(kit.lines.slice(1).length).toBeGreaterThan(0);
    expect(kit.lines[1]).toContain('missing-required');
    expect([await readdir(folder), await Promise.all(TABLES.map(countRows))]).toEqual(before);
  });

  it('is read no further than it was asked for', async () => {
    await drop('normal.csv', 'missing-key.csv');
    expect(await run('try-source', DROPPED, 'licenses', '--records', '1')).toBe(0);
    expect(kit.lines[0]).toContain('（1 批）');
  });

  it('stops at a secrecy marking, which is recorded', async () => {
    await drop('marked.csv');
    const blocks = await countRows('secrecy_block');
    expect(await run('try-source', DROPPED, 'licenses')).toBe(1);
    expect(kit.lines.at(-1)).toContain('涉密标志');
    expect(await countRows('secrecy_block')).toBeGreaterThan(blocks);
  });

  it('says what is missing', async () => {
    expect(await run('try-source', PUSHED, 'orders')).toBe(1);
    expect(kit.lines[0]).toContain('不由网关读取');
    expect(await run('try-source', 'farm-produce', 'sampling')).toBe(1);
    expect(await run('try-source', DROPPED, 'nothing')).toBe(1);
    expect(kit.lines[0]).toContain('no such stream');
    expect(await run('try-source', DROPPED, 'licenses', '--records', '0')).toBe(1);
    expect(kit.lines[0]).toContain('--records');
  });
});
