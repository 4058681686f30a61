import { randomUUID } from 'node:crypto';
import type { Batch, Claim, Receipt } from '@exchange/pipeline';
import { openTestStore, createTestDatabase, type TestDatabase } from '@exchange/testing';
import {
  addReader,
  changeStage,
  closedStreams,
  closeStream,
  endMaintenance,
  findReceipt,
  listMaintenance,
  listStages,
  listStreamGates,
  maintainStore,
  migrateSchema,
  migrateStore,
  openStream,
  PostgresPendingQueue,
  PostgresReceipts,
  ProcessLease,
  setMaintenance,
  SourceReaders,
  Streams,
  type Store,
  type SystemStage,
} from '@exchange/store';
import { Gate0009 } from '../src/migrations/0009-gate.ts';
import { MIGRATIONS } from '../src/migrations/index.ts';

const REASON = { zh: '不通过的记录过多', en: 'too many records do not pass' };

let database: TestDatabase;
let store: Store;
let lease: ProcessLease;
let receipts: PostgresReceipts;
let system: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateStore(database.url, new Date());
  store = await openTestStore(database.url);
  lease = new ProcessLease(database.url);
  await lease.renew();
  receipts = new PostgresReceipts(store.pool, { process: lease.process, pendingBytesMax: 10_000 });
});

afterAll(async () => {
  await lease.end();
  await store.close();
  await database.drop();
});

beforeEach(() => {
  system = `city-${randomUUID()}`;
});

async function register(stage: SystemStage = 'in-operation'): Promise<void> {
  const stream = { system, stream: 'cases', department: 'urban-management', manifest: {} };
  await new Streams(store).register(stream, { stage, by: 'test' });
}

function claim(more: Partial<Batch> = {}): Promise<Claim> {
  const batch: Batch = {
    system,
    stream: 'cases',
    body: Buffer.from('{}'),
    decode: { format: 'json', charset: 'utf-8' },
    operation: 'upsert',
    idempotencyKey: null,
    traceparent: null,
    ...more,
  };
  return receipts.claim({ batch, bodyDigest: batch.body.toString(), mappingVersion: 1, ordered: false });
}

/** What becomes of a live and of a trial batch: `claimed`, or why it is not. */
async function taken(): Promise<{ live: string; trial: string }> {
  const of = (answer: Claim): string => (answer.kind === 'closed' ? answer.closure.because : answer.kind);
  return { live: of(await claim()), trial: of(await claim({ trial: true })) };
}

async function audited(): Promise<Array<{ actor: string; action: string; before: unknown; after: unknown }>> {
  const { rows } = await store.pool.query(
    'SELECT actor, action, before, after FROM exchange.audit_entry WHERE object LIKE $1 ORDER BY id',
    [`${system}%`],
  );
  return rows;
}

