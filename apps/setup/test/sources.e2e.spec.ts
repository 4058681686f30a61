import { addReader, pauseReader, recordSightings } from '@exchange/store';
import { setupKit, type SetupKit } from './setup-kit.ts';

const POLLED = 'enforcement-supervision';

let kit: SetupKit;

beforeAll(async () => {
  kit = await setupKit();
}, 120_000);

afterAll(() => kit.end());

const run = (...args: string[]): Promise<number> => kit.run(...args);

test('a connection that is not complete is refused with what is wrong, and nothing is stored', async () => {
  expect(await run('connect', POLLED, await kit.connectionFile({ user: 'x', colour: 'red' }))).toBe(1);
  expect(kit.lines.join('\n')).toContain('baseUrl');
  expect(await run('test-connection', POLLED)).toBe(1);
  expect(kit.lines[0]).toContain('no connection yet');
});

test('a connection is stored sealed, tried at once, and the step that fails is named', async () => {
  const secret = 'only-for-this-test-7419';
  const file = await kit.connectionFile({ baseUrl: 'http://127.0.0.1:9/api', user: 'wj', password: secret });
  expect(await run('connect', POLLED, file)).toBe(1);
  expect(kit.lines[0]).toContain('is stored');
  expect(kit.lines.slice(1).length).toBeGreaterThan(0);
  for (const line of kit.lines.slice(1)) expect(line).toMatch(/: (tcp|settings): /u);
  const { rows } = await kit.store.pool.query<{ sealed: Buffer }>(
    'SELECT sealed FROM exchange.source_connection',
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]!.sealed.includes(secret)).toBe(false);
  const { rows: audit } = await kit.store.pool.query(
    'SELECT action, object, after FROM exchange.audit_entry',
  );
  expect(JSON.stringify(audit)).toContain('source.connect');
  expect(JSON.stringify(audit)).not.toContain(secret);
});

test('a system that pushes has no connection', async () => {
  expect(await run('connect', 'hotline-12345', await kit.connectionFile({}))).toBe(1);
  expect(kit.lines[0]).toContain('does not read');
});

test('a paused source is listed with its reason and goes on when it is told to', async () => {
  const name = { system: POLLED, stream: 'reviews', lane: 'live' } as const;
  await addReader(kit.store.pool, name);
  await pauseReader(kit.store.pool, name, { rule: 'secrecy-marking' });
  expect(await run('sources')).toBe(0);
  expect(kit.lines.join('\n')).toContain('secrecy-marking');
  expect(await run('resume', POLLED, 'reviews')).toBe(0);
  expect(await run('resume', POLLED, 'reviews')).toBe(1);
  expect(kit.lines[0]).toContain('neither stopped nor paused');
});

test('prints the script of the hand-over tables, and the dialects where none of them was named', async () => {
  expect(await run('handover-ddl', 'hotline-12345', 'orders', 'oracle')).toBe(0);
  expect(kit.lines[0]).toContain('CREATE TABLE');
  expect(await run('handover-ddl', 'hotline-12345', 'orders', 'db2')).toBe(1);
  expect(kit.lines[0]).toContain('postgres, kingbase');
});

test('tells how what is sent differs from what was agreed, until somebody accepts it', async () => {
  expect(await run('drift')).toBe(0);
  expect(kit.lines).toEqual([]);
  const field = { path: '/新字段', type: 'text', records: 1, isKnown: false } as const;
  const sighting = { system: 'hotline-12345', stream: 'orders', records: 1, fields: [field], codes: [] };
  await recordSightings(kit.store.pool, [sighting]);
  await run('drift', 'hotline-12345');
  expect(kit.lines).toEqual([expect.stringContaining('新增字段 / new field  /新字段 = text')]);
  expect(await run('drift', '--accept', '/新字段')).toBe(1);
  expect(await run('drift', 'hotline-12345', 'orders', '--accept', '/旧字段')).toBe(1);
  expect(await run('drift', 'hotline-12345', 'orders', '--accept', '/新字段')).toBe(0);
  await run('drift');
  expect(kit.lines).toEqual([]);
  await run('drift', '--all');
  expect(kit.lines).toEqual([expect.stringContaining('已认可 / accepted')]);
});
