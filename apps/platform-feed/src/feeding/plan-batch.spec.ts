import { createSecretKey } from 'node:crypto';
import { eventId, type ExchangeEvent } from '@exchange/contracts';
import type { BatchFacts, BatchPlan } from './batch-plan.ts';
import { planBatch } from './plan-batch.ts';
import { recordId, recordName } from './record-name.ts';
import type { SubjectFeed } from './subject-feed.ts';

const feed: SubjectFeed = {
  topic: 'wujin.enforcement-case.v1',
  subject: 'enforcement-case',
  identityPaths: [{ path: ['caseNo'], kind: 'case-no' }],
};
const nothing: BatchFacts = { standing: new Map(), knownEvents: new Set() };

let serial = 0;
function event(change: Partial<ExchangeEvent> & { data?: object } = {}): ExchangeEvent {
  serial += 1;
  const { data = { caseNo: '武农立〔2026〕7号', place: { divisionCode: '320412100' } }, ...attributes } =
    change;
  const value = JSON.stringify(data);
  const operation = change.operation ?? 'upsert';
  const identity = { system: 'town', stream: 'cases', topic: feed.topic, key: 'K1', operation, value };
  return {
    id: eventId({ ...identity, occurrence: String(serial) }),
    topic: feed.topic,
    source: '/systems/town/cases',
    key: 'K1',
    operation,
    time: '2026-03-04T01:02:03.000Z',
    department: 'agriculture',
    jurisdiction: '320412100',
    revision: `a${String(serial).padStart(16, '0')}`,
    mappingVersion: 1,
    receivedTime: '2026-03-04T01:02:04.000Z',
    receipt: 'r1',
    historical: false,
    value,
    ...attributes,
  };
}

function plan(events: readonly ExchangeEvent[], facts: BatchFacts = nothing): BatchPlan {
  const arrivals = events.map((one, position) => {
    const name = recordName(one.topic, one);
    return { position, event: one, name, recordId: recordId(name) };
  });
  return planBatch(arrivals, facts, { feed, personKey: createSecretKey(Buffer.from('k')) });
}

/** The facts that a database would give after a plan was written. */
function factsAfter(written: BatchPlan): BatchFacts {
  return {
    standing: new Map(written.records.map((row) => [row.id, row])),
    knownEvents: new Set(written.history.map((row) => row.eventId)),
  };
}

const k1 = recordId({ topic: feed.topic, system: 'town', stream: 'cases', key: 'K1' });

test('a new record gives a row, a history entry, its identities and one more in the count', () => {
  const written = plan([event()]);
  expect(written.records).toMatchObject([
    { id: k1, state: 'active', place: '320412100', name: { system: 'town', stream: 'cases', key: 'K1' } },
  ]);
  expect(written.history).toMatchObject([{ recordId: k1, effect: 'applied' }]);
  expect(written.identitiesGained).toEqual([{ kind: 'case-no', value: '武农立〔2026〕7号', recordId: k1 }]);
  expect(written.counts).toEqual([
    { jurisdiction: '320412100', department: 'agriculture', day: '2026-03-04', active: 1, withdrawn: 0 },
  ]);
});

test('several events of one record in one batch end in one row and keep every entry of the history', () => {
  const [a, b, again] = [event(), event({ data: { caseNo: '武农立〔2026〕8号' } }), event()];
  const written = plan([a, b, again]);
  expect(written.records).toHaveLength(1);
  expect(written.records[0]).toMatchObject({ data: again.value, version: { eventId: again.id } });
  expect(written.history.map((row) => row.effect)).toEqual(['applied', 'applied', 'applied']);
  expect(written.counts).toEqual([expect.objectContaining({ active: 1, withdrawn: 0 })]);
  expect(written.identitiesGained).toHaveLength(1);
});

test('the same event twice in one batch, or known already, leaves no trace', () => {
  const one = event();
  expect(plan([one, one]).history).toHaveLength(1);
  const again = plan([one], factsAfter(plan([one])));
  expect(again).toEqual({
    records: [],
    revisions: [],
    history: [],
    identitiesGained: [],
    identitiesLost: [],
    counts: [],
  });
});

test('a changed record loses the identities and the place in the count that it had', () => {
  const before = plan([event()]);
  const written = plan(
    [event({ data: { caseNo: '武农立〔2026〕9号' }, jurisdiction: null })],
    factsAfter(before),
  );
  expect(written.identitiesLost.map((row) => row.value)).toEqual(['武农立〔2026〕7号']);
  expect(written.identitiesGained.map((row) => row.value)).toEqual(['武农立〔2026〕9号']);
  expect(written.counts).toHaveLength(2);
  expect(written.counts.map(({ jurisdiction, active }) => [jurisdiction, active])).toEqual(
    expect.arrayContaining([
      ['320412100', -1],
      [null, 1],
    ]),
  );
});

test('equal data of a later revision moves the revision and nothing else', () => {
  const before = plan([event({ revision: 's1' })]);
  const written = plan([event({ revision: 's3' })], factsAfter(before));
  expect(written.records).toEqual([]);
  expect(written.revisions).toEqual([{ id: k1, revision: 's3', otherRevision: null }]);
  expect(written.history).toMatchObject([{ effect: 'unchanged', data: null }]);
  expect(written.counts).toEqual([]);
});

test('an older revision goes to the history only', () => {
  const before = plan([event({ revision: 's2' })]);
  const late = event({ revision: 's1', data: { caseNo: '旧案号 2025-001' } });
  const written = plan([late], factsAfter(before));
  expect(written.records).toEqual([]);
  expect(written.revisions).toEqual([]);
  expect(written.history).toMatchObject([{ effect: 'history-only', data: late.value }]);
});

test('a withdrawal keeps the content, moves the count, and a later upsert brings the record back', () => {
  const before = plan([event()]);
  const removal = event({
    operation: 'delete',
    data: { key: 'K1', reason: '录入错误', basis: null },
    jurisdiction: null,
  });
  const gone = plan([removal], factsAfter(before));
  expect(gone.records).toMatchObject([
    {
      state: 'withdrawn',
      data: null,
      withdrawal: removal.value,
      jurisdiction: '320412100',
      place: '320412100',
    },
  ]);
  expect(gone.identitiesLost).toEqual([]);
  expect(gone.counts).toEqual([expect.objectContaining({ active: -1, withdrawn: 1 })]);
  const back = plan([event()], factsAfter(gone));
  expect(back.records).toMatchObject([{ state: 'active', withdrawal: null }]);
  expect(back.counts).toEqual([expect.objectContaining({ active: 1, withdrawn: -1 })]);
});

test('a withdrawal in the batch that brought the record keeps the content that was never written', () => {
  const first = event();
  const written = plan([
    first,
    event({ operation: 'delete', data: { key: 'K1', reason: null, basis: null } }),
  ]);
  expect(written.records).toMatchObject([{ state: 'withdrawn', data: first.value }]);
  expect(written.counts).toEqual([expect.objectContaining({ active: 0, withdrawn: 1 })]);
});

test('the business day is the one in Shanghai', () => {
  expect(plan([event({ time: '2026-03-04T16:30:00.000Z' })]).counts[0]?.day).toBe('2026-03-05');
});

test.each([
  ['a value that is not JSON', { value: '{"caseNo": "unterminated' }],
  ['a value that is no object', { value: '[1]' }],
  ['a source of another form', { source: 'urn:elsewhere' }],
  ['a time that is none', { time: 'yesterday' }],
])('%s is thrown, not guessed at', (_what, change) => {
  expect(() => plan([{ ...event(), ...change }])).toThrow();
});
