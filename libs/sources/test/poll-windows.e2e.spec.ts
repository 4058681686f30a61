import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '@exchange/contracts';
import * as fc from 'fast-check';
import type { Source } from '../src/port.ts';
import { openPollSource } from '../src/poll/poll-source.ts';
import { pacesInMemory } from './paces-in-memory.ts';

const OVERLAP_SECONDS = 30;
const PAGE = 3;
const START = Date.parse('2026-11-24T00:00:00Z');

interface Entry {
  readonly id: number;
  /** Of its change, whole seconds: several records share one. */
  readonly at: number;
  /** From when on the provider shows it. */
  readonly shownFrom: number;
}

let entries: Entry[] = [];
let now = START;
const server = createServer((request, response) => {
  const asked = new URL(request.url ?? '/', 'http://provider').searchParams;
  const [from, until, page] = ['from', 'until', 'page'].map((name) => Number(asked.get(name)));
  const found = entries
    .filter(({ at, shownFrom }) => at >= from! && at <= until! && shownFrom <= now)
    .sort((left, right) => left.at - right.at || left.id - right.id);
  const list = found.slice((page! - 1) * PAGE, page! * PAGE).map(({ id, at }) => ({ id, at }));
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ total: found.length, list }));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

function open(): Source {
  return openPollSource({
    settings: {
      request: {
        method: 'GET',
        path: '/list',
        query: { page: '{page}', from: '{from}', until: '{until}' },
      },
      paging: { kind: 'page', first: 1, size: PAGE, total: '/total' },
      window: {
        format: 'ms',
        start: new Date(START - 600_000).toISOString(),
        sizeSeconds: 120,
        overlapSeconds: OVERLAP_SECONDS,
      },
    },
    connection: { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    stream: { system: 'hotline', stream: 'orders' },
    charset: 'utf-8',
    records: '/list',
    memory: { requestPaces: pacesInMemory() },
    now: () => new Date(now),
  });
}

interface Look {
  readonly seconds: number;
  /** How many seconds before the look each new record was changed; it is shown at the look, however late that is. */
  readonly changed: readonly number[];
  /** The process dies in the middle of the chunk of that number, before or after its claim. */
  readonly dies: { readonly chunk: number; readonly isClaimed: boolean } | null;
}

const looks = fc.array(
  fc.record<Look>({
    seconds: fc.integer({ min: 1, max: 200 }),
    changed: fc.array(fc.nat(OVERLAP_SECONDS - 2), { maxLength: 8 }),
    dies: fc.option(fc.record({ chunk: fc.nat(2), isClaimed: fc.boolean() })),
  }),
  { minLength: 1, maxLength: 8 },
);

test('records that are changed in one second, shown late or cut off by a death are all taken', async () => {
  await fc.assert(
    fc.asyncProperty(looks, async (passes) => {
      entries = [];
      now = START;
      let source = open();
      let checkpoint: Json | null = null;
      const taken: number[] = [];
      const endless: Look = { seconds: 1, changed: [], dies: null };
      for (const { seconds, changed, dies } of [...passes, endless]) {
        now += seconds * 1_000;
        for (const ago of changed)
          entries.push({ id: entries.length, at: now - ago * 1_000, shownFrom: now });
        let chunks = 0;
        for await (const chunk of source.read(checkpoint, AbortSignal.timeout(10_000))) {
          const isDeath = dies?.chunk === chunks++;
          if (!isDeath || dies.isClaimed) {
            checkpoint = JSON.parse(JSON.stringify(chunk.checkpoint)) as Json;
            taken.push(...(JSON.parse(String(chunk.body)) as Entry[]).map(({ id }) => id));
          }
          if (isDeath) break;
        }
        if (!dies) continue;
        await source.close();
        source = open();
      }
      await source.close();
      const inOrder = taken.toSorted((left, right) => left - right);
      const all = entries.map(({ id }) => id);
      // What is shown late in a pass that was cut off moves records to its later pages: these come twice, and lose nothing.
      if (passes.some(({ dies }) => dies)) expect(new Set(inOrder)).toEqual(new Set(all));
      else expect(inOrder).toEqual(all);
    }),
    { numRuns: 60 },
  );
}, 60_000);
