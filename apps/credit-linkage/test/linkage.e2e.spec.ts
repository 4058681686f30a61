import { ExchangeError, type ExchangeEvent, type JsonObject } from '@exchange/contracts';
import type { EventLog } from '@exchange/event-log';
import { sweep } from '@exchange/store';
import { changeSweep } from '../src/linking/change-sweep.store.ts';
import type { RunningCreditLinkage } from '../src/start.ts';
import { schemaOf, tryParameters, subjectExample, type EventWish } from '@exchange/testing';
import { createCreditKit, decisionEvent, type CreditKit } from './credit-kit.ts';

let kit: CreditKit;
let linkage: RunningCreditLinkage;

beforeAll(async () => {
  kit = await createCreditKit();
  linkage = await kit.start();
}, 60_000);

afterAll(() => kit.close(), 60_000);

let serial = 0;
function newKey(): string {
  serial += 1;
  return `decision-${serial}`;
}

function penalty(
  key: string,
  change: Record<string, unknown> = {},
  wish: Partial<EventWish> = {},
): ExchangeEvent {
  const documentNo = `武湖综执罚决字[2026]第${key}号`;
  const data = subjectExample(kit.schemas, 'penalty-decision', {
    documentNo,
    documentNoNormalised: undefined,
    ...change,
  });
  return decisionEvent(kit.schemas, 'penalty-decision', { key, data, ...wish });
}

function withdrawal(key: string, reason: string | null = '录入错误'): ExchangeEvent {
  return decisionEvent(kit.schemas, 'penalty-decision', {
    key,
    data: { key, reason, basis: null },
    operation: 'delete',
  });
}

interface Row {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly cd_operation: string | null;
  readonly cd_batch: string | null;
  readonly reason: JsonObject | null;
  readonly missing: string[];
  readonly fine: string | null;
}

async function rowOf(key: string): Promise<Row | undefined> {
  const { rows } = await kit.store.pool.query<Row>(
    `SELECT id, state, version, cd_operation, cd_batch, reason, missing, handed_over ->> 'CF_NR_FK' AS fine
     FROM credit.disclosure WHERE key = $1`,
    [key],
  );
  expect(rows.length).toBeLessThan(2);
  return rows[0];
}

/** Status and fine of what was published about a decision, in order, each event id once. */
async function publishedOf(key: string): Promise<unknown[]> {
  const row = await rowOf(key);
  const events = (await kit.published()).filter((event) => event.key === row?.id);
  const unique = [...new Map(events.map((event) => [event.id, event])).values()];
  return unique.map(({ value }) => {
    const body = JSON.parse(value) as JsonObject & { penalty?: JsonObject };
    return [body['status'], body.penalty?.['CF_NR_FK']];
  });
}

