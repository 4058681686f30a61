import { addReader, listReconciliations, PostgresRowDigests } from '@exchange/store';
import { setupKit, type SetupKit } from './setup-kit.ts';

const SYSTEM = 'work-safety';
const LIVE = { system: SYSTEM, stream: 'hazards', lane: 'live' } as const;
// Nothing listens there: storing a connection is not what is tried here.
const CONNECTION = {
  host: '127.0.0.1',
  port: 9,
  database: 'aqsc',
  user: 'reader',
  password: 'only-for-tests',
};

let kit: SetupKit;

beforeAll(async () => {
  kit = await setupKit();
}, 120_000);

afterAll(() => kit.end());

const run = (...args: string[]): Promise<number> => kit.run(...args);

async function connect(connection: object, ...options: string[]): Promise<string> {
  await run('connect', SYSTEM, await kit.connectionFile(connection), ...options);
  return kit.lines.join('\n');
}

async function place(): Promise<{ checkpoint: unknown; sequence: number }> {
  const { rows } = await kit.store.pool.query<{ checkpoint: unknown; sequence: string }>(
    'SELECT checkpoint, sequence FROM exchange.source_reader WHERE system = $1 AND stream = $2',
    [LIVE.system, LIVE.stream],
  );
  return { checkpoint: rows[0]!.checkpoint, sequence: Number(rows[0]!.sequence) };
}

async function standAt(checkpoint: object): Promise<void> {
  await addReader(kit.store.pool, LIVE);
  await kit.store.pool.query(
    'UPDATE exchange.source_reader SET checkpoint = $3, sequence = 7 WHERE system = $1 AND stream = $2',
    [LIVE.system, LIVE.stream, checkpoint],
  );
  const digests = new PostgresRowDigests(kit.store);
  await digests.stage(LIVE, '01990000-0000-7000-8000-000000000001', [{ key: '{"id":1}', digest: 'd' }]);
  await digests.settle('01990000-0000-7000-8000-000000000001');
}

test('a connection that leads to another database is stored only with a word on where its readers stand', async () => {
  expect(await connect(CONNECTION)).toContain('is stored');
  await standAt({ after: ['9'] });
  expect(await connect({ ...CONNECTION, password: 'another' })).toContain('is stored');
  const refused = await connect({ ...CONNECTION, database: 'aqsc_new' });
  expect(refused).toContain('--from-beginning');
  expect(refused).toContain('hazards (live)');
  expect(refused).not.toContain('is stored');
  expect(await place()).toEqual({ checkpoint: { after: ['9'] }, sequence: 7 });
  expect(await connect({ ...CONNECTION, database: 'aqsc_new' }, '--keep-checkpoint')).toContain('is stored');
  expect(await place()).toEqual({ checkpoint: { after: ['9'] }, sequence: 7 });
  const again = await connect({ ...CONNECTION, database: 'aqsc_newer' }, '--from-beginning');
  expect(again).toContain('hazards (live): 从头读取');
  expect(await place()).toEqual({ checkpoint: null, sequence: 8 });
});

test('beginning now cannot be combined with a choice of where to go on', async () => {
  expect(await connect(CONNECTION, '--start', 'now', '--from-beginning')).toContain('cannot be combined');
  expect(await connect(CONNECTION, '--start', 'now', '--keep-checkpoint')).toContain('cannot be combined');
});

test('a reset takes a reader to the beginning, forgets its rows, and stands in the audit', async () => {
  await standAt({ after: ['9'] });
  expect(await run('reset-checkpoint', SYSTEM, 'hazards')).toBe(0);
  expect(await place()).toEqual({ checkpoint: null, sequence: 8 });
  expect(await new PostgresRowDigests(kit.store).highest(LIVE)).toBe(0);
  const { rows } = await kit.store.pool.query(
    `SELECT actor, object, before FROM exchange.audit_entry WHERE action = 'source.reset' ORDER BY at DESC LIMIT 1`,
  );
  expect(rows).toEqual([
    {
      actor: 'tester',
      object: 'work-safety/hazards/live',
      before: { sequence: 7, checkpoint: { after: ['9'] } },
    },
  ]);
  expect(await run('reset-checkpoint', SYSTEM, 'hazards', '--lane', 'history')).toBe(1);
  expect(kit.lines[0]).toContain('has no reader');
});

test('a reconciliation is asked for once, where the adapter has rows remembered, and listed', async () => {
  expect(await run('reconcile', SYSTEM, 'hazards')).toBe(0);
  expect(await run('reconcile', SYSTEM, 'hazards', '--withdraw')).toBe(1);
  expect(kit.lines[0]).toContain('asked for or running already');
  expect(await run('reconcile', 'hotline-12345', 'orders')).toBe(1);
  expect(kit.lines[0]).toContain('sql.read.reconcile');
  expect(await run('reconciliations')).toBe(0);
  expect(kit.lines.join('\n')).toContain('work-safety/hazards  等待执行 / asked for');
  expect(await listReconciliations(kit.store.pool, { perStream: 1 })).toMatchObject([
    { askedBy: 'tester', state: 'asked' },
  ]);
});
