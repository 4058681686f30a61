import type { Batch, Claim, Receipt } from '@exchange/pipeline';
import { openTestStore, createTestDatabase, type TestDatabase } from '@exchange/testing';
import {
  listReports,
  migrateStore,
  PostgresPendingQueue,
  PostgresReceipts,
  ProcessLease,
  Streams,
  type Store,
} from '@exchange/store';
import { createHash, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { claimStatement } from '../src/receipts/claim-statement.ts';

let database: TestDatabase;
let store: Store;
let lease: ProcessLease;
let receipts: PostgresReceipts;
let queue: PostgresPendingQueue;
let stream: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateStore(database.url, new Date());
  store = await openTestStore(database.url);
  lease = new ProcessLease(database.url);
  await lease.renew();
  receipts = new PostgresReceipts(store.pool, { process: lease.process, pendingBytesMax: 10_000 });
  queue = new PostgresPendingQueue(store.pool, lease.process, receipts);
});

afterAll(async () => {
  await lease.end();
  await store.close();
  await database.drop();
});

beforeEach(async () => {
  stream = `cases-${randomUUID()}`;
  await new Streams(store).register(
    { system: 'city', stream, department: 'urban-management', manifest: {} },
    { stage: 'in-operation', by: 'test' },
  );
});

function batchOf(text: string, idempotencyKey: string | null = null): Batch {
  return {
    system: 'city',
    stream,
    body: Buffer.from(text),
    decode: { format: 'json', charset: 'utf-8' },
    operation: 'upsert',
    idempotencyKey,
    traceparent: null,
  };
}

async function claim(
  text: string,
  options: { key?: string; ordered?: boolean; by?: PostgresReceipts } = {},
): Promise<Claim> {
  return (options.by ?? receipts).claim({
    batch: batchOf(text, options.key ?? null),
    bodyDigest: createHash('sha256').update(text).digest('hex'),
    mappingVersion: 1,
    ordered: options.ordered ?? false,
  });
}

async function claimed(
  text: string,
  options: { key?: string; by?: PostgresReceipts } = {},
): Promise<Receipt> {
  const answer = await claim(text, options);
  if (answer.kind !== 'claimed') throw new Error(`expected a claim, got ${answer.kind}`);
  return answer.receipt;
}

/** The oldest receipt that may be run now. */
async function next(): Promise<{ receipt: Receipt; body: Buffer } | null> {
  return (await queue.next('city', stream))[0] ?? null;
}

/** Bytes that wait in the stream's queue, as the claims count them and as they are. */
async function pendingBytes(): Promise<{ counted: number; waiting: number }> {
  const { rows } = await store.pool.query<{ counted: number; waiting: number }>(
    `SELECT (SELECT coalesce(sum(bytes), 0)::int FROM exchange.pending_bytes WHERE stream = $1) AS counted,
       (SELECT coalesce(sum(body_bytes), 0)::int FROM exchange.receipt_work WHERE stream = $1 AND owner IS NULL) AS waiting`,
    [stream],
  );
  return rows[0]!;
}

const OUTCOME = { records: 1, accepted: 1, quarantined: 0, events: 1, reports: [] };
const complete = (receipt: Receipt) =>
  receipts.complete({ receipt, outcome: OUTCOME, quarantined: [], outputSets: [] });

