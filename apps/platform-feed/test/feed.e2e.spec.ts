import { setTimeout as sleep } from 'node:timers/promises';
import type { ExchangeEvent } from '@exchange/contracts';
import { sweep } from '@exchange/store';
import { historySweeps } from '../src/feeding/history-sweeps.store.ts';
import type { RunningPlatformFeed } from '../src/start.ts';
import { schemaOf, subjectEvent, subjectExample, type EventWish } from '@exchange/testing';
import { createPlatformKit, type PlatformKit } from './platform-kit.ts';

let kit: PlatformKit;
let feed: RunningPlatformFeed;

beforeAll(async () => {
  kit = await createPlatformKit();
  feed = await kit.start();
}, 60_000);

afterAll(() => kit.close(), 60_000);

let serial = 0;
function newKey(): string {
  serial += 1;
  return `case-${serial}`;
}

function caseEvent(key: string, status: string, wish: Partial<EventWish> = {}): ExchangeEvent {
  const data = subjectExample(kit.schemas, 'enforcement-case', {
    caseNo: `武城管立〔2026〕${key}号`,
    status,
  });
  return subjectEvent(kit.schemas, { subject: 'enforcement-case', key, data, ...wish });
}

interface RecordRow {
  readonly status: string | null;
  readonly state: string;
  readonly revision: string;
  readonly event_id: string;
  readonly historical: boolean;
}

async function recordOf(key: string): Promise<RecordRow | undefined> {
  const { rows } = await kit.store.pool.query<RecordRow>(
    `SELECT data ->> 'status' AS status, state, revision, event_id, historical FROM platform.record WHERE key = $1`,
    [key],
  );
  return rows[0];
}

async function historyOf(key: string): Promise<string[]> {
  const { rows } = await kit.store.pool.query<{ entry: string }>(
    `SELECT concat_ws(' ', h.effect, h.operation, h.data ->> 'status') AS entry
     FROM platform.record_history h JOIN platform.record r ON r.id = h.record_id WHERE r.key = $1 ORDER BY h.number`,
    [key],
  );
  return rows.map((row) => row.entry);
}

/** Everything in the tables of the platform, in a comparable form. */
async function snapshot(): Promise<unknown> {
  const tables = ['record', 'record_history', 'identity', 'module_count'];
  const contents = tables.map(async (table) => {
    const { rows } = await kit.store.pool.query<{ row: string }>(
      `SELECT t::text AS row FROM platform.${table} t ORDER BY 1`,
    );
    return rows.map((row) => row.row);
  });
  return Promise.all(contents);
}

async function countsThatDiffer(): Promise<unknown[]> {
  const { rows } = await kit.store.pool.query(
    `SELECT * FROM (
       SELECT jurisdiction, department, day, topic, partition, active, withdrawn
       FROM platform.module_count WHERE active <> 0 OR withdrawn <> 0) c
     FULL JOIN (
       SELECT jurisdiction, department, (time AT TIME ZONE 'Asia/Shanghai')::date AS day, topic,
         partition, count(*) FILTER (WHERE state = 'active') AS active,
         count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn
       FROM platform.record GROUP BY 1, 2, 3, 4, 5) r
     ON (c.topic, c.partition, c.day, c.department, c.active, c.withdrawn)
       = (r.topic, r.partition, r.day, r.department, r.active, r.withdrawn)
       AND c.jurisdiction IS NOT DISTINCT FROM r.jurisdiction
     WHERE c.topic IS NULL OR r.topic IS NULL`,
  );
  return rows;
}

