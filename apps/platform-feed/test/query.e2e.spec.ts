import type { ExchangeEvent, JsonObject } from '@exchange/contracts';
import type { ChainAnswer, ShownIdentity } from '../src/chains/chain-answer.ts';
import type { Label } from '../src/labels.ts';
import type { PresentedRecord } from '../src/records/present-record.ts';
import { subjectEvent, subjectExample, tryParameters, type EventWish } from '@exchange/testing';
import { createPlatformKit, getJson, type PlatformKit } from './platform-kit.ts';

const USCC = '92320412MA1X00T2XH';
const OTHER_USCC = '91320105780688132K';
const PERSON = '11010519491231002X';

let kit: PlatformKit;
let url: string;
let district: string;
let hutang: string;
let unmasked: string;

beforeAll(async () => {
  kit = await createPlatformKit();
  ({ url } = await kit.start());
  district = await kit.tokenFor({});
  hutang = await kit.tokenFor({ jurisdictions: ['320412100'] });
  unmasked = await kit.tokenFor({ unmasked: true });
  await kit.append(...partyEvents(), ...otherEvents());
  await kit.caughtUp();
}, 60_000);

afterAll(() => kit.close(), 60_000);

function event(
  subject: string,
  key: string,
  change: JsonObject,
  wish: Partial<EventWish> = {},
): ExchangeEvent {
  const data = subjectExample(kit.schemas, subject, change);
  return subjectEvent(kit.schemas, { subject, key, data, ...wish });
}

/** One party through all four stages, with a document of the case that names nobody. */
function partyEvents(): ExchangeEvent[] {
  return [
    event(
      'license-decision',
      'L1',
      {},
      { system: 'approval-window', stream: 'licenses', time: '2026-11-01T16:00:00.000Z' },
    ),
    event(
      'administrative-inspection',
      'I1',
      {},
      { system: 'gas-safety', stream: 'inspections', time: '2026-11-05T01:30:00.000Z' },
    ),
    event('enforcement-case', 'C1', {}, { time: '2026-11-03T16:00:00.000Z' }),
    event('penalty-decision', 'P1', {}, { stream: 'decisions', time: '2026-11-15T16:00:00.000Z' }),
    event(
      'credit-disclosure',
      'D1',
      {},
      { system: 'credit-linkage', stream: 'disclosures', time: '2026-11-15T16:00:00.000Z' },
    ),
    subjectEvent(kit.schemas, {
      subject: 'legal-review',
      key: 'R1',
      data: {
        ...without('legal-review', 'party', 'documentNo', 'documentNoNormalised', 'caseNoNormalised'),
        caseNo: '武湖综执案〔2026〕0157',
      },
      stream: 'reviews',
      time: '2026-11-10T01:00:00.000Z',
    }),
    event(
      'work-order',
      'W1',
      {},
      {
        system: 'hotline-12345',
        stream: 'orders',
        jurisdiction: '320412102',
        time: '2026-11-03T00:20:00.000Z',
      },
    ),
  ];
}

/** Records of others that share a number with the party, and a natural person's. */
function otherEvents(): ExchangeEvent[] {
  const party = { kind: 'legal-person', name: '常州市青枫示范机电有限公司', uscc: OTHER_USCC };
  const person = { kind: 'natural-person', name: '翁示例', idKind: 'identity-card', idNumber: PERSON };
  return [
    event(
      'penalty-decision',
      'P2',
      { party, caseNo: '武湖综执案〔2026〕0158', caseNoNormalised: '武湖综执案〔2026〕0158' },
      { stream: 'decisions', time: '2026-11-15T16:00:00.000Z' },
    ),
    event(
      'penalty-decision',
      'P3',
      {
        party: person,
        documentNo: '武湖综执罚决字〔2026〕第0200号',
        documentNoNormalised: '武湖综执罚决字〔2026〕第0200号',
        caseNo: '武湖综执案〔2026〕0200',
        caseNoNormalised: '武湖综执案〔2026〕0200',
      },
      { stream: 'decisions', jurisdiction: null, time: '2026-10-01T00:00:00.000Z' },
    ),
    ...Array.from({ length: 25 }, (_, index) =>
      subjectEvent(kit.schemas, {
        subject: 'grid-event',
        key: `G${index}`,
        data: {
          ...without('grid-event', 'parties', 'workOrderNo', 'caseNo', 'hazardNo', 'inspectionNo'),
          eventNo: `WG20260900${500 + index}`,
        },
        system: 'grid-governance',
        stream: 'events',
        jurisdiction: index % 2 === 0 ? '320412100' : '320412102',
        time: `2026-09-${String(1 + index).padStart(2, '0')}T04:00:00.000Z`,
      }),
    ),
  ];
}