describe('a decision', () => {
  it('is handed over once in the columns and units of the layout, and published', async () => {
    const key = newKey();
    await kit.append(penalty(key));
    await kit.settled();
    const row = await rowOf(key);
    expect(row).toMatchObject({ state: 'reported', version: 1, cd_operation: 'i', fine: '0.050000' });
    expect(row?.cd_batch).toMatch(/^20\d{6}\d{5}$/u);
    const { rows } = await kit.store.pool.query('SELECT * FROM credit.penalty_hand_over WHERE cd_id = $1', [
      row?.id,
    ]);
    expect(rows).toEqual([
      expect.objectContaining({
        cd_operation: 'i',
        CF_WSH: `武湖综执罚决字[2026]第${key}号`,
        CF_NR_FK: '0.050000',
        CF_JDRQ: '2026/11/16',
        CF_YXQ: '2099/12/31',
        CF_XDR_LB: '个体工商户',
      }),
    ]);
    const events = (await kit.published()).filter((event) => event.key === row?.id);
    expect(events).toHaveLength(1);
    const schema = kit.schemas.subjects.get('credit-disclosure.v1');
    expect(schema?.compiled.check(JSON.parse(events[0]?.value ?? ''))).toEqual([]);
    expect(events[0]).toMatchObject({
      source: '/systems/credit-linkage/disclosures',
      jurisdiction: '320412100',
    });
  });

  it('of a licence has the odd names of its own table', async () => {
    const key = newKey();
    const data = subjectExample(kit.schemas, 'license-decision', { documentNo: `武行审食许[2026]${key}号` });
    await kit.append(decisionEvent(kit.schemas, 'license-decision', { key, data }));
    await kit.settled();
    const { rows } = await kit.store.pool.query(
      `SELECT h.* FROM credit.licence_hand_over h JOIN credit.disclosure d ON d.id = h.cd_id WHERE d.key = $1`,
      [key],
    );
    expect(rows).toEqual([
      expect.objectContaining({
        cd_operation: 'i',
        XK_YXQZ: '2026/11/02',
        XK_YXQZI: '2031/11/01',
        XK_LYDW: expect.any(String),
      }),
    ]);
  });

  it('that is revised is updated in place; a revision that discloses nothing new is not handed over again', async () => {
    const key = newKey();
    await kit.append(penalty(key));
    await kit.settled();
    const first = await rowOf(key);
    await kit.append(penalty(key, { fineAmount: '800.00' }));
    await kit.settled();
    const second = await rowOf(key);
    expect(second).toMatchObject({ id: first?.id, version: 2, cd_operation: 'u', fine: '0.080000' });
    expect((second?.cd_batch ?? '') > (first?.cd_batch ?? '')).toBe(true);
    await kit.append(penalty(key, { fineAmount: '800.00', performance: 'performed' }));
    await kit.settled();
    expect(await rowOf(key)).toEqual(second);
    expect(await publishedOf(key)).toEqual([
      ['reported', '0.050000'],
      ['reported', '0.080000'],
    ]);
  });

  it('ends A → B → A of a source without revisions in A, said three times', async () => {
    const key = newKey();
    for (const fineAmount of ['500.00', '800.00', '500.00']) await kit.append(penalty(key, { fineAmount }));
    await kit.settled();
    expect(await rowOf(key)).toMatchObject({ version: 3, fine: '0.050000' });
    expect(await publishedOf(key)).toEqual([
      ['reported', '0.050000'],
      ['reported', '0.080000'],
      ['reported', '0.050000'],
    ]);
  });

  it('of an older revision that arrives late, or of one that is known, changes nothing', async () => {
    const key = newKey();
    const newest = penalty(key, { fineAmount: '900.00' }, { revision: 's3' });
    await kit.append(newest, penalty(key, { fineAmount: '800.00' }, { revision: 's2' }), newest);
    await kit.settled();
    expect(await rowOf(key)).toMatchObject({ version: 1, fine: '0.090000' });
    const { rows } = await kit.store.pool.query<{ effect: string }>(
      'SELECT effect FROM credit.disclosure_change c JOIN credit.disclosure d ON d.id = c.disclosure_id WHERE d.key = $1 ORDER BY number',
      [key],
    );
    expect(rows.map((row) => row.effect)).toEqual(['applied', 'history-only']);
  });
});

describe('an incomplete decision', () => {
  it('is kept with what is missing, not handed over, and handed over when the rest comes', async () => {
    const key = newKey();
    await kit.append(penalty(key, { violationKind: undefined, causeOfAction: undefined }));
    await kit.settled();
    expect(await rowOf(key)).toMatchObject({ state: 'incomplete', missing: ['CF_WFXW'], cd_operation: null });
    await kit.append(penalty(key));
    await kit.settled();
    expect(await rowOf(key)).toMatchObject({ state: 'reported', missing: [], cd_operation: 'i' });
    expect((await publishedOf(key)).map((said) => (said as unknown[])[0])).toEqual([
      'incomplete',
      'reported',
    ]);
  });

  it('leaves what was handed over before as it is', async () => {
    const key = newKey();
    await kit.append(penalty(key), penalty(key, { fineAmount: '900.00', penaltyBasis: undefined }));
    await kit.settled();
    expect(await rowOf(key)).toMatchObject({ state: 'incomplete', cd_operation: 'i', fine: '0.050000' });
  });
});

