import { setTimeout as sleep } from 'node:timers/promises';
import { ExchangeError, type ExchangeEvent } from '@exchange/contracts';
import {
  ConsumerPosition,
  DeliveryFailure,
  inTransaction,
  isRetryableDelivery,
  keepDeliveryFailure,
  migrateStore,
  moveOverGap,
  movePosition,
  openDeliveryFailures,
  positionOf,
  positionsOf,
  type Store,
} from '@exchange/store';
import { openTestStore, createTestDatabase, type TestDatabase } from '@exchange/testing';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateStore(database.url, new Date());
  store = await openTestStore(database.url);
}, 60_000);

afterAll(async () => {
  await store.close();
  await database.drop();
});

let serial = 0;
function partitionOfGroup() {
  serial += 1;
  return { group: `group-${serial}`, topic: 'wujin.grid-event.v1', partition: 3 };
}

function move(at: ReturnType<typeof partitionOfGroup>, from: number, to: number): Promise<void> {
  return inTransaction(store.pool, (client) => movePosition(client, { ...at, from, to }));
}

describe('the position of a group', () => {
  it('is nowhere before the first batch, which may start anywhere', async () => {
    const at = partitionOfGroup();
    expect(await positionOf(store.pool, at)).toBeNull();
    await move(at, 40, 45);
    expect(await positionOf(store.pool, at)).toBe(45);
  });

  it('moves from where it stands and from nowhere else', async () => {
    const at = partitionOfGroup();
    await move(at, 0, 10);
    await expect(move(at, 0, 10)).rejects.toMatchObject({ code: 'position-moved', retryable: true });
    await expect(move(at, 9, 12)).rejects.toMatchObject({ code: 'position-moved' });
    await move(at, 10, 2 ** 40);
    expect(await positionOf(store.pool, at)).toBe(2 ** 40);
  });

  it('rolls back with the transaction that moved it', async () => {
    const at = partitionOfGroup();
    await move(at, 0, 10);
    const failing = inTransaction(store.pool, async (client) => {
      await movePosition(client, { ...at, from: 10, to: 20 });
      throw new Error('the effect failed');
    });
    await expect(failing).rejects.toThrow('the effect failed');
    expect(await positionOf(store.pool, at)).toBe(10);
  });

  it('lets one of two consumers of a partition through, and the other one wait and find it moved', async () => {
    const at = partitionOfGroup();
    await move(at, 0, 10);
    const order: string[] = [];
    const first = inTransaction(store.pool, async (client) => {
      await movePosition(client, { ...at, from: 10, to: 20 });
      order.push('first moved');
      await sleep(150);
      order.push('first commits');
    });
    await sleep(50);
    const second = move(at, 10, 20).catch((error: unknown) => {
      order.push('second refused');
      return error;
    });
    await first;
    expect(await second).toMatchObject({ code: 'position-moved' });
    expect(order).toEqual(['first moved', 'first commits', 'second refused']);
  });

  it('of a group that two begin at the same time is taken by one of them', async () => {
    const at = partitionOfGroup();
    const results = await Promise.allSettled([move(at, 0, 5), move(at, 0, 5), move(at, 0, 5)]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('is listed for every partition, as numbers', async () => {
    const at = partitionOfGroup();
    await move(at, 0, 7);
    await move({ ...at, partition: 1 }, 0, 9);
    const listed = await positionsOf(store.pool, at.group);
    expect(listed.map(({ partition, position }) => [partition, position])).toEqual([
      [1, 9],
      [3, 7],
    ]);
    const entity = await store.data
      .getRepository(ConsumerPosition)
      .findOneByOrFail({ group: at.group, partition: 1 });
    expect(entity.position).toBe(9);
  });

  it('moves over a gap only with a note of what is gone', async () => {
    const at = partitionOfGroup();
    await move(at, 0, 10);
    await inTransaction(store.pool, (client) => moveOverGap(client, { ...at, from: 10, to: 50 }));
    expect(await positionOf(store.pool, at)).toBe(50);
    const { rows } = await store.pool.query(
      'SELECT expected::int, earliest::int FROM exchange.consumer_gap WHERE consumer_group = $1',
      [at.group],
    );
    expect(rows).toEqual([{ expected: 10, earliest: 50 }]);
  });

  it('goes back over a gap where the log was made anew, from where it stands only', async () => {
    const at = partitionOfGroup();
    await move(at, 0, 50);
    const back = (from: number) =>
      inTransaction(store.pool, (client) => moveOverGap(client, { ...at, from, to: 3 }));
    await expect(back(40)).rejects.toMatchObject({ code: 'position-moved' });
    await back(50);
    expect(await positionOf(store.pool, at)).toBe(3);
    await move(at, 3, 5);
  });
});

const event: ExchangeEvent = {
  id: 'event\0id',
  topic: 'wujin.grid-event.v1',
  source: '/systems/grid-governance/events',
  key: 'K1',
  operation: 'upsert',
  time: '2026-03-04T00:00:00.000Z',
  department: 'political-legal',
  jurisdiction: null,
  revision: 'a1',
  mappingVersion: 1,
  receivedTime: '2026-03-04T00:00:00.000Z',
  receipt: 'r1#0',
  historical: false,
  value: '{"broken": "\\u0000" \0',
};

describe('an event that cannot be applied', () => {
  it('is kept byte for byte, whatever it holds, and counts its attempts', async () => {
    const at = { ...partitionOfGroup(), position: 12 };
    const keep = () =>
      inTransaction(store.pool, (client) =>
        keepDeliveryFailure(client, at, event, new SyntaxError('bad \0 text')),
      );
    await keep();
    await keep();
    expect(await openDeliveryFailures(store.pool, at.group, { limit: 10 })).toMatchObject([
      { topic: at.topic, partition: 3, position: 12, errorCode: 'SyntaxError', attempts: 2 },
    ]);
    const kept = await store.data.getRepository(DeliveryFailure).findOneByOrFail({ group: at.group });
    expect(kept.value.toString()).toBe(event.value);
    expect(kept.headers).toMatchObject({ id: event.id, source: event.source, jurisdiction: null });
  });
});

describe('an event that cannot be applied in a log that was made anew', () => {
  it('is kept beside the one that stood in its place before', async () => {
    const at = { ...partitionOfGroup(), position: 4 };
    const keep = (id: string) =>
      inTransaction(store.pool, (client) =>
        keepDeliveryFailure(client, at, { ...event, id }, new SyntaxError('bad')),
      );
    // Longer than what an index takes.
    const ids = ['old', 'new', 'x'.repeat(20_000)];
    for (const id of ids) await keep(id);
    await keep('new');
    const kept = await openDeliveryFailures(store.pool, at.group, { limit: 10 });
    expect(kept.map(({ eventId, attempts }) => [eventId, attempts])).toEqual([
      ['old', 1],
      ['new', 2],
      [ids[2], 1],
    ]);
  });
});

describe('what a consumer retries', () => {
  const failure = (work: (client: Parameters<Parameters<typeof inTransaction>[1]>[0]) => Promise<unknown>) =>
    inTransaction(store.pool, work).then(
      () => null,
      (error: unknown) => error,
    );

  it('are failures of the world: a moved position, a lost connection, a table that is not there yet', async () => {
    expect(isRetryableDelivery(new ExchangeError('position-moved', '', { retryable: true }))).toBe(true);
    expect(isRetryableDelivery(await failure((client) => client.query('SELECT 1 FROM no_such_table')))).toBe(
      true,
    );
    const lost = await failure((client) => client.query('SELECT pg_terminate_backend(pg_backend_pid())'));
    expect(lost).toMatchObject({ code: 'store-unavailable', retryable: true });
    expect(isRetryableDelivery(lost)).toBe(true);
  });

  it('a session that is ended between two statements is one of them, and does not end the process', async () => {
    const lost = await failure(async (client) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await store.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await sleep(100);
      await client.query('SELECT 1');
    });
    expect(isRetryableDelivery(lost)).toBe(true);
  });

  it('are not failures of one event: values that the database refuses, text that cannot be read', async () => {
    const refused = await failure((client) => client.query('SELECT $1::jsonb', ['{"a":"\\u0000"}']));
    expect(refused).toMatchObject({ code: '22P05' });
    expect(isRetryableDelivery(refused)).toBe(false);
    const unreadable = await failure(async () => JSON.parse('{"a": "unterminated'));
    expect(unreadable).toBeInstanceOf(SyntaxError);
    expect(isRetryableDelivery(unreadable)).toBe(false);
  });
});
