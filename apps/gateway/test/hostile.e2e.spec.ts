import { searchTables } from '@exchange/testing';
import { CASE_GROUPS } from './hostile/cases/index.ts';
import { converse, type Conversation } from './hostile/converse.ts';
import { expectClearAnswer, type ReceiptBody } from './hostile/expect-clear-answer.ts';
import type { CaseGroup, HostileCase } from './hostile/hostile-case.ts';
import { hostileWorld, type HostileWorld } from './hostile/hostile-world.ts';
import { expectKept, keptRows, type KeptRows } from './hostile/kept-rows.ts';
import { order, ORDERS } from './hostile/records.ts';
import { Tally } from './hostile/tally.ts';
import { watchVitalSigns } from './hostile/vital-signs.ts';
import { addressOf } from './hostile/wire.ts';
import { SECRET_TEXT } from './hostile/cases/secret-text.ts';

const START_MS_MAX = 60_000;
const CASE_MS_MAX = 60_000;
const CASES_MIN = 300;
/** A hostile input may cost the process no longer stillness than this; the machine of a test may be busy. */
const DEAF_MS_MAX = 6_000;
const RESIDENT_BYTES_MAX = 900_000_000;

let world: HostileWorld;
let watches: ReadonlyArray<ReturnType<typeof watchVitalSigns>>;
const tally = new Tally();

beforeAll(async () => {
  world = await hostileWorld();
  watches = [world.roomy, world.tight].map(({ url }) => watchVitalSigns(url));
}, START_MS_MAX);

afterAll(async () => {
  await Promise.all((watches ?? []).map((watch) => watch.stop()));
  await world?.end();
  process.stderr.write(tally.table());
}, START_MS_MAX);

function play(
  { steps, answers, crowd = 1, isHead = false }: HostileCase,
  group: CaseGroup,
): Promise<Conversation[]> {
  const gateway = group.gateway === 'tight' ? world.tight : world.roomy;
  const access = world.accessTo(gateway);
  const port = Number(new URL(gateway.url).port);
  const script = steps(access);
  return Promise.all(
    Array.from({ length: crowd }, () => converse(port, script, { answers: answers.length, isHead })),
  );
}

/** Every answer is clear and one that was due. Gives the receipts. */
function judge(
  hostile: HostileCase,
  group: CaseGroup,
  conversations: readonly Conversation[],
): ReceiptBody[] {
  const statuses = conversations.flatMap(({ answers }) => answers.map(({ status }) => status));
  tally.count(group.kind, statuses);
  const receipts: ReceiptBody[] = [];
  for (const { answers, rest } of conversations) {
    expect(rest.toString('latin1').slice(0, 500)).toBe('');
    if (hostile.mayEndEarly) expect(answers.length).toBeLessThanOrEqual(hostile.answers.length);
    else expect(answers.map(({ status }) => status)).toHaveLength(hostile.answers.length);
    if (hostile.isHead) continue;
    for (const [place, answer] of answers.entries()) {
      const receipt = expectClearAnswer(answer, hostile.answers[place]!);
      if (receipt) receipts.push(receipt);
    }
  }
  for (const status of hostile.eachOf ?? []) expect(statuses).toContain(status);
  return receipts;
}

/** Both gateways are up and ready, have logged no internal error and no secret, and take a normal push. */
async function expectHealthy(): Promise<void> {
  for (const gateway of [world.roomy, world.tight]) {
    if (gateway.hasExited()) throw new Error(`the gateway has ended:\n${gateway.output()}`);
    // Only the last lines are remembered, so they are looked at each time.
    expect(gateway.output()).not.toContain(SECRET_TEXT);
    expect(gateway.output()).not.toContain('http.request_failed');
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
  }
  const response = await fetch(world.roomy.url + addressOf(ORDERS), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${world.accessTo(world.roomy).keyOf(ORDERS.system)}`,
      'content-type': ORDERS.contentType,
    },
    body: order(),
  });
  expect({ status: response.status, body: await response.json() }).toMatchObject({
    status: 200,
    body: { counts: { accepted: 1 } },
  });
}

describe.each(CASE_GROUPS)('$kind', (group) => {
  if (group.isSideBySide) {
    let played: Map<HostileCase, Promise<Conversation[]>>;
    let before: KeptRows;
    const receipts: ReceiptBody[] = [];

    beforeAll(async () => {
      before = await keptRows(world.kit.store.pool);
      played = new Map(group.cases.map((hostile) => [hostile, play(hostile, group)]));
    });

    it.each(group.cases)(
      '$name',
      async (hostile) => void receipts.push(...judge(hostile, group, await played.get(hostile)!)),
      CASE_MS_MAX,
    );

    it('and nothing of what was refused is kept', async () => {
      expectKept(before, await keptRows(world.kit.store.pool), receipts, 0);
      await expectHealthy();
    });
    return;
  }

  it.each(group.cases)(
    '$name',
    async (hostile) => {
      const before = await keptRows(world.kit.store.pool);
      const conversations = await play(hostile, group);
      const after = await keptRows(world.kit.store.pool);
      const receipts = judge(hostile, group, conversations);
      const blocks = hostile.answers.filter(({ code }) => code === 'secrecy-marking').length;
      expectKept(before, after, receipts, blocks);
      await expectHealthy();
    },
    CASE_MS_MAX,
  );
});

describe('afterwards', () => {
  it(`at least ${CASES_MIN} inputs were tried, each under a name of its own`, () => {
    const names = CASE_GROUPS.flatMap(({ kind, cases }) => cases.map(({ name }) => `${kind}: ${name}`));
    expect(names.length).toBeGreaterThanOrEqual(CASES_MIN);
    expect(new Set(names).size).toBe(names.length);
  });

  it('the gateways have stayed up, awake and within their memory', async () => {
    for (const watch of watches) {
      const { deafMs, residentBytes, failures } = await watch.stop();
      tally.note(`longest silence ${deafMs} ms, most memory ${Math.round(residentBytes / 1_000_000)} MB`);
      expect(failures).toEqual([]);
      expect(deafMs).toBeLessThan(DEAF_MS_MAX);
      expect(residentBytes).toBeLessThan(RESIDENT_BYTES_MAX);
    }
    await expectHealthy();
  });

  it('no table holds a word of what was marked secret', async () => {
    expect(await searchTables(world.kit.store.pool, [SECRET_TEXT])).toBe(0);
  });
});
