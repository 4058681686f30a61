import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '@exchange/contracts';
import { decodeBatch, DEFAULT_LIMITS, markingsAround } from '@exchange/decoding';
import type { Chunk } from '../src/port.ts';
import { openPollSource } from '../src/poll/poll-source.ts';
import type { PollPaging, PollWindow } from '../src/poll/poll-settings.ts';

/** What a provider answers to one request. */
type Answer = (query: URLSearchParams, place: number) => unknown;

let server: Server | null = null;
let asked: URLSearchParams[] = [];
/** The provider's. */
let clock = (): number => Date.now();

async function provider(answer: Answer): Promise<string> {
  asked = [];
  const made = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://provider').searchParams;
    asked.push(query);
    response.sendDate = false;
    response.writeHead(200, { 'content-type': 'application/json', date: new Date(clock()).toUTCString() });
    response.end(JSON.stringify(answer(query, asked.length)));
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

function source(baseUrl: string, more: { paging?: PollPaging; window?: PollWindow; now?: () => Date }) {
  const { paging, window, now = () => new Date() } = more;
  const query = {
    page: '{page}',
    offset: '{offset}',
    from: '{from}',
    until: '{until}',
  };
  const names = paging?.kind === 'page' ? ['page'] : paging?.kind === 'offset' ? ['offset'] : [];
  const used = [...names, ...(window ? ['from', 'until'] : [])];
  return openPollSource({
    settings: {
      request: {
        method: 'GET',
        path: '/list',
        query: Object.fromEntries(Object.entries(query).filter(([name]) => used.includes(name))),
      },
      ...(paging ? { paging } : {}),
      ...(window ? { window } : {}),
    },
    connection: { baseUrl },
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
