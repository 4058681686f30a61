import { createTestDatabase, openTestStore, type TestDatabase } from '@exchange/testing';
import {
  addReader,
  migrateStore,
  pauseReader,
  PostgresRequestPaces,
  ProcessLease,
  SourceReaders,
  SourceSharing,
  type ReaderName,
  type Store,
} from '@exchange/store';

interface Member {
  readonly lease: ProcessLease;
  readonly readers: SourceReaders;
  readonly sharing: SourceSharing;
  readonly reading: ReaderName[];
}

let database: TestDatabase;
let store: Store;
let members: Member[] = [];
const streams = Array.from({ length: 7 }, (_, number) => ({ system: 'shared', stream: `s${number}` }));

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateStore(database.url, new Date());
  store = await openTestStore(database.url);
  for (const { system, stream } of streams) {
    await store.pool.query(
      `INSERT INTO exchange.stream (system, stream, department, manifest) VALUES ($1, $2, 'd', '{}')`,
      [system, stream],
    );
    await addReader(store.pool, { system, stream, lane: 'live' });
  }
  await store.pool.query(
    `INSERT INTO exchange.system_stage (system, stage, changed_by) VALUES ('shared', 'in-operation', 'test')`,
  );
});

beforeEach(async () => {
  members = [];
  await store.pool.query(
    `UPDATE exchange.source_reader SET owner = NULL, wanted_by = NULL, state = 'running', looked_at = NULL`,
  );
});

afterEach(() => Promise.all(members.map(({ lease }) => lease.end())));

afterAll(async () => {
  await store.close();
  await database.drop();
});

async function join(): Promise<Member> {
  const lease = new ProcessLease(database.url);
  await lease.renew();
  const member = {
    lease,
    readers: new SourceReaders(store.pool, lease.process),
    sharing: new SourceSharing(store.pool, lease.process),
    reading: [],
  };
  members.push(member);
  return member;
}

/** What a process does at a look. */
async function look({ readers, sharing, reading }: Member): Promise<void> {
  for (const name of await sharing.asked()) {
    reading.splice(
      reading.findIndex(({ stream }) => stream === name.stream),
      1,
    );
    await readers.release(name);
  }
  const taken = await readers.acquire(streams, reading, 4);
  reading.push(...taken);
  if (taken.length === 0) await sharing.ask(streams, 4);
}

async function looks(count: number): Promise<number[]> {
  for (let round = 0; round < count; round += 1) for (const member of members) await look(member);
  return members.map(({ reading }) => reading.length);
}

describe('sharing of the readers', () => {
  it('ends with no two processes further apart than one, and stays there', async () => {
    await join();
    expect(await looks(3)).toEqual([7]);
    await join();
    expect(await looks(5)).toEqual([4, 3]);
    await join();
    const shared = await looks(8);
    expect(shared.toSorted()).toEqual([2, 2, 3]);
    const settled = members.map(({ reading }) => reading.map(({ stream }) => stream));
    await looks(5);
    expect(members.map(({ reading }) => reading.map(({ stream }) => stream))).toEqual(settled);
    const { rows } = await store.pool.query(
      'SELECT DISTINCT stream FROM exchange.source_reader WHERE owner IS NOT NULL',
    );
    expect(rows).toHaveLength(7);
  });

  it('gives nothing up for a process that is gone, and takes what one leaves at once', async () => {
    const first = await join();
    await looks(3);
    const second = await join();
    await look(second);
    expect(await first.sharing.asked()).toHaveLength(3);
    await second.sharing.leave();
    expect(await first.sharing.asked()).toEqual([]);
    await look(second);
    await second.lease.end();
    members.pop();
    expect(await first.sharing.asked()).toEqual([]);
    await first.sharing.leave();
    first.reading.length = 0;
    const third = await join();
    await look(third);
    expect(third.reading).toHaveLength(4);
  });

  it('hands over no reader that is paused meanwhile', async () => {
    const first = await join();
    await looks(3);
    const second = await join();
    await look(second);
    const [name] = await first.sharing.asked();
    await pauseReader(store.pool, name!, { rule: 'administrator', by: 'test' });
    await first.readers.release(name!);
    const { rows } = await store.pool.query(
      'SELECT owner, wanted_by FROM exchange.source_reader WHERE stream = $1',
      [name!.stream],
    );
    expect(rows).toEqual([{ owner: null, wanted_by: null }]);
  });

  it('leaves alone what the one who asks cannot read', async () => {
    const first = await join();
    await looks(3);
    const second = await join();
    await second.sharing.ask([], 4);
    await second.sharing.ask([{ system: 'other', stream: 's0' }], 4);
    expect(await first.sharing.asked()).toEqual([]);
  });
});

describe('a reader', () => {
  it('tells how long ago its source was read to its end, whoever read it', async () => {
    const first = await join();
    await look(first);
    const name = first.reading[0]!;
    expect(await first.readers.position(name)).toMatchObject({ lookedAgoMs: null });
    await first.readers.looked(name);
    await store.pool.query(`UPDATE exchange.source_reader SET looked_at = looked_at - interval '1 hour'`);
    await first.readers.failed(name, { failed: 'tcp', zh: '', en: '', isLasting: false }, 0);
    await first.readers.recovered(name);
    await first.readers.release(name);
    const second = await join();
    await look(second);
    const { lookedAgoMs, failedAttempts } = await second.readers.position(name);
    expect(failedAttempts).toBe(0);
    expect(lookedAgoMs).toBeGreaterThanOrEqual(3_600_000);
    expect(lookedAgoMs).toBeLessThan(3_660_000);
  });

  it('is told that a receipt is past its retention', async () => {
    const { readers } = await join();
    expect(await readers.outcome('01890000-0000-7000-8000-000000000000')).toBe('gone');
  });
});

describe('the pace of requests', () => {
  it('is one for all processes, and lets a rested system be asked at once', async () => {
    const other = await openTestStore(database.url);
    const paces = [new PostgresRequestPaces(store.pool), new PostgresRequestPaces(other.pool)];
    const turn = (place: number): Promise<number> => paces[place % 2]!.turn('paced', 300);
    const waits = await Promise.all([0, 1, 2, 3].map(turn));
    const sorted = waits.toSorted((left, right) => left - right);
    for (const [place, wait] of sorted.entries()) expect(Math.abs(wait - place * 300)).toBeLessThan(250);
    expect(await paces[0]!.turn('another', 300)).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(await turn(1)).toBe(0);
    await other.close();
  });
});