/** An example without some of its properties. */
function without(subject: string, ...names: readonly string[]): JsonObject {
  const data = subjectExample(kit.schemas, subject);
  return Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));
}

interface Page {
  readonly records: readonly PresentedRecord[];
  readonly cursor: string | null;
}

type Chain = ChainAnswer & {
  readonly party: readonly ShownIdentity[];
  readonly parties: readonly ShownIdentity[];
};

async function get<T>(path: string, token = district): Promise<T> {
  const { status, body } = await getJson<T>(`${url}${path}`, token);
  expect({ path, status }).toEqual({ path, status: 200 });
  return body;
}

async function keysOf(query: string, token = district): Promise<string[]> {
  const { records } = await get<Page>(`/v1/records?limit=200&${query}`, token);
  return records.map((record) => record.key).sort();
}

describe('access', () => {
  it('needs a reader token that is in force', async () => {
    for (const [headers, status] of [
      [{}, 401],
      [{ authorization: 'Bearer wr_0123456789abcdef_' + 'a'.repeat(43) }, 401],
      [{ authorization: 'Basic abc' }, 401],
      [{ authorization: `Bearer ${district}` }, 200],
    ] as const) {
      const response = await fetch(`${url}/v1/counts?by=module`, { headers });
      expect(response.status).toBe(status);
    }
  });

  it('is described in a document and a page', async () => {
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(document.paths)).toContain('/v1/chains');
    const page = await fetch(`${url}/docs`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('全链条');
  });
});

