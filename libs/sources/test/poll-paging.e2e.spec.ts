import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '@exchange/contracts';
import { decodeBatch, DEFAULT_LIMITS, markingsAround } from '@exchange/decoding';
import type { Chunk } from '../src/port.ts';
import { openPollSource } from '../src/poll/poll-source.ts';
import type { PollPaging, PollSuccess, PollWindow } from '../src/poll/poll-settings.ts';
import { ShortLists } from '../src/poll/short-lists.ts';
import { pacesInMemory } from './paces-in-memory.ts';

/** What a provider answers to one request; a number is a status. */
type Answer = (query: URLSearchParams, place: number) => unknown;

let server: Server | null = null;
let asked: URLSearchParams[] = [];
let notices: object[] = [];
/** The provider's. */
let clock = (): number => Date.now();

async function provider(answer: Answer): Promise<string> {
  asked = [];
  notices = [];
  const made = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://provider').searchParams;
    asked.push(query);
    const answered = answer(query, asked.length);
    const status = typeof answered === 'number' ? answered : 200;
    response.sendDate = false;
    response.writeHead(status, { 'content-type': 'application/json', date: new Date(clock()).toUTCString() });
    response.end(JSON.stringify(answered));
  });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  server = made;
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

afterEach(async () => {
  clock = () => Date.now();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

const BY_PAGE: PollPaging = { kind: 'page', first: 1, size: 100, total: '/total' };
const BY_OFFSET: PollPaging = { kind: 'offset', size: 100, total: '/total' };
const ids = (from: number, count: number): object[] =>
  Array.from({ length: count }, (_, place) => ({ id: from + place }));

interface More {
  readonly paging?: PollPaging;
  readonly window?: PollWindow;
  readonly success?: PollSuccess;
  readonly now?: () => Date;
  readonly shortLists?: ShortLists;
}

function source(baseUrl: string, more: More) {
  const { paging, window, success, now = () => new Date(), shortLists } = more;
  const query = {
    page: '{page}',
    size: '{size}',
    offset: '{offset}',
    cursor: '{cursor}',
    from: '{from}',
    until: '{until}',
  };
  const used: string[] = [...(paging ? [paging.kind, 'size'] : []), ...(window ? ['from', 'until'] : [])];
  return openPollSource({
    settings: {
      request: {
        method: 'GET',
        path: '/list',
        query: Object.fromEntries(Object.entries(query).filter(([name]) => used.includes(name))),
      },
      ...(paging ? { paging } : {}),
      ...(window ? { window } : {}),
      ...(success ? { success } : {}),
    },
    connection: { baseUrl },
    stream: { system: 'hotline', stream: 'orders' },
    memory: { requestPaces: pacesInMemory(), ...(shortLists ? { shortLists } : {}) },
    onNotice: (kind, fields) => notices.push({ kind, ...fields }),
    charset: 'utf-8',
    records: '/list',
    now,
  });
}

async function chunksOf(opened: ReturnType<typeof source>, after: Json | null = null): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of opened.read(after, AbortSignal.timeout(5_000))) chunks.push(chunk);
  return chunks;
}

function idsOf(chunks: readonly Chunk[]): Set<number> {
  const read = (chunk: Chunk): Array<{ id: number }> =>
    JSON.parse(chunk.body.toString()) as Array<{ id: number }>;
  return new Set(chunks.flatMap(read).map(({ id }) => id));
}

/** Shows what is there as it stands at each request. */
function listing(
  records: () => object[],
  { most = 100, total }: { most?: number; total?: () => unknown } = {},
): Answer {
  return (query) => {
    const all = records();
    const start = query.has('offset') ? Number(query.get('offset')) : (Number(query.get('page')) - 1) * most;
    return { total: total ? total() : all.length, list: all.slice(start, start + most) };
  };
}

test('a provider that gives less on a page than it is asked for is read to its end', async () => {
  const opened = source(await provider(listing(() => ids(0, 1_000), { most: 30 })), { paging: BY_PAGE });
  expect(idsOf(await chunksOf(opened)).size).toBe(1_000);
  await opened.close();
});

test('a pass goes on by its page numbers only while pages have the size that they were counted in', async () => {
  const url = await provider((query) => {
    const size = Number(query.get('size'));
    return {
      total: 250,
      list: ids(0, 250)
        .slice((Number(query.get('page')) - 1) * size)
        .slice(0, size),
    };
  });
  const sized = (size: number) => source(url, { paging: { ...BY_PAGE, size } });
  const before = sized(100);
  const [first] = await chunksOf(before);
  await before.close();
  const smaller = sized(30);
  expect(idsOf([first!, ...(await chunksOf(smaller, first!.checkpoint))]).size).toBe(250);
  expect(asked.filter((query) => query.get('size') === '30')[0]?.get('page')).toBe('1');
  await smaller.close();
});

