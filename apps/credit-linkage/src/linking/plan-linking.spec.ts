import { DEFAULT_DISCLOSURE_SETTINGS } from '@exchange/credit';
import { loadSchemas, type Schemas } from '@exchange/catalog';
import {
  eventId,
  isWorkingDay,
  type ExchangeEvent,
  type JsonObject,
  type SubjectSchema,
} from '@exchange/contracts';
import { decisionName, decisionTopics, type DecisionTopic } from './decision.ts';
import { planLinking, type LinkingFacts, type LinkingPlan } from './plan-linking.ts';

let schemas: Schemas;
let decision: DecisionTopic;
let publication: SubjectSchema;

beforeAll(async () => {
  schemas = await loadSchemas('.');
  decision = decisionTopics(schemas).find((topic) => topic.table === 'penalty') as DecisionTopic;
  publication = schemas.subjects.get('credit-disclosure.v1') as SubjectSchema;
});

const nothing: LinkingFacts = { standing: new Map(), knownEvents: new Set() };

let serial = 0;
function event(change: Record<string, unknown> = {}, attributes: Partial<ExchangeEvent> = {}): ExchangeEvent {
  serial += 1;
  const data = { ...schemas.examples.get('penalty-decision.v1')?.valid[0], ...change };
  const value = JSON.stringify(data);
  const identity = {
    system: 'town',
    stream: 'decisions',
    topic: decision.topic,
    key: 'K1',
    operation: 'upsert' as const,
  };
  return {
    id: eventId({ ...identity, occurrence: String(serial), value }),
    topic: decision.topic,
    source: '/systems/town/decisions',
    key: 'K1',
    operation: 'upsert',
    time: '2026-11-15T16:00:00.000Z',
    department: 'urban-management',
    jurisdiction: null,
    revision: `a${String(serial).padStart(16, '0')}`,
    mappingVersion: 1,
    receivedTime: '2026-11-16T01:00:00.000Z',
    receipt: 'r1#0',
    historical: false,
    value,
    ...attributes,
  };
}

function plan(events: readonly ExchangeEvent[], facts = nothing): LinkingPlan {
  const arrivals = events.map((one, position) => ({
    position,
    event: one,
    name: decisionName(decision, one),
  }));
  return planLinking(arrivals, facts, {
    decision,
    disclosure: DEFAULT_DISCLOSURE_SETTINGS,
    isWorkingDay,
    publication,
  });
}

function factsAfter(written: LinkingPlan): LinkingFacts {
  return {
    standing: new Map(written.rows.map((row) => [row.id, row])),
    knownEvents: new Set(written.changes.map((change) => change.eventId)),
  };
}

function bodies(written: LinkingPlan): JsonObject[] {
  return written.outgoing.map(({ value }) => JSON.parse(value) as JsonObject);
}

test('the number of a disclosure is that of its source record, whatever its revision', () => {
  const [one, other] = [event(), event({ fineAmount: '1.00' })];
  expect(decisionName(decision, one).id).toBe(decisionName(decision, other).id);
  expect(decisionName(decision, one).id).toMatch(/^CF-[0-9A-F]{24}$/u);
  expect(decisionName(decision, { ...one, key: 'K2' }).id).not.toBe(decisionName(decision, one).id);
});

test('planning the same events again gives the same rows and the same events to publish', () => {
  const events = [event(), event({ fineAmount: '1.00' }), event({ status: 'annulled' })];
  expect(plan(events)).toEqual(plan(events));
  expect(new Set(plan(events).outgoing.map(({ id }) => id)).size).toBe(3);
});

test('several revisions in one batch end in one row, and each that says something new is published in order', () => {
  const written = plan([
    event(),
    event({ fineAmount: '1.00' }),
    event({ fineAmount: '1.00', disputed: true }),
  ]);
  expect(written.rows).toMatchObject([
    { state: 'reported', version: 2, handOverOperation: 'i', isHandedOver: true },
  ]);
  expect(bodies(written).map((body) => (body['penalty'] as JsonObject)['CF_NR_FK'])).toEqual([
    '0.050000',
    '0.000100',
  ]);
  expect(written.outgoing.map(({ revision }) => revision)).toEqual(['s0000000001', 's0000000002']);
});

test('a revision that discloses nothing new keeps hand-over and publication, and is remembered', () => {
  const before = plan([event()]);
  const written = plan([event({ disputed: true })], factsAfter(before));
  expect(written.outgoing).toEqual([]);
  expect(written.rows).toMatchObject([{ version: 1, handOverOperation: 'i', isHandedOver: false }]);
  expect(written.changes).toMatchObject([{ effect: 'applied', version: 1 }]);
});