describe('records', () => {
  it('are found by each filter and by all of them together', async () => {
    expect(await keysOf('subject=penalty-decision')).toEqual(['P1', 'P2', 'P3']);
    expect(await keysOf('module=command-centre')).toEqual(['D1', 'W1']);
    expect(await keysOf('module=command-centre&subject=work-order')).toEqual(['W1']);
    expect(await keysOf('jurisdiction=320412102&subject=work-order')).toEqual(['W1']);
    expect(await keysOf('department=water')).toEqual([]);
    expect(await keysOf('from=2026-11-15&to=2026-11-16')).toEqual(['D1', 'P1', 'P2']);
    expect(await keysOf('from=2026-11-10T00:00:00Z&to=2026-11-10T01:00:00Z')).toEqual([]);
    expect(await keysOf('subject=penalty-decision&place=320412')).toEqual(['P1', 'P2', 'P3']);
    expect(await keysOf('subject=penalty-decision&place=320413')).toEqual([]);
    expect(await keysOf('state=withdrawn')).toEqual([]);
  });

  it('come in pages, newest first, each exactly once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await get(`/v1/records?subject=grid-event&limit=7${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.records.map((record) => record.key));
      cursor = page.cursor;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `G${24 - index}`));
  });

  it('refuse what is no query with a problem that says why', async () => {
    for (const query of [
      'limit=0',
      'state=gone',
      'from=2026-13-45',
      'cursor=abc',
      'colour=red',
      'place=x%25',
    ])
      expect(await getJson(`${url}/v1/records?${query}`, district)).toMatchObject({
        status: 400,
        body: { zh: { detail: expect.any(String) }, en: { detail: expect.any(String) } },
      });
  });

  it('are masked, but not for those who may see them as they are', async () => {
    const partyOf = async (token: string) => {
      const { records } = await get<Page>('/v1/records?subject=penalty-decision&to=2026-10-02', token);
      return records[0]?.data?.['party'];
    };
    expect(await partyOf(unmasked)).toMatchObject({ name: '翁示例', idNumber: PERSON });
    const masked = JSON.stringify(await partyOf(district));
    expect(masked).not.toContain('翁示例');
    expect(masked).not.toContain(PERSON);
  });

  it('outside the scope of a token do not exist for it', async () => {
    expect(await keysOf('subject=work-order', hutang)).toEqual([]);
    expect(await keysOf('subject=penalty-decision', hutang)).toEqual(['P1', 'P2']);
    const path =
      '/v1/records/hotline-12345/orders/' + kit.schemas.subjects.get('work-order.v1')?.topic + '/W1';
    expect((await getJson(`${url}${path}`, district)).status).toBe(200);
    expect((await getJson(`${url}${path}`, hutang)).status).toBe(404);
  });

  it('show their history, newest entry first, with names for codes', async () => {
    const topic = kit.schemas.subjects.get('enforcement-case.v1')?.topic;
    const key = '湖/2026 号#7';
    const change = { caseNo: '武湖综执案〔2026〕0999', caseNoNormalised: '武湖综执案〔2026〕0999' };
    const withdrawal = { key, reason: '录入错误', basis: null };
    await kit.append(
      event('enforcement-case', key, { ...change, status: 'filed' }),
      event('enforcement-case', key, { ...change, status: 'closed' }),
      subjectEvent(kit.schemas, { subject: 'enforcement-case', key, data: withdrawal, operation: 'delete' }),
    );
    await kit.caughtUp();
    const { record, history, cursor } = await get<{
      record: PresentedRecord;
      history: ReadonlyArray<{
        effect: string;
        operation: string;
        data: JsonObject | null;
        department: Label;
      }>;
      cursor: string | null;
    }>(`/v1/records/town-enforcement/cases/${topic}/${encodeURIComponent(key)}`);
    expect(record).toMatchObject({
      key,
      state: 'withdrawn',
      jurisdiction: { code: '320412100', zh: '湖塘镇' },
      module: { code: 'enforcement-team', zh: '综合执法一队伍' },
      withdrawn: { reason: { reason: '***' } },
      data: { status: 'closed' },
    });
    expect(history.map(({ operation, data }) => [operation, data?.['status'] ?? data?.['reason']])).toEqual([
      ['delete', '***'],
      ['upsert', 'closed'],
      ['upsert', 'filed'],
    ]);
    expect(cursor).toBeNull();
  });
});

describe('the chain of a party', () => {
  const keys = (chain: Chain) => chain.timeline.map((entry) => entry.key);

  it('has all four stages in order, found by its credit code', async () => {
    const chain = await get<Chain>(`/v1/chains?uscc=${USCC}`);
    expect(chain.complete).toBe(true);
    expect(chain.stages.map((stage) => stage.zh)).toEqual(['审批', '监管', '指挥调度', '执法', '信用']);
    expect(keys(chain)).toEqual(['L1', 'W1', 'C1', 'I1', 'R1', 'P1', 'D1']);
    expect(chain.name).toBe('武进区湖塘示例小馆');
    expect(chain.party).toEqual(expect.arrayContaining([{ kind: 'uscc', value: USCC }]));
  });

  it('takes in what only shares the number of a case, but not what names another party', async () => {
    const chain = await get<Chain>(`/v1/chains?uscc=${USCC}`);
    const review = chain.timeline.find((entry) => entry.key === 'R1');
    expect(review?.via).toEqual({ kind: 'case-no', value: '武湖综执案〔2026〕0157' });
    expect(keys(chain)).not.toContain('P2');
  });

  it('is found by the number of a case, a licence or an inspection, however its brackets are written', async () => {
    for (const number of ['武湖综执案[2026]0157', 'JY23204120000317', 'RQ20261105-0021']) {
      const chain = await get<Chain>(`/v1/chains?documentNo=${encodeURIComponent(number)}`);
      expect([number, keys(chain).filter((key) => key === 'L1' || key === 'P1')]).toEqual([
        number,
        ['L1', 'P1'],
      ]);
    }
  });

  it('is not mixed from two parties that one document names', async () => {
    const chain = await get<Chain>(
      `/v1/chains?documentNo=${encodeURIComponent('武湖综执罚决字[2026]第0157号')}`,
    );
    expect(chain.party).toEqual([]);
    expect(chain.parties).toEqual(
      expect.arrayContaining([
        { kind: 'uscc', value: USCC },
        { kind: 'uscc', value: OTHER_USCC },
      ]),
    );
    expect(keys(chain)).not.toContain('L1');
  });

  it('of a person is found by the number without showing it, also from a body', async () => {
    const byQuery = await get<Chain>(`/v1/chains?personId=${PERSON}`);
    expect(keys(byQuery)).toEqual(['P3']);
    expect(JSON.stringify(byQuery)).not.toContain(PERSON);
    expect(byQuery.party).toEqual([{ kind: 'person-id', value: null }]);
    const response = await fetch(`${url}/v1/chains/search`, {
      method: 'POST',
      headers: { authorization: `Bearer ${district}`, 'content-type': 'application/json' },
      body: JSON.stringify({ personId: PERSON }),
    });
    expect(response.status).toBe(200);
    expect(keys((await response.json()) as Chain)).toEqual(['P3']);
  });

  it('shows each reader only what is in its scope', async () => {
    const chain = await get<Chain>(`/v1/chains?uscc=${USCC}`, hutang);
    expect(keys(chain)).not.toContain('W1');
  });

  it('refuses numbers that cannot be matched by, and more than one of them', async () => {
    for (const query of [
      '',
      'uscc=000000000000000000',
      `uscc=${USCC}&documentNo=x2026001`,
      'personId=3204**********1234',
    ])
      expect((await getJson(`${url}/v1/chains?${query}`, district)).status).toBe(400);
  });
});