test.each([null, '', 0, -1, 'many'])('a total of %j is none', async (told) => {
  let times = 0;
  const total = (): unknown => ((times += 1) === 1 ? 250 : told);
  const known = source(await provider(listing(() => ids(0, 250), { total })), { paging: BY_PAGE });
  expect(idsOf(await chunksOf(known)).size).toBe(250);
  await known.close();
  server?.closeAllConnections();
  server?.close();
  const never = source(await provider(listing(() => ids(0, 250), { total: () => told })), {
    paging: BY_PAGE,
  });
  expect(idsOf(await chunksOf(never)).size).toBe(250);
  await never.close();
});

test.each([
  ['pages', BY_PAGE],
  ['offsets', BY_OFFSET],
])('records that move up by %s while they are read are not missed', async (_, paging) => {
  let records = ids(0, 1_000);
  const answer: Answer = (query, place) => {
    // Changed by somebody at this moment, and so gone to a later window.
    if (place % 3 === 0) records = records.slice(place === 3 ? 150 : 20);
    return listing(() => records)(query, place);
  };
  const opened = source(await provider(answer), { paging });
  const read = idsOf(await chunksOf(opened));
  expect(records.length).toBeLessThan(1_000);
  expect(records.filter((record) => !read.has((record as { id: number }).id))).toEqual([]);
  expect(asked.length).toBeLessThan(40);
  await opened.close();
});

test('a total that goes up and down does not have pages read without end', async () => {
  let times = 0;
  const total = (): unknown => 1_000 - ((times += 1) % 2);
  const opened = source(await provider(listing(() => ids(0, 1_000), { total })), { paging: BY_PAGE });
  expect(idsOf(await chunksOf(opened)).size).toBe(1_000);
  expect(asked.length).toBeLessThan(15);
  await opened.close();
});

test('windows that gave nothing new are not asked for again at every look', async () => {
  const day = 86_400;
  const start = Date.parse('2026-01-01T00:00:00Z');
  let now = start + 40 * day * 1_000;
  const window = {
    format: 'ms',
    start: new Date(start).toISOString(),
    sizeSeconds: day,
    overlapSeconds: 60,
  } as const;
  const answer: Answer = (query) => {
    const isFirst = Number(query.get('from')) === start;
    return { list: isFirst ? ids(0, 1) : [] };
  };
  const opened = source(await provider(answer), { window, now: () => new Date(now) });
  const [chunk] = await chunksOf(opened);
  expect(asked.length).toBeGreaterThan(35);
  await chunksOf(opened, chunk!.checkpoint);
  asked = [];
  now += 10_000;
  await chunksOf(opened, JSON.parse(JSON.stringify(chunk!.checkpoint)) as Json);
  expect(asked).toHaveLength(1);
  expect(Number(asked[0]!.get('until'))).toBe(now);
  await opened.close();
});

test.each([
  ['at one go', 86_400],
  ['window by window', 30],
])(
  'a provider whose clock is behind is read %s to what its clock shows, and nothing is missed',
  async (_, sizeSeconds) => {
    const behindMs = 90_000;
    const start = Math.floor(Date.now() / 1_000) * 1_000;
    let now = start;
    clock = () => now - behindMs;
    const records: Array<{ id: number; at: number }> = [];
    const answer: Answer = (query) => ({
      list: records.filter(({ at }) => at >= Number(query.get('from')) && at <= Number(query.get('until'))),
    });
    const window = {
      format: 'ms',
      start: new Date(start - 600_000).toISOString(),
      sizeSeconds,
      overlapSeconds: 5,
    } as const;
    const opened = source(await provider(answer), { window, now: () => new Date(now) });
    const read = new Set<number>();
    let checkpoint: Json | null = null;
    for (let look = 0; look < 20; look += 1) {
      records.push({ id: look, at: clock() });
      const chunks = await chunksOf(opened, checkpoint);
      checkpoint = chunks.at(-1)?.checkpoint ?? checkpoint;
      for (const id of idsOf(chunks)) read.add(id);
      now += 10_000;
    }
    expect(read.size).toBe(20);
    expect(asked.length).toBeLessThan(60);
    await opened.close();
  },
);

test('an empty page before the promised end is an error, and no end', async () => {
  let isWell = true;
  const all = listing(() => ids(0, 500));
  const answer: Answer = (query, place) =>
    isWell || query.get('page') !== '3' ? all(query, place) : { total: 500, list: [] };
  const url = await provider(answer);
  const shortLists = new ShortLists();
  isWell = false;
  const opened = source(url, { paging: BY_PAGE, shortLists });
  const chunks: Chunk[] = [];
  const reading = (async () => {
    for await (const chunk of opened.read(null, AbortSignal.timeout(5_000))) chunks.push(chunk);
  })();
  await expect(reading).rejects.toMatchObject({ failed: 'protocol', isLasting: false });
  expect(idsOf(chunks).size).toBe(200);
  isWell = true;
  const after = JSON.parse(JSON.stringify(chunks.at(-1)!.checkpoint)) as Json;
  expect(idsOf(await chunksOf(source(url, { paging: BY_PAGE, shortLists }), after)).size).toBe(300);
  await opened.close();
});