describe('a withdrawal', () => {
  it('marks the row with reason and time, hands it over as a deletion, and tells the topic', async () => {
    const key = newKey();
    await kit.append(penalty(key));
    await kit.settled();
    await kit.append(withdrawal(key));
    await kit.settled();
    expect(await rowOf(key)).toMatchObject({
      state: 'withdrawn',
      cd_operation: 'd',
      reason: { zh: '录入错误' },
      fine: '0.050000',
    });
    expect(await publishedOf(key)).toEqual([
      ['reported', '0.050000'],
      ['withdrawn', '0.050000'],
    ]);
  });

  it('is also what an annulled decision is, and a decision that comes back is inserted again', async () => {
    const key = newKey();
    await kit.append(penalty(key));
    await kit.settled();
    await kit.append(penalty(key, { status: 'annulled', statusReason: '复议撤销' }));
    await kit.settled();
    expect(await rowOf(key)).toMatchObject({
      state: 'withdrawn',
      cd_operation: 'd',
      reason: { zh: expect.stringContaining('复议撤销') },
    });
    await kit.append(penalty(key));
    await kit.settled();
    expect(await rowOf(key)).toMatchObject({
      state: 'reported',
      cd_operation: 'i',
      reason: null,
      version: 3,
    });
  });

  it('of what was never disclosed is noted and told to nobody', async () => {
    const key = newKey();
    await kit.append(withdrawal(key, null));
    await kit.settled();
    expect(await rowOf(key)).toMatchObject({ state: 'withdrawn', cd_operation: null });
    expect(await publishedOf(key)).toEqual([]);
  });

  it('and its decision in one batch are both told in order, and nothing is handed over', async () => {
    const key = newKey();
    await linkage.stop('so that both come in one batch');
    await kit.append(penalty(key), withdrawal(key));
    linkage = await kit.start();
    await kit.settled();
    expect(await rowOf(key)).toMatchObject({ state: 'withdrawn', cd_operation: null, version: 2 });
    expect((await publishedOf(key)).map((said) => (said as unknown[])[0])).toEqual(['reported', 'withdrawn']);
  });
});

describe('redelivery', () => {
  it('from the beginning changes no row and publishes nothing', async () => {
    await kit.settled();
    const published = (await kit.published()).length;
    const snapshot = async () =>
      (await kit.store.pool.query('SELECT * FROM credit.disclosure ORDER BY id')).rows;
    const before = await snapshot();
    await linkage.stop('position is set back');
    await kit.store.pool.query('UPDATE exchange.consumer_position SET position = 0');
    linkage = await kit.start();
    await kit.settled();
    expect(await snapshot()).toEqual(before);
    expect((await kit.published()).length).toBe(published);
  });
});

describe('a poison decision', () => {
  it('is kept aside and the ones behind it go on', async () => {
    const [bad, good] = [newKey(), newKey()];
    const poison = { ...penalty(bad), value: '{"documentNo": "x\\u0000"' };
    await kit.append(penalty(good), poison, penalty(good, { fineAmount: '800.00' }), penalty(bad));
    await kit.settled();
    expect(await rowOf(good)).toMatchObject({ version: 2, fine: '0.080000' });
    expect(await rowOf(bad)).toMatchObject({ version: 1, fine: '0.050000' });
    const { rows } = await kit.store.pool.query<{ event_id: string }>(
      'SELECT event_id FROM exchange.delivery_failure',
    );
    expect(rows).toEqual([{ event_id: poison.id }]);
  });
});