describe('a claim', () => {
  it('keeps the body, the mapping version and a growing arrival', async () => {
    const first = await claimed('x'.repeat(5_000));
    const second = await claimed('{}');
    expect(second.arrival).toBeGreaterThan(first.arrival);
    receipts.release(first);
    const pending = await next();
    expect(pending?.receipt).toEqual(first);
    expect(pending?.body.toString()).toBe('x'.repeat(5_000));
  });

  it('with a known key and the same body gives the first receipt, with its outcome once it is completed', async () => {
    const key = randomUUID();
    const receipt = await claimed('{"a":1}', { key });
    expect(await claim('{"a":1}', { key })).toEqual({
      kind: 'known',
      receipt,
      outcome: null,
      state: 'running',
    });
    await complete(receipt);
    expect(await claim('{"a":1}', { key })).toEqual({
      kind: 'known',
      receipt,
      outcome: OUTCOME,
      state: 'done',
    });
  });

  it('with a known key and another body is a conflict and keeps nothing', async () => {
    const key = randomUUID();
    const receipt = await claimed('{"a":1}', { key });
    expect(await claim('{"a":2}', { key })).toEqual({ kind: 'conflict', receiptId: receipt.id });
    const { rows } = await store.pool.query('SELECT 1 FROM exchange.receipt WHERE idempotency_key = $1', [
      key,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('is made once when the same key comes many times at once', async () => {
    const key = randomUUID();
    const claims = await Promise.all(Array.from({ length: 12 }, () => claim('{"a":1}', { key })));
    expect(claims.filter((answer) => answer.kind === 'claimed')).toHaveLength(1);
    expect(claims.filter((answer) => answer.kind === 'known')).toHaveLength(11);
  });

  it('of a stream that is not registered or is switched off keeps nothing', async () => {
    const batch = { ...batchOf('{}'), stream: 'unknown' };
    const request = { bodyDigest: '', mappingVersion: 1, ordered: false };
    expect(await receipts.claim({ batch, ...request })).toMatchObject({
      kind: 'closed',
      closure: { because: 'unregistered' },
    });
    await store.pool.query('UPDATE exchange.stream SET enabled = false WHERE stream = $1', [stream]);
    expect(await claim('{}')).toMatchObject({ kind: 'closed', closure: { because: 'disabled' } });
  });
});

describe('a pending stream', () => {
  it('queues every later claim, drains in order of arrival and returns to direct when nothing is left', async () => {
    const first = await claimed('{"n":1}');
    await receipts.queue(first);
    receipts.release(first);
    const later = await claim('{"n":2}');
    expect(later).toMatchObject({ kind: 'claimed', turn: 'queued' });
    expect(await queue.streamsToDrain()).toContainEqual({ system: 'city', stream });
    expect(await queue.returnToDirect('city', stream)).toBe(false);
    for (const body of ['{"n":1}', '{"n":2}']) {
      const pending = await next();
      expect(pending?.body.toString()).toBe(body);
      await complete(pending!.receipt);
    }
    expect(await next()).toBeNull();
    expect(await queue.returnToDirect('city', stream)).toBe(true);
    expect(await claim('{"n":3}')).toMatchObject({ turn: 'now' });
  });

  it('takes no more bytes than its quota, and then keeps nothing', async () => {
    const first = await claimed('{"n":1}', { key: randomUUID() });
    await receipts.queue(first);
    receipts.release(first);
    const key = randomUUID();
    expect(await claim('x'.repeat(20_000), { key })).toEqual({ kind: 'full' });
    expect(await claim('{"n":1}', { key: first.idempotencyKey! })).toMatchObject({
      kind: 'known',
      state: 'queued',
    });
    expect(await receipts.takeOver(first)).toBe(false);
    expect(await claim('small', { key })).toMatchObject({ kind: 'claimed', turn: 'queued' });
  });

  it('counts what waits, whoever queues and completes', async () => {
    const direct = await claimed('{"n":0}');
    const first = await claimed('{"n":1}');
    await receipts.queue(first);
    const later = await Promise.all(Array.from({ length: 8 }, (_, n) => claimed(`{"n":${n + 10}}`)));
    expect(await pendingBytes()).toEqual({ counted: 7 + 8 * 8, waiting: 7 + 8 * 8 });
    await complete(direct);
    await Promise.all([first, ...later.slice(0, 5)].map(complete));
    await complete(first);
    expect(await pendingBytes()).toEqual({ counted: 24, waiting: 24 });
    await Promise.all(later.slice(5).map(complete));
    expect(await pendingBytes()).toEqual({ counted: 0, waiting: 0 });
    expect(await queue.returnToDirect('city', stream)).toBe(true);
    const { rowCount } = await store.pool.query('SELECT 1 FROM exchange.pending_bytes WHERE stream = $1', [
      stream,
    ]);
    expect(rowCount).toBe(0);
  });

  it('costs a claim the same however much waits', async () => {
    await receipts.queue(await claimed('{"n":1}'));
    const client = await store.pool.connect();
    try {
      await client.query('BEGIN');
      const text = claimStatement({ isOrdered: false, isRead: false });
      const values = [
        uuidv7(),
        'city',
        stream,
        Buffer.from('{}'),
        'upsert',
        '{}',
        '',
        2,
        null,
        1,
        null,
        'identity',
      ];
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ANALYZE ${text}`, [
        ...values,
        10_000,
        lease.process,
        false,
        false,
      ]);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toContain('Insert on receipt_work');
      expect(plan).toMatch(/Scan.* on pending_bytes/u);
      expect(plan).not.toMatch(/Scan.* on receipt_work/u);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('is drained in units: the oldest, in order, until one that somebody else runs', async () => {
    const other = new ProcessLease(database.url);
    await other.renew();
    const foreign = new PostgresReceipts(store.pool, { process: other.process, pendingBytesMax: 10_000 });
    const first = await claimed('{"n":1}');
    const running = await claimed('{"n":2}', { by: foreign });
    await receipts.queue(first);
    const third = await claimed('{"n":3}');
    expect((await queue.next('city', stream)).map(({ receipt }) => receipt.id)).toEqual([first.id]);
    await complete(running);
    expect((await queue.next('city', stream)).map(({ receipt }) => receipt.id)).toEqual([first.id, third.id]);
    await other.end();
  });

  it('has one drainer at a time', async () => {
    const other = new PostgresPendingQueue(store.pool, randomUUID(), receipts);
    expect(await queue.acquire('city', stream)).toBe(true);
    expect(await other.acquire('city', stream)).toBe(false);
    await expect(other.renew('city', stream)).rejects.toMatchObject({ code: 'lease-lost' });
    await queue.giveBack('city', stream);
    expect(await other.acquire('city', stream)).toBe(true);
  });

  it('never goes back to direct over a claim that was about to queue', async () => {
    await receipts.queue(await claimed('{"n":0}'));
    await complete((await next())!.receipt);
    const client = await store.pool.connect();
    await client.query('BEGIN');
    // The crash state of a claim: it has read "pending" under its lock and not committed yet.
    await client.query('SELECT mode FROM exchange.stream WHERE system = $1 AND stream = $2 FOR SHARE', [
      'city',
      stream,
    ]);
    const switching = queue.returnToDirect('city', stream);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await client.query(
      `INSERT INTO exchange.receipt_work (receipt, system, stream, arrival, body_bytes, owner) VALUES ($1, 'city', $2, 1, 1, NULL)`,
      [randomUUID(), stream],
    );
    await client.query('COMMIT');
    client.release();
    expect(await switching).toBe(false);
  });
});

describe('a receipt whose process died', () => {
  it('is taken over by the retry, once, and completed once', async () => {
    const dead = new ProcessLease(database.url);
    await dead.renew();
    const deadReceipts = new PostgresReceipts(store.pool, { process: dead.process, pendingBytesMax: 10_000 });
    const receipt = await claimed('{"a":1}', { by: deadReceipts });
    expect(await receipts.takeOver(receipt)).toBe(false);
    expect(await next()).toBeNull();
    await dead.end();
    expect((await next())?.receipt).toEqual(receipt);
    expect(await receipts.takeOver(receipt)).toBe(true);
    expect(await receipts.takeOver(receipt)).toBe(false);
    await complete(receipt);
    const late = { ...OUTCOME, accepted: 0, quarantined: 1 };
    await deadReceipts.complete({ receipt, outcome: late, quarantined: [], outputSets: [] });
    const { rows } = await store.pool.query('SELECT accepted FROM exchange.receipt_outcome WHERE id = $1', [
      receipt.id,
    ]);
    expect(rows).toEqual([{ accepted: 1 }]);
  });

  it('is free at once when the connection that holds its lock breaks, whatever its lease says', async () => {
    const killed = new ProcessLease(database.url);
    await killed.renew();
    const itsReceipts = new PostgresReceipts(store.pool, {
      process: killed.process,
      pendingBytesMax: 10_000,
    });
    const receipt = await claimed('{"a":1}', { by: itsReceipts });
    expect(await receipts.takeOver(receipt)).toBe(false);
    await store.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE classid = 4120003
         AND objid::bigint = hashtext($1)::bigint & 4294967295`,
      [killed.process],
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await receipts.takeOver(receipt)).toBe(true);
    await complete(receipt);
    await killed.renew();
    await killed.end();
  });

  it('goes to the drainer also when its process lives but has dropped it', async () => {
    const receipt = await claimed('{"a":1}');
    expect(await next()).toBeNull();
    receipts.release(receipt);
    expect(await queue.streamsToDrain()).toContainEqual({ system: 'city', stream });
    expect((await next())?.receipt.id).toBe(receipt.id);
  });
});

describe('a completion', () => {
  it('keeps quarantined records with their exact bytes, once, also when the receipt is run twice', async () => {
    const receipt = await claimed('{"a":1}');
    const raw = Buffer.from([0xce, 0xde, 0x00, 0xff]);
    const rejection = { code: 'bad-date', at: '/items/3/date', detail: { zh: '日期', en: 'date' } } as const;
    const record = {
      id: randomUUID(),
      index: 3,
      line: 4_000_000_000,
      key: 'K1',
      jurisdiction: '320412100',
      raw,
      rejections: [rejection],
      warnings: [],
    };
    const outcome = { ...OUTCOME, accepted: 0, quarantined: 1 };
    const completion = { receipt, outcome, quarantined: [record], outputSets: [] };
    await receipts.complete(completion);
    await receipts.complete(completion);
    const { rows } = await store.pool.query('SELECT * FROM exchange.quarantine WHERE receipt = $1', [
      receipt.id,
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      record_index: 3,
      line: '4000000000',
      record_key: 'K1',
      jurisdiction: '320412100',
      raw,
      rejections: [rejection],
      fingerprint: `city/${stream} bad-date /items/*/date`,
      state: 'open',
    });
  });

  it('keeps thousands of quarantined records, and gives them page by page among the doubtful ones', async () => {
    const receipt = await claimed('{"a":1}');
    const finding = { code: 'bad-date', at: '/date', detail: { zh: '日期', en: 'date' } } as const;
    const warning = { ...finding, code: 'masked-identity' } as const;
    const quarantined = Array.from({ length: 1_201 }, (_, place) => ({
      id: randomUUID(),
      index: place * 2,
      line: place === 600 ? 17 : null,
      key: `K${place}`,
      jurisdiction: null,
      raw: Buffer.from([place & 0xff]),
      rejections: [finding],
      warnings: [],
    }));
    const doubtful = [1, 3, 5].map((index) => ({
      index,
      key: `D${index}`,
      rejections: [],
      warnings: [warning],
    }));
    const told = { index: 0, key: 'K0', rejections: [finding], warnings: [] };
    const outcome = { ...OUTCOME, quarantined: 1_201, reports: [told, ...doubtful] };
    await receipts.complete({ receipt, outcome, quarantined, outputSets: [] });
    const seen: number[] = [];
    const lines: Array<number | undefined> = [];
    for (let after = -1; ;) {
      const page = await listReports(store.pool, receipt.id, { after, limit: 500 });
      seen.push(...page.map(({ index }) => index));
      lines.push(...page.map(({ line }) => line));
      if (page.length < 500) break;
      after = page.at(-1)!.index;
    }
    const all = [...quarantined, ...doubtful].map(({ index }) => index).sort((one, other) => one - other);
    expect(seen).toEqual(all);
    expect(lines.filter((line) => line !== undefined)).toEqual([17]);
  });

  it('remembers the last outputs of a record and is not set back by an older revision', async () => {
    const sets = async (revision: string, key: string) => {
      const outputs = [{ topic: 't', key, department: 'd', jurisdiction: null }];
      const receipt = await claimed('{}');
      await receipts.complete({
        receipt,
        outcome: OUTCOME,
        quarantined: [],
        outputSets: [{ recordKey: 'R', revision, otherRevision: 'a1', outputs }],
      });
    };
    await sets('s2', 'new');
    await sets('s1', 'old');
    const known = await receipts.outputSets('city', stream, ['R', 'S']);
    expect([...known.values()]).toEqual([
      {
        recordKey: 'R',
        revision: 's2',
        otherRevision: 'a1',
        outputs: [{ topic: 't', key: 'new', department: 'd', jurisdiction: null }],
      },
    ]);
  });
});