describe('the delivery rule on real tables', () => {
  it('ends A → B → A of a source without revisions in A, with three entries of history', async () => {
    const key = newKey();
    for (const status of ['filed', 'investigating', 'filed']) await kit.append(caseEvent(key, status));
    await kit.caughtUp();
    expect(await recordOf(key)).toMatchObject({ status: 'filed', state: 'active' });
    expect(await historyOf(key)).toEqual([
      'applied upsert filed',
      'applied upsert investigating',
      'applied upsert filed',
    ]);
  });

  it('counts two changes with one time stamp both, the later one in the log standing', async () => {
    const key = newKey();
    await kit.append(
      caseEvent(key, 'filed', { revision: 's20260304' }),
      caseEvent(key, 'closed', { revision: 's20260304' }),
    );
    await kit.caughtUp();
    expect(await recordOf(key)).toMatchObject({ status: 'closed' });
    expect(await historyOf(key)).toEqual(['applied upsert filed', 'applied upsert closed']);
  });

  it('lets an older revision that arrives late change the history only', async () => {
    const key = newKey();
    await kit.append(
      caseEvent(key, 'filed', { revision: 's1' }),
      caseEvent(key, 'closed', { revision: 's3' }),
    );
    await kit.append(caseEvent(key, 'investigating', { revision: 's2' }));
    await kit.caughtUp();
    expect(await recordOf(key)).toMatchObject({ status: 'closed', revision: 's3' });
    expect(await historyOf(key)).toEqual([
      'applied upsert filed',
      'applied upsert closed',
      'history-only upsert investigating',
    ]);
  });

  it('moves the revision with equal data, so that a revision between the two still comes too late', async () => {
    const key = newKey();
    await kit.append(
      caseEvent(key, 'filed', { revision: 's1' }),
      caseEvent(key, 'filed', { revision: 's3' }),
    );
    await kit.caughtUp();
    await kit.append(caseEvent(key, 'closed', { revision: 's2' }));
    await kit.caughtUp();
    expect(await recordOf(key)).toMatchObject({ status: 'filed', revision: 's3' });
    expect(await historyOf(key)).toEqual([
      'applied upsert filed',
      'unchanged upsert',
      'history-only upsert closed',
    ]);
  });

  it('leaves a record withdrawn when a revision from before comes behind a withdrawal that bears none', async () => {
    const key = newKey();
    const removal = { key, reason: '重复录入', basis: null };
    await kit.append(
      caseEvent(key, 'filed', { revision: 's1' }),
      caseEvent(key, 'closed', { revision: 's3' }),
      caseEvent(key, 'x', { operation: 'delete', data: removal, revision: 'a0000000000000009.0000000' }),
    );
    await kit.caughtUp();
    await kit.append(caseEvent(key, 'investigating', { revision: 's2' }));
    await kit.caughtUp();
    expect(await recordOf(key)).toMatchObject({ status: 'closed', state: 'withdrawn' });
    expect((await historyOf(key)).at(-1)).toBe('history-only upsert investigating');
    await kit.append(caseEvent(key, 'executed', { revision: 's4' }));
    await kit.caughtUp();
    expect(await recordOf(key)).toMatchObject({ status: 'executed', state: 'active', revision: 's4' });
    expect(await countsThatDiffer()).toEqual([]);
  });

  it('gives an event that was appended twice one effect', async () => {
    const key = newKey();
    const event = caseEvent(key, 'filed');
    await kit.append(event, event);
    await kit.append(caseEvent(key, 'closed'), event);
    await kit.caughtUp();
    expect(await recordOf(key)).toMatchObject({ status: 'closed' });
    expect(await historyOf(key)).toEqual(['applied upsert filed', 'applied upsert closed']);
  });

  it('marks a withdrawn record, keeps what it said, and takes it back when it comes again', async () => {
    const key = newKey();
    const removal = { key, reason: '重复录入', basis: null };
    await kit.append(caseEvent(key, 'filed'), caseEvent(key, 'x', { operation: 'delete', data: removal }));
    await kit.caughtUp();
    expect(await recordOf(key)).toMatchObject({ status: 'filed', state: 'withdrawn' });
    await kit.append(caseEvent(key, 'closed', { historical: true }));
    await kit.caughtUp();
    expect(await recordOf(key)).toMatchObject({ status: 'closed', state: 'active', historical: true });
    expect(await historyOf(key)).toEqual(['applied upsert filed', 'applied delete', 'applied upsert closed']);
  });

  it('keeps a withdrawal that comes before its record, which then comes too late', async () => {
    const key = newKey();
    const removal = { key, reason: null, basis: null };
    await kit.append(caseEvent(key, 'x', { operation: 'delete', data: removal, revision: 's2' }));
    await kit.append(caseEvent(key, 'filed', { revision: 's1' }));
    await kit.caughtUp();
    expect(await recordOf(key)).toMatchObject({ status: null, state: 'withdrawn' });
    expect(await historyOf(key)).toEqual(['applied delete', 'history-only upsert filed']);
  });
});