test('a batch hands over what is new to the credit database, however it came to it', () => {
  const before = factsAfter(plan([event()]));
  const operations = (...changes: ReadonlyArray<Record<string, unknown>>) => {
    const { rows } = plan(
      changes.map((change) => event(change)),
      before,
    );
    return rows.map((row) => [row.handOverOperation, row.isHandedOver]);
  };
  const [other, annulled, incomplete] = [
    { fineAmount: '1.00' },
    { status: 'annulled' },
    { penaltyBasis: undefined },
  ];
  expect(operations(other)).toEqual([['u', true]]);
  expect(operations(other, {})).toEqual([['i', false]]);
  expect(operations(annulled)).toEqual([['d', true]]);
  expect(operations(annulled, {})).toEqual([['i', false]]);
  expect(operations(annulled, other)).toEqual([['u', true]]);
  expect(operations(incomplete)).toEqual([['i', false]]);
  expect(operations(other, incomplete)).toEqual([['u', true]]);
  expect(plan([event(), event(annulled)]).rows).toMatchObject([
    { handOverOperation: null, handedOver: null },
  ]);
});

test('an unchanged event moves the revision and nothing else', () => {
  const before = plan([event({}, { revision: 's1' })]);
  const written = plan([event({}, { revision: 's3' })], factsAfter(before));
  expect(written).toMatchObject({ rows: [], outgoing: [], changes: [{ effect: 'unchanged' }] });
  expect(written.revisions).toEqual([{ id: before.rows[0]?.id, revision: 's3', otherRevision: null }]);
});

test('texts that are longer than the layout of the credit database go out without the layout', () => {
  const written = plan([event({ penaltyBasis: '据'.repeat(3_000) })]);
  expect(written.rows).toMatchObject([{ state: 'reported', handOverOperation: 'i' }]);
  const [body] = bodies(written);
  expect(body).not.toHaveProperty('penalty');
  expect(body).toMatchObject({ status: 'reported', kind: 'penalty', documentNo: expect.any(String) });
});

test('a decision is due on the seventh working day after it, and stays so when it is withdrawn', () => {
  const first = plan([event({ decisionDate: '2026-09-29' })]);
  expect(first.rows[0]).toMatchObject({ dueDate: '2026-10-14' });
  const body = JSON.stringify({ key: 'K1', reason: null, basis: null });
  const gone = plan([event({}, { operation: 'delete', value: body })], factsAfter(first));
  expect(gone.rows[0]).toMatchObject({ state: 'withdrawn', dueDate: '2026-10-14' });
});

test('a decision that its source marks as not to be made public is not handed over, and taken back when it was', () => {
  expect(plan([event({ disclosed: false })])).toMatchObject({
    rows: [{ state: 'not-reported', handOverOperation: null, reason: { zh: '来源标明不予公示' } }],
    outgoing: [],
  });
  expect(plan([event({ disclosed: true })]).rows).toMatchObject([{ state: 'reported' }]);
  const before = factsAfter(plan([event()]));
  const after = plan([event({ disclosed: false })], before);
  expect(after.rows).toMatchObject([{ state: 'not-reported', handOverOperation: 'd', isHandedOver: true }]);
});

test('a decision that is not to be reported takes back what was, and is otherwise told to nobody', () => {
  const notPunished = { penaltyKinds: ['not-punished'] };
  const alone = plan([event(notPunished)]);
  expect(alone).toMatchObject({ rows: [{ state: 'not-reported', handOverOperation: null }], outgoing: [] });
  const before = factsAfter(plan([event()]));
  const after = plan([event(notPunished)], before);
  expect(after.rows).toMatchObject([{ state: 'not-reported', handOverOperation: 'd', isHandedOver: true }]);
  expect(bodies(after)).toMatchObject([{ status: 'withdrawn', statusReason: expect.any(String) }]);
});

test.each([
  ['a value that is not JSON', { value: '{"documentNo": "unterminated' }],
  ['a value that is no object', { value: '"text"' }],
  ['a source of another form', { source: 'urn:elsewhere' }],
])('%s is thrown, not guessed at', (_what, change) => {
  expect(() => plan([{ ...event(), ...change }])).toThrow();
});

test('a decision that moves to another town is said again, to the new one', () => {
  const first = plan([event({}, { jurisdiction: '320412100' })]);
  const moved = plan([event({}, { jurisdiction: '320412102' })], factsAfter(first));
  expect(moved.rows[0]).toMatchObject({ jurisdiction: '320412102', version: 2 });
  expect(moved.outgoing).toHaveLength(1);
  expect(moved.outgoing[0]).toMatchObject({ jurisdiction: '320412102' });
  expect(moved.outgoing[0]?.id).not.toBe(first.outgoing[0]?.id);
});

test('a withdrawal that names no town belongs to the town of what it withdraws', () => {
  const first = plan([event({}, { jurisdiction: '320412100' })]);
  const body = JSON.stringify({ key: 'K1', reason: '录入错误', basis: null });
  const gone = plan([event({}, { operation: 'delete', jurisdiction: null, value: body })], factsAfter(first));
  expect(gone.rows[0]).toMatchObject({ state: 'withdrawn', jurisdiction: '320412100' });
  expect(gone.outgoing[0]).toMatchObject({ jurisdiction: '320412100' });
});