describe('counts', () => {
  interface Counts {
    readonly counts: ReadonlyArray<Label & { active: number; withdrawn: number }>;
    readonly total: { active: number; withdrawn: number };
  }

  it('are given by module, jurisdiction, department and subject, with names', async () => {
    const byModule = await get<Counts>('/v1/counts?by=module');
    expect(byModule.counts.find((count) => count.code === 'governance-grid')).toMatchObject({
      zh: '基层治理一网格',
      active: 25,
    });
    const bySubject = await get<Counts>('/v1/counts?by=subject&module=enforcement-team');
    expect(bySubject.counts.find((count) => count.code === 'penalty-decision')).toMatchObject({
      zh: '行政处罚决定',
      active: 3,
    });
    const byJurisdiction = await get<Counts>('/v1/counts?by=jurisdiction&subject=penalty-decision');
    expect(byJurisdiction.counts).toEqual([
      expect.objectContaining({ code: '320412100', zh: '湖塘镇', active: 2 }),
      expect.objectContaining({ code: null, zh: '属地不明', active: 1 }),
    ]);
    const byDepartment = await get<Counts>(
      '/v1/counts?by=department&from=2026-11-01&to=2026-11-30&subject=penalty-decision',
    );
    expect(byDepartment.total).toEqual({ active: 2, withdrawn: 0 });
  });

  it('of a town are those of the town', async () => {
    const { counts } = await get<Counts>('/v1/counts?by=jurisdiction', hutang);
    expect(counts.map((count) => count.code)).toEqual(['320412100']);
  });
});