describe('a stage', () => {
  it.each<[SystemStage, string, string]>([
    ['applied', 'applied', 'applied'],
    ['joint-test', 'joint-test', 'claimed'],
    ['trial-run', 'claimed', 'claimed'],
    ['in-operation', 'claimed', 'claimed'],
    ['retired', 'retired', 'retired'],
  ])('%s: what is live comes to %s, what is on trial to %s', async (stage, live, trial) => {
    await register(stage);
    expect(await taken()).toEqual({ live, trial });
  });

  it('is left alone when its system is registered again', async () => {
    await register('joint-test');
    await register('in-operation');
    expect((await listStages(store)).find((one) => one.system === system)).toMatchObject({
      stage: 'joint-test',
      changedBy: 'test',
    });
  });

  it('is changed one step at a time, each step in the audit; from a trial run there is a way back', async () => {
    await register('applied');
    const step = async (to: SystemStage) => (await changeStage(store, system, to, 'chen')).kind;
    expect(await step('trial-run')).toBe('refused');
    expect(await step('joint-test')).toBe('changed');
    expect(await step('trial-run')).toBe('changed');
    expect(await step('joint-test')).toBe('changed');
    expect(await step('in-operation')).toBe('refused');
    expect(await step('trial-run')).toBe('changed');
    expect(await step('in-operation')).toBe('changed');
    expect(await changeStage(store, system, 'trial-run', 'chen')).toEqual({
      kind: 'refused',
      from: 'in-operation',
      steps: ['retired'],
    });
    expect(await step('retired')).toBe('changed');
    expect(await changeStage(store, system, 'applied', 'chen')).toMatchObject({ kind: 'refused', steps: [] });
    const steps = await audited();
    expect(steps).toHaveLength(6);
    expect(steps[0]).toEqual({
      actor: 'chen',
      action: 'system.stage',
      before: { stage: 'applied' },
      after: { stage: 'joint-test' },
    });
  });

  it('is in-operation for the systems that were there before there were stages', async () => {
    const older = await createTestDatabase();
    const before = MIGRATIONS.slice(0, MIGRATIONS.indexOf(Gate0009));
    await migrateSchema(older.url, { schema: 'exchange', migrations: before });
    const there = await openTestStore(older.url);
    await there.pool.query(
      `INSERT INTO exchange.stream (system, stream, department, manifest) VALUES ('city', 'cases', 'd', '{}')`,
    );
    await migrateStore(older.url, new Date());
    expect(await listStages(there)).toMatchObject([{ system: 'city', stage: 'in-operation' }]);
    expect(await closedStreams(there.pool)).toEqual([]);
    await there.close();
    await older.drop();
  });

  it('of a system that is not registered cannot be changed', async () => {
    expect(await changeStage(store, system, 'joint-test', 'chen')).toEqual({ kind: 'unknown' });
  });
});

describe('maintenance', () => {
  it('lets nothing in until its end, then everything by itself', async () => {
    await register();
    const until = new Date(Date.now() + 1_000);
    expect(await setMaintenance(store, { system, until, reason: '机房检修', setBy: 'chen' })).toBe(true);
    expect(await claim()).toEqual({
      kind: 'closed',
      closure: {
        because: 'maintenance',
        untilTime: until.toISOString(),
        reason: { zh: '机房检修', en: '机房检修' },
      },
    });
    expect(await taken()).toEqual({ live: 'maintenance', trial: 'maintenance' });
    expect((await listMaintenance(store)).map((one) => one.system)).toContain(system);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await taken()).toEqual({ live: 'claimed', trial: 'claimed' });
    expect(await endMaintenance(store, system, 'chen')).toBe(false);
  });

  it('holds for a stream that is registered meanwhile', async () => {
    await register();
    const until = new Date(Date.now() + 60_000);
    await setMaintenance(store, { system, until, reason: '机房检修', setBy: 'chen' });
    const later = { system, stream: 'later', department: 'urban-management', manifest: {} };
    await new Streams(store).register(later, { stage: 'in-operation', by: 'test' });
    expect(await claim({ stream: 'later' })).toMatchObject({
      kind: 'closed',
      closure: { because: 'maintenance' },
    });
  });

  it('can be ended before its time, and both are in the audit', async () => {
    await register();
    const until = new Date(Date.now() + 60_000);
    await setMaintenance(store, { system, until, reason: '机房检修', setBy: 'chen' });
    expect(await endMaintenance(store, system, 'wang')).toBe(true);
    expect(await taken()).toEqual({ live: 'claimed', trial: 'claimed' });
    expect((await audited()).map(({ action }) => action)).toEqual(['maintenance.set', 'maintenance.end']);
    expect(await endMaintenance(store, system, 'wang')).toBe(false);
    expect((await listMaintenance(store)).map((one) => one.system)).not.toContain(system);
  });

  it('that was ended before its time keeps when that was', async () => {
    await register();
    const until = new Date(Date.now() + 60_000);
    await setMaintenance(store, { system, until, reason: '机房检修', setBy: 'chen' });
    await endMaintenance(store, system, 'wang');
    const { rows } = await store.pool.query<{ until: Date }>(
      'SELECT until FROM exchange.maintenance WHERE system = $1',
      [system],
    );
    expect(Math.abs(rows[0]!.until.getTime() - Date.now())).toBeLessThan(10_000);
  });

  it('that is set while a stream is being stopped does not open the stream when it is over', async () => {
    await register();
    const closing = await store.pool.connect();
    await closing.query('BEGIN');
    await closing.query(
      `INSERT INTO exchange.stream_gate (system, stream, state, reason) VALUES ($1, 'cases', 'stopped', $2)`,
      [system, REASON],
    );
    const until = new Date(Date.now() + 1_000);
    const setting = setMaintenance(store, { system, until, reason: '机房检修', setBy: 'chen' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await closing.query('COMMIT');
    closing.release();
    await setting;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await taken()).toEqual({ live: 'stopped', trial: 'claimed' });
  });

  it('of a system that is not registered is refused', async () => {
    const until = new Date(Date.now() + 60_000);
    expect(await setMaintenance(store, { system, until, reason: 'x', setBy: 'chen' })).toBe(false);
  });
});