describe('the outbox', () => {
  it('keeps what cannot be published while the log is away, and publishes it in order afterwards', async () => {
    await linkage.stop('the log goes away');
    const outage = { isOver: false };
    const away = { ...methodsOf(kit.eventLog), append: appendDuring(outage) };
    linkage = await kit.start({ eventLog: away });
    const key = newKey();
    for (const fineAmount of ['500.00', '600.00', '700.00']) await kit.append(penalty(key, { fineAmount }));
    await waitFor(async () => (await outboxCount()) === 3);
    expect(await rowOf(key)).toMatchObject({ state: 'reported', fine: '0.070000' });
    outage.isOver = true;
    await kit.settled();
    expect(await publishedOf(key)).toEqual([
      ['reported', '0.050000'],
      ['reported', '0.060000'],
      ['reported', '0.070000'],
    ]);
  });

  it('publishes again, with the same ids, what a crash left behind after it was appended', async () => {
    await linkage.stop('it crashes');
    const crash = { isOver: false };
    // The append succeeds, and the process dies before it can take the events out of the outbox.
    const dying: EventLog = {
      ...methodsOf(kit.eventLog),
      append: async (events, options) => {
        await kit.eventLog.append(events, options);
        if (!crash.isOver) throw new ExchangeError('log-timeout', 'not known', { retryable: true });
      },
    };
    linkage = await kit.start({ eventLog: dying });
    const key = newKey();
    await kit.append(penalty(key));
    await waitFor(async () => (await timesPublished(key)) > 1);
    crash.isOver = true;
    await kit.settled();
    expect(await publishedOf(key)).toHaveLength(1);
    await linkage.stop('test');
    linkage = await kit.start();
  });

  function methodsOf(log: EventLog): EventLog {
    return {
      ensureTopics: (topics) => log.ensureTopics(topics),
      append: (events, options) => log.append(events, options),
      subscribe: (subscription) => log.subscribe(subscription),
      read: (request) => log.read(request),
      tail: (topic, onEvents) => log.tail(topic, onEvents),
      bounds: (topic) => log.bounds(topic),
      ping: () => log.ping(),
      close: () => log.close(),
    };
  }

  function appendDuring(outage: { isOver: boolean }): EventLog['append'] {
    return async (events, options) => {
      if (!outage.isOver) throw new ExchangeError('log-unavailable', 'away', { retryable: true });
      await kit.eventLog.append(events, options);
    };
  }

  async function outboxCount(): Promise<number> {
    const { rows } = await kit.store.pool.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM credit.outbox',
    );
    return rows[0]?.count ?? 0;
  }

  async function timesPublished(key: string): Promise<number> {
    const row = await rowOf(key);
    return (await kit.published()).filter((event) => event.key === row?.id).length;
  }

  async function waitFor(condition: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 400; attempt += 1) {
      if (await condition()) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('it did not come to that');
  }
});

describe('a withdrawal without a revision', () => {
  it('is not taken back by a revision from before it that comes late, but by a newer one', async () => {
    const key = newKey();
    const removal = { key, reason: '重复录入', basis: null };
    const arrival = 'a0000000000000009.0000000';
    await kit.append(
      penalty(key, { fineAmount: '500.00' }, { revision: 's3' }),
      penalty(key, {}, { operation: 'delete', data: removal, revision: arrival }),
    );
    await kit.settled();
    await kit.append(penalty(key, { fineAmount: '600.00' }, { revision: 's2' }));
    await kit.settled();
    expect(await rowOf(key)).toMatchObject({ state: 'withdrawn' });
    await kit.append(penalty(key, { fineAmount: '700.00' }, { revision: 's4' }));
    await kit.settled();
    expect(await rowOf(key)).toMatchObject({ state: 'reported' });
  });
});

describe('the changes of a disclosure', () => {
  it('are kept for their months, except the one that it stands at', async () => {
    const key = newKey();
    for (const fineAmount of ['1.00', '2.00', '3.00']) await kit.append(penalty(key, { fineAmount }));
    await kit.settled();
    const id = (await rowOf(key))?.id;
    await kit.store.pool.query(
      `UPDATE credit.disclosure_change SET recorded_at = now() - interval '37 months' WHERE disclosure_id = $1`,
      [id],
    );
    expect(await sweep(kit.store.pool, changeSweep(38))).toBe(0);
    expect(await sweep(kit.store.pool, changeSweep(36))).toBe(2);
    const { rows } = await kit.store.pool.query(
      'SELECT 1 FROM credit.disclosure_change c JOIN credit.disclosure d USING (event_id) WHERE d.id = $1',
      [id],
    );
    expect(rows).toHaveLength(1);
  });
});

describe('two members of the group', () => {
  it('hand over every decision once, with batch numbers in the order of commits', async () => {
    const second = await kit.start();
    const keys = Array.from({ length: 120 }, () => newKey());
    for (const fineAmount of ['500.00', '600.00'])
      await kit.append(...keys.map((key) => penalty(key, { fineAmount })));
    await kit.settled();
    await second.stop('test');
    const { rows } = await kit.store.pool.query<{ rows: number; fines: string[]; versions: number[] }>(
      `SELECT count(*)::int AS rows, array_agg(DISTINCT handed_over ->> 'CF_NR_FK') AS fines,
         array_agg(DISTINCT version) AS versions FROM credit.disclosure WHERE key = ANY ($1)`,
      [keys],
    );
    expect(rows[0]).toEqual({ rows: 120, fines: ['0.060000'], versions: [2] });
  }, 30_000);
});