describe('parameters', () => {
  it('that no query can mean are refused by name, in both languages, and never end in a failure', async () => {
    const trials = await tryParameters(url, district);
    expect(trials.filter(({ status }) => ![200, 400, 404, 414].includes(status))).toEqual([]);
    const unnamed = trials.filter(
      ({ name, status, named, isBilingual }) =>
        status === 400 && !(named.includes(`/${name}`) && isBilingual),
    );
    expect(unnamed).toEqual([]);
    const taken = (parameter: string) =>
      trials.filter(({ name, status }) => name === parameter && status !== 400).map(({ value }) => value);
    for (const parameter of ['from', 'to', 'cursor', 'limit', 'state', 'by', 'withdrawn'])
      expect([parameter, taken(parameter)]).toEqual([parameter, []]);
    expect(trials.filter(({ value, status }) => value.includes('\0') && status !== 400)).toEqual([]);
  }, 60_000);

  it('at the edges of the calendar are taken', async () => {
    for (const query of [
      'from=1000-01-01&to=9999-12-31',
      'from=2024-02-29',
      'from=2024-01-01T00:00:00.123456789%2B08:00',
    ])
      expect((await getJson(`${url}/v1/records?${query}`, district)).status).toBe(200);
    expect((await getJson(`${url}/v1/counts?by=module&from=1000-01-01&to=9999-12-31`, district)).status).toBe(
      200,
    );
  });

  it('in a body are held to the same', async () => {
    for (const body of [{ documentNo: 'WH2026001\0' }, { uscc: 5 }, { personId: 'x'.repeat(200) }, []]) {
      const response = await fetch(`${url}/v1/chains/search`, {
        method: 'POST',
        headers: { authorization: `Bearer ${district}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect([body, response.status]).toEqual([body, 400]);
    }
  });
});

describe('numbers of every kind', () => {
  const PRODUCER = '150102198807303035';
  const NOBODY = { kind: 'other-organisation', name: '无号码的示例单位' };
  const DOCUMENT = ['documentNo', 'documentNoNormalised', 'reportNo', 'projectCode'];
  const keys = (chain: Chain) => chain.timeline.map((entry) => entry.key).sort();

  beforeAll(async () => {
    const bare = (subject: string, key: string, change: JsonObject): ExchangeEvent =>
      subjectEvent(kit.schemas, {
        subject,
        key,
        data: { ...without(subject, 'producer', 'caseNo', ...DOCUMENT), party: NOBODY, ...change },
        stream: 'of-numbers',
        time: '2026-11-20T01:00:00.000Z',
      });
    const farmer = { kind: 'natural-person', name: '祁示例', idKind: 'identity-card', idNumber: PRODUCER };
    await kit.append(
      bare('sampling-inspection', 'N1', { samplingNo: 'NCP20261012-777', producer: farmer }),
      bare('case-lead', 'N2', { leadNo: 'ZC-LEAD-20261120-1', samplingNo: 'NCP20261012-777' }),
      bare('risk-warning', 'N3', { warningNo: 'QX-20261118-0777', premisesNo: 'ZHGD-2026-0777' }),
      bare('case-lead', 'N4', { leadNo: 'ZC-LEAD-20261120-2', warningNo: 'QX-20261118-0777' }),
      bare('filing', 'N5', { filingNo: 'ZYB-320412-2025-000777' }),
      bare('filing', 'N6', { previousFilingNo: 'ZYB-320412-2025-000777' }),
    );
    await kit.caughtUp();
  });

  it.each([
    ['a sampling', 'NCP20261012-777', ['N1', 'N2']],
    ['a warning', 'qx-20261118-0777', ['N3', 'N4']],
    ['a filing', 'ZYB-320412-2025-000777', ['N5', 'N6']],
  ])('that of %s leads to what came of it', async (_, number, found) => {
    expect(keys(await get<Chain>(`/v1/chains?documentNo=${number}`))).toEqual(found);
  });

  it('the producer of a sample is a party of its own, with what came of the sample', async () => {
    expect(keys(await get<Chain>(`/v1/chains?personId=${PRODUCER}`))).toEqual(['N1', 'N2']);
  });

  it('things are kept to be looked up, and join nothing', async () => {
    const { rows } = await kit.store.pool.query<{ identities: string[] }>(
      `SELECT identities FROM platform.record WHERE subject = 'risk-warning' AND key = 'N3'`,
    );
    expect(rows[0]?.identities).toContain('premises-no:ZHGD-2026-0777');
    const chain = await get<Chain>('/v1/chains?documentNo=QX-20261118-0777');
    expect(keys(chain)).not.toContain('N1');
  });
});

it('positions say how far the feed has come', async () => {
  const { group, lag, partitions } = await get<{ group: string; lag: number; partitions: object[] }>(
    '/v1/positions',
  );
  expect({ group, lag }).toEqual({ group: 'platform-feed', lag: 0 });
  expect(partitions.length).toBeGreaterThan(kit.schemas.subjects.size);
});