describe('a subject that moves to another module', () => {
  it('takes its records and counts along at the next start', async () => {
    const moved = new Map(kit.schemas.subjects);
    const subject = schemaOf(kit.schemas, 'enforcement-case');
    // Its getter for the compiled schema is not copied by a spread.
    moved.set(
      'enforcement-case.v1',
      Object.create(subject, { module: { value: 'command-centre' } }) as typeof subject,
    );
    const counted = async (): Promise<string[]> => {
      const { rows } = await kit.store.pool.query<{ module: string }>(
        `SELECT DISTINCT module FROM platform.module_count JOIN platform.subject USING (topic) WHERE topic = $1`,
        [subject.topic],
      );
      return rows.map(({ module }) => module);
    };
    await kit.append(caseEvent(newKey(), 'filed'));
    await kit.caughtUp();
    expect(await counted()).toEqual(['enforcement-team']);
    const next = await kit.start({ schemas: { ...kit.schemas, subjects: moved } });
    expect(await counted()).toEqual(['command-centre']);
    await next.stop('test');
    await (await kit.start()).stop('test');
    expect(await counted()).toEqual(['enforcement-team']);
  });
});

describe('redelivery', () => {
  it('from an earlier position changes nothing', async () => {
    const key = newKey();
    for (const status of ['filed', 'investigating', 'filed', 'closed'])
      await kit.append(caseEvent(key, status));
    await kit.caughtUp();
    await feed.stop('position is set back');
    const before = await snapshot();
    await kit.store.pool.query('UPDATE exchange.consumer_position SET position = 0');
    feed = await kit.start();
    await kit.caughtUp();
    expect(await snapshot()).toEqual(before);
  });

  it('to a process whose position another one has moved meanwhile changes nothing', async () => {
    const key = newKey();
    await kit.store.pool.query(
      `UPDATE exchange.consumer_position SET position = 0 WHERE topic LIKE '%enforcement-case.v1'`,
    );
    // Each partition gets an event, so that each of them finds its position moved.
    await kit.append(
      ...Array.from({ length: 60 }, () => caseEvent(newKey(), 'filed')),
      caseEvent(key, 'filed'),
    );
    await kit.caughtUp();
    expect(await historyOf(key)).toEqual(['applied upsert filed']);
    expect(await countsThatDiffer()).toEqual([]);
  });
});

describe('a poison event', () => {
  it('is kept aside and the events behind it go on, of its own record too', async () => {
    const [bad, good] = [newKey(), newKey()];
    const poison = { ...caseEvent(bad, 'filed'), value: '{"caseNo":"x\\u0000y"}' };
    const unreadable = { ...caseEvent(bad, 'filed'), value: '{"caseNo": "unterminated' };
    await kit.append(
      caseEvent(good, 'filed'),
      poison,
      caseEvent(good, 'closed'),
      unreadable,
      caseEvent(bad, 'closed'),
    );
    await kit.caughtUp();
    expect(await recordOf(good)).toMatchObject({ status: 'closed' });
    expect(await recordOf(bad)).toMatchObject({ status: 'closed' });
    const { rows } = await kit.store.pool.query<{ event_id: string; error_code: string; value: Buffer }>(
      `SELECT event_id, error_code, value FROM exchange.delivery_failure WHERE consumer_group = 'platform-feed'`,
    );
    const byId = new Map(rows.map((row) => [row.event_id, row]));
    expect(rows).toHaveLength(2);
    expect(byId.get(poison.id)).toMatchObject({ error_code: '22P05' });
    expect(byId.get(poison.id)?.value.toString()).toBe(poison.value);
    expect(byId.get(unreadable.id)).toMatchObject({ error_code: 'SyntaxError' });
  });
});