test('a total that is simply wrong does not hold a stream up for ever', async () => {
  const url = await provider(listing(() => ids(0, 250), { total: () => 251 }));
  const shortLists = new ShortLists();
  let checkpoint: Json | null = null;
  let failures = 0;
  const read = new Set<number>();
  for (; failures < 20; failures += 1) {
    const opened = source(url, { paging: BY_PAGE, shortLists });
    try {
      for await (const chunk of opened.read(checkpoint, AbortSignal.timeout(5_000))) {
        checkpoint = JSON.parse(JSON.stringify(chunk.checkpoint)) as Json;
        for (const id of idsOf([chunk])) read.add(id);
      }
      break;
    } catch {
      await opened.close();
    }
  }
  expect(failures).toBe(8);
  expect(read.size).toBe(250);
  expect(notices).toContainEqual({ kind: 'list-short', promised: 251, given: 250 });
  // For a while it is taken as it is.
  await chunksOf(source(url, { paging: BY_PAGE, shortLists }), checkpoint);
});

test('an interface without windows shows what came to its first page, though nothing new stood behind it', async () => {
  let records = ids(0, 300);
  const url = await provider(listing(() => records));
  const opened = source(url, { paging: BY_PAGE });
  let checkpoint = (await chunksOf(opened)).at(-1)!.checkpoint;
  for (const id of [1_000, 1_001]) {
    records = [{ id }, ...records];
    const chunks = await chunksOf(opened, checkpoint);
    const read = idsOf(chunks);
    expect(read).toContain(id);
    // What moved to a later page of a pass that was cut off may come twice.
    expect(read.size).toBeLessThanOrEqual(2);
    // As when the process had died meanwhile.
    checkpoint = JSON.parse(JSON.stringify(chunks.at(-1)!.checkpoint)) as Json;
  }
  const again = source(url, { paging: BY_PAGE });
  records = [{ id: 1_002 }, ...records];
  expect(idsOf(await chunksOf(again, checkpoint))).toContain(1_002);
  await opened.close();
  await again.close();
});

describe('a cursor that the provider refuses', () => {
  const paging: PollPaging = { kind: 'cursor', size: 100, next: '/next' };
  const success: PollSuccess = { at: '/code', values: ['0'], refused: ['401'] };
  const refusal = { code: 'E1042', next: null, list: null };
  let known: (cursor: string) => boolean;

  function paged(refused: unknown): Answer {
    return (query) => {
      const cursor = query.get('cursor') ?? '';
      if (cursor !== '' && !known(cursor)) return refused;
      const start = Number(cursor.slice(1) || 0);
      const next = start + 100 < 500 ? `c${start + 100}` : null;
      return { code: '0', next, list: ids(start, 100) };
    };
  }

  beforeEach(() => {
    known = () => true;
  });

  test.each<[string, unknown]>([
    ['HTTP 400', 400],
    ['HTTP 410', 410],
    ['a failure code', refusal],
  ])('with %s costs what was read of its pass', async (_, refused) => {
    const url = await provider(paged(refused));
    const first = source(url, { paging, success });
    const reading = first.read(null, AbortSignal.timeout(5_000))[Symbol.asyncIterator]();
    const stored = ((await reading.next()).value as Chunk).checkpoint;
    await first.close();
    let refusals = 0;
    known = () => (refusals += 1) > 1;
    const second = source(url, { paging, success });
    const chunks = await chunksOf(second, JSON.parse(JSON.stringify(stored)) as Json);
    // What is unchanged since the pass was broken off is not taken again.
    expect(idsOf(chunks)).toEqual(new Set(ids(100, 400).map((one) => (one as { id: number }).id)));
    expect(notices).toEqual([{ kind: 'cursor-refused' }]);
    await second.close();
  });

  test('again and again is a failure that says what to do', async () => {
    const url = await provider(paged(refusal));
    const opened = source(url, { paging, success });
    known = (cursor) => cursor !== 'c200';
    await expect(chunksOf(opened)).rejects.toMatchObject({
      failed: 'cursor-refused',
      isLasting: true,
      message: expect.stringContaining('setup reset-checkpoint') as string,
      zh: expect.stringContaining('setup reset-checkpoint') as string,
    });
    await opened.close();
  });

  test('together with everything else is no matter of the cursor', async () => {
    let isWell = true;
    const well = paged(refusal);
    const url = await provider((query, place) => (isWell ? well(query, place) : refusal));
    const opened = source(url, { paging, success });
    const reading = opened.read(null, AbortSignal.timeout(5_000))[Symbol.asyncIterator]();
    const stored = ((await reading.next()).value as Chunk).checkpoint;
    isWell = false;
    await expect(chunksOf(opened, stored)).rejects.toMatchObject({ failed: 'protocol', isLasting: false });
    await opened.close();
  });
});

test('what is marked around the records reaches the secrecy gate', async () => {
  const opened = source(await provider(() => ({ 密级: '机密', list: ids(0, 3) })), {});
  const [chunk] = await chunksOf(opened);
  const { body, decode, around } = chunk!;
  const decoded = decodeBatch(body, decode, DEFAULT_LIMITS);
  if (decoded.kind !== 'records') throw new Error(decoded.at);
  expect(decoded.records).toHaveLength(3);
  expect(markingsAround(around!)).toEqual([expect.objectContaining({ rule: 'marking-field' })]);
  await opened.close();
});