describe('the query', () => {
  interface Page {
    readonly disclosures: ReadonlyArray<{
      id: string;
      key: string;
      state: string;
      fields: JsonObject | null;
      handOver: object | null;
    }>;
    readonly cursor: string | null;
  }

  async function get(query: string, token: string): Promise<{ status: number; body: Page }> {
    const response = await fetch(`${linkage.url}/v1/disclosures?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: response.status, body: (await response.json()) as Page };
  }

  it('filters, pages, masks and keeps to the scope of the token', async () => {
    const [mine, person] = [newKey(), newKey()];
    const party = {
      kind: 'natural-person',
      name: '翁示例',
      idKind: 'identity-card',
      idNumber: '11010519491231002X',
    };
    await kit.append(penalty(mine, {}, { jurisdiction: '320412102' }), penalty(person, { party }));
    await kit.settled();
    const district = await kit.tokenFor({});
    const town = await kit.tokenFor({ jurisdictions: ['320412102'] });

    const number = encodeURIComponent(`武湖综执罚决字〔2026〕第${mine}号`);
    expect((await get(`documentNo=${number}`, district)).body.disclosures.map((one) => one.key)).toEqual([
      mine,
    ]);
    expect((await get('', town)).body.disclosures.map((one) => one.key)).toEqual([mine]);
    const { body } = await get(
      `documentNo=${encodeURIComponent(`武湖综执罚决字[2026]第${person}号`)}`,
      district,
    );
    expect(body.disclosures[0]).toMatchObject({ state: 'reported', handOver: { operation: 'i' } });
    expect(JSON.stringify(body)).not.toContain('11010519491231002X');

    const seen = new Set<string>();
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = (await get(`state=withdrawn&limit=2${cursor && `&cursor=${cursor}`}`, district))
        .body;
      for (const { id } of page.disclosures) seen.add(id);
      cursor = page.cursor;
    }
    const { rows } = await kit.store.pool.query(`SELECT id FROM credit.disclosure WHERE state = 'withdrawn'`);
    expect(seen.size).toBe(rows.length);

    for (const query of ['state=gone', 'cursor=abc', 'limit=0'])
      expect((await get(query, district)).status).toBe(400);
    expect((await get('', 'none')).status).toBe(401);
    expect(schemaOf(kit.schemas, 'credit-disclosure').topic).toContain('wujin.credit-disclosure.v1');
  });

  it('says how far the linkage has come, and lists what it could not apply to those who may see it', async () => {
    const [mine, other] = [newKey(), newKey()];
    const broken = { value: '{"documentNo": "张三' };
    await kit.append(
      { ...penalty(mine, {}, { jurisdiction: '320412102' }), ...broken },
      { ...penalty(other, {}, { jurisdiction: '320412100' }), ...broken },
    );
    await kit.settled();
    const ask = async (path: string, token: string) => {
      const response = await fetch(`${linkage.url}${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      // oxlint-disable-next-line typescript/no-explicit-any -- an answer is looked into at many places
      return (await response.json()) as any;
    };
    const town = await kit.tokenFor({ jurisdictions: ['320412102'] });
    const district = await kit.tokenFor({});
    expect(await ask('/v1/positions', district)).toMatchObject({ group: 'credit-linkage', lag: 0 });
    expect((await ask('/v1/delivery-failures', town)).failures).toMatchObject([
      { jurisdiction: '320412102', errorCode: 'SyntaxError', error: null, attempts: 1 },
    ]);
    const unmasked = await kit.tokenFor({ unmasked: true });
    const first = await ask('/v1/delivery-failures?limit=1', unmasked);
    expect(first.failures).toMatchObject([{ error: expect.any(String) }]);
    const second = await ask(`/v1/delivery-failures?limit=1&cursor=${first.cursor}`, unmasked);
    expect(second.failures[0].id).not.toBe(first.failures[0].id);
  });

  it('refuses by name, in both languages, what no query can mean', async () => {
    const trials = await tryParameters(linkage.url, await kit.tokenFor({}));
    const isRefused = ({ name, status, named, isBilingual }: (typeof trials)[number]) =>
      status === 400 && named.includes(`/${name}`) && isBilingual;
    const accepted = trials.filter((trial) => !isRefused(trial));
    // Any text without NUL may be the number of a document.
    expect(accepted.filter(({ name, value }) => name !== 'documentNo' || value.includes('\0'))).toEqual([]);
    expect(accepted.filter(({ status }) => status !== 200)).toEqual([]);
  });
});