describe('a stream that the failure policy closes', () => {
  const name = () => ({ system, stream: 'cases' });
  const gate = async () => (await listStreamGates(store)).find((one) => one.system === system);

  it('is blocked for a while and opens by itself, what is on trial is taken meanwhile', async () => {
    await register();
    const until = new Date(Date.now() + 1_000);
    expect(await closeStream(store, name(), { state: 'blocked', until, reason: REASON }, 'policy')).toBe(
      true,
    );
    expect(await claim()).toEqual({
      kind: 'closed',
      closure: { because: 'blocked', untilTime: until.toISOString(), reason: REASON },
    });
    expect(await taken()).toEqual({ live: 'blocked', trial: 'claimed' });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await taken()).toEqual({ live: 'claimed', trial: 'claimed' });
  });

  it('stays blocked when the block is prolonged: since when does not change', async () => {
    await register();
    const soon = new Date(Date.now() + 30_000);
    const later = new Date(Date.now() + 60_000);
    await closeStream(store, name(), { state: 'blocked', until: soon, reason: REASON }, 'policy');
    const before = await gate();
    expect(
      await closeStream(store, name(), { state: 'blocked', until: later, reason: REASON }, 'policy'),
    ).toBe(false);
    expect(await gate()).toMatchObject({ state: 'blocked', until: later, since: before!.since });
    expect(await audited()).toHaveLength(1);
  });

  it('is stopped until somebody opens it, and no block takes the place of that', async () => {
    await register();
    expect(await closeStream(store, name(), { state: 'stopped', reason: REASON }, 'policy')).toBe(true);
    const until = new Date(Date.now() + 10);
    expect(await closeStream(store, name(), { state: 'blocked', until, reason: REASON }, 'policy')).toBe(
      false,
    );
    expect(await claim()).toEqual({
      kind: 'closed',
      closure: { because: 'stopped', untilTime: null, reason: REASON },
    });
    expect(await openStream(store, name(), 'chen')).toBe(true);
    expect(await openStream(store, name(), 'chen')).toBe(false);
    expect(await taken()).toEqual({ live: 'claimed', trial: 'claimed' });
    expect(await gate()).toMatchObject({ state: 'open', until: null, reason: null });
    expect((await audited()).map(({ actor, action }) => [actor, action])).toEqual([
      ['policy', 'stream.stop'],
      ['chen', 'stream.open'],
    ]);
  });

  it('is closed once by two who do it at once', async () => {
    await register();
    const closing = { state: 'stopped', reason: REASON } as const;
    const done = await Promise.all(
      Array.from({ length: 4 }, () => closeStream(store, name(), closing, 'policy')),
    );
    expect(done.filter(Boolean)).toHaveLength(1);
  });
});