describe('a crash', () => {
  it('between effect and commit leaves nothing, and the batch takes effect once', async () => {
    const key = newKey();
    const blocker = await kit.store.pool.connect();
    try {
      // Stops the feed's transaction behind its records and history, before its counts and its commit.
      await blocker.query('BEGIN');
      await blocker.query('LOCK TABLE platform.module_count IN ACCESS EXCLUSIVE MODE');
      await kit.append(caseEvent(key, 'filed'));
      await waitUntilBlocked();
      const { rowCount } = await blocker.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'platform-feed' AND datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(rowCount).toBe(1);
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
    await kit.caughtUp();
    expect(await recordOf(key)).toMatchObject({ status: 'filed' });
    expect(await historyOf(key)).toEqual(['applied upsert filed']);
    expect(await countsThatDiffer()).toEqual([]);
  }, 30_000);

  async function waitUntilBlocked(): Promise<void> {
    for (let attempt = 0; attempt < 400; attempt += 1) {
      const { rows } = await kit.store.pool.query<{ count: string }>(
        `SELECT count(*) FROM pg_stat_activity
         WHERE application_name = 'platform-feed' AND datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (rows[0]?.count === '1') return;
      await sleep(20);
    }
    throw new Error('the feed never came to the lock');
  }
});

describe('two members of the group', () => {
  it('share the work, and every event takes effect once', async () => {
    const second = await kit.start();
    const keys = Array.from({ length: 400 }, () => newKey());
    const statuses = ['filed', 'investigating', 'closed'];
    for (const status of statuses) await kit.append(...keys.map((key) => caseEvent(key, status)));
    await kit.caughtUp();
    await second.stop('test');
    for (const status of ['filed', 'closed']) await kit.append(...keys.map((key) => caseEvent(key, status)));
    await kit.caughtUp();
    const { rows } = await kit.store.pool.query<{ records: string; entries: string; closed: string }>(
      `SELECT count(DISTINCT r.id) AS records, count(*) AS entries,
         count(DISTINCT r.id) FILTER (WHERE r.data ->> 'status' = 'closed') AS closed
       FROM platform.record r JOIN platform.record_history h ON h.record_id = r.id WHERE r.key = ANY ($1)`,
      [keys],
    );
    expect(rows[0]).toEqual({ records: '400', entries: '2000', closed: '400' });
  }, 60_000);
});

it('counts are equal to a recount, after moves between jurisdictions and withdrawals', async () => {
  const keys = Array.from({ length: 30 }, () => newKey());
  await kit.append(
    ...keys.map((key, index) =>
      caseEvent(key, 'filed', { jurisdiction: index % 3 === 0 ? null : '320412100' }),
    ),
  );
  await kit.append(
    ...keys
      .slice(0, 10)
      .map((key) => caseEvent(key, 'filed', { jurisdiction: '320412102', department: 'water' })),
    ...keys
      .slice(5, 20)
      .map((key) => caseEvent(key, 'x', { operation: 'delete', data: { key, reason: null, basis: null } })),
    ...keys.slice(15, 25).map((key) => caseEvent(key, 'closed', { time: '2026-03-04T16:30:00.000Z' })),
  );
  await kit.caughtUp();
  expect(await countsThatDiffer()).toEqual([]);
});

describe('the history', () => {
  it('is kept for its months, except the entry that a record stands at, and for days where its topic is', async () => {
    const [old, young, brief] = [newKey(), newKey(), newKey()];
    for (const key of [old, young, brief])
      for (const status of ['filed', 'investigating', 'closed']) await kit.append(caseEvent(key, status));
    await kit.caughtUp();
    const age = (key: string, interval: string) =>
      kit.store.pool.query(
        `UPDATE platform.record_history h SET recorded_at = now() - $2::interval FROM platform.record r
         WHERE r.id = h.record_id AND r.key = $1`,
        [key, interval],
      );
    await age(old, '37 months');
    await age(young, '35 months');
    const subject = schemaOf(kit.schemas, 'enforcement-case');
    const [afterMonths] = historySweeps([subject], 36);
    expect(await sweep(kit.store.pool, afterMonths!, { batchRows: 1 })).toBe(2);
    expect(await historyOf(old)).toEqual(['applied upsert closed']);
    expect(await historyOf(young)).toHaveLength(3);
    await age(brief, '8 days');
    await age(young, '6 days');
    const shortLived = Object.create(subject, { retentionDays: { value: 7 } }) as typeof subject;
    const [, ofTopic] = historySweeps([shortLived], 36);
    await sweep(kit.store.pool, ofTopic!);
    expect(await historyOf(brief)).toEqual(['applied upsert closed']);
    expect(await historyOf(young)).toHaveLength(3);
  });
});