describe('a claim', () => {
  it('that waits for a stream that is being stopped is not taken', async () => {
    await register();
    const closing = await store.pool.connect();
    await closing.query('BEGIN');
    await closing.query(
      `INSERT INTO exchange.stream_gate (system, stream, state, reason) VALUES ($1, 'cases', 'stopped', $2)`,
      [system, REASON],
    );
    const claiming = claim();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await closing.query('COMMIT');
    closing.release();
    expect(await claiming).toMatchObject({ kind: 'closed', closure: { because: 'stopped' } });
  });

  it('of what was accepted before the stream was closed gets the answer from then', async () => {
    await register();
    const idempotencyKey = randomUUID();
    const first = await claim({ idempotencyKey });
    await closeStream(store, { system, stream: 'cases' }, { state: 'stopped', reason: REASON }, 'policy');
    expect(await claim({ idempotencyKey })).toMatchObject({
      kind: 'known',
      receipt: { id: first.kind === 'claimed' ? first.receipt.id : null },
    });
    expect(await claim({ idempotencyKey: randomUUID() })).toMatchObject({ kind: 'closed' });
  });

  it('of a stream whose system has no stage is refused as if it had applied', async () => {
    await store.pool.query(
      `INSERT INTO exchange.stream (system, stream, department, manifest) VALUES ($1, 'cases', 'd', '{}')`,
      [system],
    );
    expect(await taken()).toEqual({ live: 'applied', trial: 'applied' });
    await register();
    expect(await taken()).toEqual({ live: 'claimed', trial: 'claimed' });
  });
});

describe('closed streams', () => {
  it('are listed with the reason that counts: the stage before what the policy did, maintenance before both', async () => {
    await register('joint-test');
    const listed = async () =>
      (await closedStreams(store.pool)).find((one) => one.system === system)?.closure.because;
    await closeStream(store, { system, stream: 'cases' }, { state: 'stopped', reason: REASON }, 'policy');
    expect(await listed()).toBe('joint-test');
    const until = new Date(Date.now() + 60_000);
    await setMaintenance(store, { system, until, reason: 'x', setBy: 'chen' });
    expect(await listed()).toBe('maintenance');
    await store.pool.query('UPDATE exchange.stream SET enabled = false WHERE system = $1', [system]);
    expect(await listed()).toBe('disabled');
  });

  it('are read by nobody, and taken again when they are open', async () => {
    await register();
    const name = { system, stream: 'cases' };
    const reader = { ...name, lane: 'live' } as const;
    await addReader(store.pool, reader);
    const readers = new SourceReaders(store.pool, lease.process);
    await closeStream(store, name, { state: 'stopped', reason: REASON }, 'policy');
    expect(await readers.acquire([name], [], 8)).toEqual([]);
    await openStream(store, name, 'chen');
    expect(await readers.acquire([name], [], 8)).toEqual([reader]);
    await readers.release(reader);
    await store.pool.query('UPDATE exchange.stream SET enabled = false WHERE system = $1', [system]);
    expect(await readers.acquire([name], [], 8)).toEqual([]);
  });

  it('move no reader: what was read is not claimed', async () => {
    await register();
    const name = { system, stream: 'cases' };
    await addReader(store.pool, { ...name, lane: 'live' });
    const readers = new SourceReaders(store.pool, lease.process);
    await readers.acquire([name], [], 8);
    const readFrom = { lane: 'live', sequence: 0, checkpoint: { at: 1 } } as const;
    await closeStream(store, name, { state: 'stopped', reason: REASON }, 'policy');
    expect(await claim({ readFrom })).toMatchObject({ kind: 'closed' });
    await openStream(store, name, 'chen');
    expect(await claim({ readFrom })).toMatchObject({ kind: 'claimed' });
  });
});

describe('what is sent on trial', () => {
  const claimed = async (more: Partial<Batch>): Promise<Receipt> => {
    const answer = await claim(more);
    if (answer.kind !== 'claimed') throw new Error(`expected a claim, got ${answer.kind}`);
    return answer.receipt;
  };
  const outcome = { records: 1, accepted: 0, quarantined: 1, events: 0, reports: [] };

  it('has a receipt that says so, and a quarantine that is marked', async () => {
    await register();
    const receipt = await claimed({ trial: true });
    const quarantined = {
      id: randomUUID(),
      index: 0,
      line: null,
      key: null,
      jurisdiction: null,
      raw: Buffer.from('{}'),
      rejections: [],
      warnings: [],
    };
    await receipts.complete({ receipt, outcome, quarantined: [quarantined], outputSets: [] });
    expect((await findReceipt(store.pool, system, receipt.id))?.receipt).toMatchObject({ trial: true });
    const { rows } = await store.pool.query('SELECT trial FROM exchange.quarantine WHERE receipt = $1', [
      receipt.id,
    ]);
    expect(rows).toEqual([{ trial: true }]);
    expect((await claimed({})).trial).toBe(false);
  });

  it('has idempotency keys of its own: neither kind hides the other', async () => {
    await register();
    const idempotencyKey = randomUUID();
    const trial = await claimed({ idempotencyKey, trial: true });
    const live = await claimed({ idempotencyKey });
    expect(live.id).not.toBe(trial.id);
    expect(await claim({ idempotencyKey, trial: true })).toMatchObject({
      kind: 'known',
      receipt: { id: trial.id, trial: true },
    });
    expect(await claim({ idempotencyKey, body: Buffer.from('[]') })).toEqual({
      kind: 'conflict',
      receiptId: live.id,
    });
  });

  it('is still on trial when the drainer finds it', async () => {
    await register();
    const receipt = await claimed({ trial: true });
    await receipts.queue(receipt);
    receipts.release(receipt);
    const queue = new PostgresPendingQueue(store.pool, lease.process, receipts);
    expect((await queue.next(system, 'cases'))[0]?.receipt).toEqual(receipt);
  });

  const mode = async (): Promise<string> => {
    const { rows } = await store.pool.query('SELECT mode FROM exchange.stream WHERE system = $1', [system]);
    return rows[0].mode;
  };

  it('neither waits in the queue of the stream nor takes room in it, nor sends the stream there', async () => {
    await register();
    const receipt = await claimed({ trial: true });
    await receipts.queue(receipt);
    expect(await mode()).toBe('direct');
    const live = await claimed({});
    await receipts.queue(live);
    receipts.release(live);
    expect(await mode()).toBe('pending');
    const large = Buffer.alloc(9_000, 'x');
    expect(await claim({ body: large })).toMatchObject({ kind: 'claimed', turn: 'queued' });
    expect(await claim({ body: large })).toEqual({ kind: 'full' });
    expect(await claim({ body: large, trial: true })).toMatchObject({ kind: 'claimed', turn: 'now' });
    const { rows } = await store.pool.query(
      'SELECT sum(bytes)::int AS bytes FROM exchange.pending_bytes WHERE system = $1',
      [system],
    );
    expect(rows).toEqual([{ bytes: 9_002 }]);
  });

  it('holds up no live receipt, neither of a stream that keeps an order nor the drainer', async () => {
    await register();
    const trial = await claimed({ trial: true });
    const live = await claimed({});
    expect(await receipts.isBehindOthers(live)).toBe(false);
    await receipts.queue(live);
    receipts.release(live);
    const queue = new PostgresPendingQueue(store.pool, lease.process, receipts);
    expect((await queue.next(system, 'cases')).map((one) => one.receipt.id)).toEqual([live.id]);
    await receipts.complete({ receipt: live, outcome, quarantined: [], outputSets: [] });
    expect(await queue.returnToDirect(system, 'cases')).toBe(true);
    receipts.release(trial);
  });

  it('leaves the quarantine with the receipts of its time; what is live stays', async () => {
    await register();
    for (const trial of [true, false]) {
      await store.pool.query(
        `INSERT INTO exchange.quarantine (id, system, stream, department, receipt, record_index, rejections, warnings,
           fingerprint, raw, decode, mapping_version, received_at, quarantined_at, trial)
         SELECT gen_random_uuid(), $1, 'cases', 'd', gen_random_uuid(), 0, '[]', '[]', '', '', '{}', 1, at, at, $2
         FROM unnest(ARRAY[now(), now() - interval '40 months']) AS at`,
        [system, trial],
      );
    }
    await maintainStore(store.pool, new Date(), { receiptMonths: 36, bodyMonths: 3, idempotencyDays: 7 });
    const { rows } = await store.pool.query(
      'SELECT trial, count(*)::int AS entries FROM exchange.quarantine WHERE system = $1 GROUP BY trial ORDER BY trial',
      [system],
    );
    expect(rows).toEqual([
      { trial: false, entries: 2 },
      { trial: true, entries: 1 },
    ]);
  });
});
