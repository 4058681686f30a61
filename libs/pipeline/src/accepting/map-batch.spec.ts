import { readSubjectSchema } from '@exchange/contracts';
import { decodeBatch, DEFAULT_LIMITS } from '@exchange/decoding';
import { compileMapping, type CompiledMapping, type MappingDocument } from '@exchange/mapping';
import type { Receipt } from './batch.ts';
import { reportsToldMax } from './batch-report.ts';
import { mapBatch, type MappedBatch, type OutputSet } from './map-batch.ts';
import { findingsToldMax, mapRecords } from './map-records.ts';

const SUBJECT = readSubjectSchema('visit', 1, {
  'x-title': { zh: '检查', en: 'visit' },
  'x-chain': 'supervision',
  'x-module': 'enforcement-team',
  'x-sharing': 'unconditional',
  'x-topic': { partitions: 1, retentionDays: 1 },
  type: 'object',
  additionalProperties: false,
  required: ['no'],
  properties: { no: { type: 'string' }, note: { type: 'string' } },
});

const CONTEXT = {
  system: 'gas',
  stream: 'visits',
  department: 'housing',
  sourceSchema: { type: 'object', properties: { id: {}, note: {}, at: {}, op: {}, version: {}, faults: {} } },
  subjects: new Map([['visit.v1', SUBJECT]]),
  codes: new Map(),
  metaSchema: {},
};

function mappingOf(more: Partial<MappingDocument>): CompiledMapping {
  return compileMapping(
    {
      key: { from: '/id' },
      time: { context: 'receivedTime' },
      outputs: [{ subject: 'visit', data: { no: { from: '/id' }, note: { from: '/note' } } }],
      ...more,
    },
    CONTEXT,
  );
}

const PLAIN = mappingOf({});
const VERSIONED = mappingOf({ revision: { from: '/version' } });
const SEVERAL = mappingOf({
  revision: { from: '/version' },
  outputs: [
    { subject: 'visit', data: { no: { from: '/id' } } },
    {
      subject: 'visit',
      each: { from: '/faults' },
      key: { join: [{ from: '/id' }, { from: '@' }], with: '-' },
      data: { no: { from: '@' } },
    },
  ],
});

function receiptOf(arrival: number, more: Partial<Receipt> = {}): Receipt {
  return {
    id: `receipt-${arrival}`,
    arrival,
    system: 'gas',
    stream: 'visits',
    operation: 'upsert',
    decode: { format: 'json', charset: 'utf-8' },
    bodyDigest: '',
    bodyBytes: 0,
    idempotencyKey: null,
    mappingVersion: 7,
    receivedTime: '2026-11-24T01:00:00.000Z',
    traceparent: null,
    historical: false,
    trial: false,
    ...more,
  };
}

function map(
  body: unknown,
  mapping: CompiledMapping,
  receipt: Receipt,
  previous: readonly OutputSet[] = [],
): MappedBatch {
  const decoded = decodeBatch(Buffer.from(JSON.stringify(body)), receipt.decode, DEFAULT_LIMITS);
  if (decoded.kind !== 'records') throw new Error(decoded.detail.en);
  return mapBatch({
    receipt,
    records: mapRecords(receipt, decoded.records, mapping),
    previous: mapping.multipleOutputs ? new Map(previous.map((set) => [set.recordKey, set])) : null,
  });
}

const idsOf = (batch: MappedBatch): string[] => batch.events.map((event) => event.id);

describe('mapping a receipt', () => {
  it('gives the same events with the same ids however often it is run', () => {
    const run = () => map([{ id: 'A', note: 'x' }, { id: 'B' }], PLAIN, receiptOf(1));
    expect(run()).toEqual(run());
  });

  it('tells A → B → A of a source without revisions apart, in order', () => {
    const notes = ['x', 'y', 'x'];
    const batches = notes.map((note, index) => map({ id: 'A', note }, PLAIN, receiptOf(index + 9)));
    expect(new Set(batches.flatMap(idsOf)).size).toBe(3);
    const revisions = batches.map((batch) => batch.events[0]!.revision);
    expect(revisions.toSorted()).toEqual(revisions);
  });

  it('takes what comes in another receipt for another change, whatever its idempotency key', () => {
    const first = map({ id: 'A' }, PLAIN, receiptOf(1, { idempotencyKey: 'k' }));
    const later = map({ id: 'A' }, PLAIN, receiptOf(2, { idempotencyKey: 'k' }));
    expect(idsOf(later)).not.toEqual(idsOf(first));
  });

  it('knows the same revision of a source by its data, whichever receipt brings it', () => {
    const first = map({ id: 'A', version: '5', note: 'x' }, VERSIONED, receiptOf(1));
    const same = map({ id: 'A', version: '5', note: 'x' }, VERSIONED, receiptOf(2));
    const other = map({ id: 'A', version: '5', note: 'y' }, VERSIONED, receiptOf(3));
    expect(idsOf(same)).toEqual(idsOf(first));
    expect(idsOf(other)).not.toEqual(idsOf(first));
    expect(first.events[0]!.revision).toBe('s5');
  });

  it('orders records of one batch by their place', () => {
    const batch = map(
      [
        { id: 'A', note: '1' },
        { id: 'A', note: '2' },
      ],
      PLAIN,
      receiptOf(3),
    );
    expect(batch.events[0]!.revision < batch.events[1]!.revision).toBe(true);
  });

  it('says of each event where it comes from', () => {
    const [event] = map([{ id: 'A' }], PLAIN, receiptOf(4)).events;
    expect(event).toMatchObject({
      topic: 'wujin.visit.v1',
      source: '/systems/gas/visits',
      key: 'A',
      receipt: 'receipt-4#0',
      mappingVersion: 7,
      department: 'housing',
      jurisdiction: null,
    });
  });
});

describe('a record that cannot be published', () => {
  it('is told with the line of the file that it stands on', () => {
    const decode = { format: 'csv', charset: 'utf-8', firstLine: 5_001 } as const;
    const decoded = decodeBatch(Buffer.from('id,note\nA,x\n,y\n'), decode, DEFAULT_LIMITS);
    if (decoded.kind !== 'records') throw new Error(decoded.detail.en);
    const receipt = receiptOf(1, { decode });
    const records = mapRecords(receipt, decoded.records, PLAIN);
    const { outcome, quarantined } = mapBatch({ receipt, records, previous: null });
    expect(quarantined).toMatchObject([{ index: 1, line: 5_002 }]);
    expect(outcome.reports).toMatchObject([{ index: 1, line: 5_002 }]);
  });

  it('is quarantined with its bytes under an id that does not change, and the others go on', () => {
    const run = () => map([{ id: 'A' }, { note: 'no key' }, { id: 'C' }], PLAIN, receiptOf(1));
    const batch = run();
    expect(batch.outcome).toMatchObject({ records: 3, accepted: 2, quarantined: 1, events: 2 });
    expect(batch.quarantined[0]).toMatchObject({
      index: 1,
      key: null,
      raw: Buffer.from('{"note":"no key"}'),
    });
    expect(batch.quarantined[0]!.rejections[0]).toMatchObject({ code: 'missing-required', at: '/id' });
    expect(run().quarantined[0]!.id).toBe(batch.quarantined[0]!.id);
    expect(batch.quarantined[0]!.id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u,
    );
  });

  it('is reported with its rejection when it could not even be decoded', () => {
    const batch = map([1, { id: 'B' }], PLAIN, receiptOf(1));
    expect(batch.outcome.reports[0]).toMatchObject({ index: 0, key: null });
    expect(batch.outcome.accepted).toBe(1);
  });
});

describe('a record with several outputs', () => {
  const before = map([{ id: 'A', version: '1', faults: ['x', 'y'] }], SEVERAL, receiptOf(1));

  it('remembers what it became', () => {
    expect(before.outputSets).toEqual([
      {
        recordKey: 'A',
        revision: 's1',
        otherRevision: null,
        outputs: ['A', 'A-x', 'A-y'].map((key) => expect.objectContaining({ key }) as object),
      },
    ]);
  });

  it('withdraws what a later revision no longer gives', () => {
    const after = map([{ id: 'A', version: '2', faults: ['y'] }], SEVERAL, receiptOf(2), before.outputSets);
    expect(after.events.map(({ key, operation }) => `${operation} ${key}`)).toEqual([
      'upsert A',
      'upsert A-y',
      'delete A-x',
    ]);
    expect(JSON.parse(after.events[2]!.value)).toMatchObject({
      key: 'A-x',
      reason: 'absent-from-latest-revision',
    });
  });

  it('follows several revisions of one record within a batch', () => {
    const rows = [
      { id: 'A', version: '2', faults: ['y', 'z'] },
      { id: 'A', version: '3', faults: [] },
    ];
    const after = map(rows, SEVERAL, receiptOf(2), before.outputSets);
    const deleted = after.events.filter((event) => event.operation === 'delete').map((event) => event.key);
    expect(deleted).toEqual(['A-x', 'A-y', 'A-z']);
    expect(after.outputSets).toHaveLength(1);
  });

  it('takes nothing back when an older revision arrives late', () => {
    const late = map([{ id: 'A', version: '0', faults: [] }], SEVERAL, receiptOf(3), before.outputSets);
    expect(late.events.map((event) => event.operation)).toEqual(['upsert']);
    expect(late.outputSets).toEqual([]);
  });

  it('lets nothing live on that only a late, older revision had', () => {
    const rows = [{ id: 'A', version: '0', faults: ['x', 'z'] }];
    const late = map(rows, SEVERAL, receiptOf(3), before.outputSets);
    expect(late.events.map(({ key, operation, revision }) => `${operation} ${key} ${revision}`)).toEqual([
      'upsert A s0',
      'upsert A-x s0',
      'upsert A-z s0',
      'delete A-z s1',
    ]);
  });

  it('is withdrawn with all that it became', () => {
    const gone = map(
      [{ id: 'A', version: '2' }],
      SEVERAL,
      receiptOf(2, { operation: 'delete' }),
      before.outputSets,
    );
    expect(gone.events.map(({ key, operation }) => `${operation} ${key}`)).toEqual([
      'delete A',
      'delete A-x',
      'delete A-y',
    ]);
    expect(gone.outputSets[0]!.outputs).toEqual([]);
  });

  it('is withdrawn whole also when all of its outputs come from a list', () => {
    const lists = mappingOf({
      outputs: [
        {
          subject: 'visit',
          each: { from: '/faults' },
          key: { join: [{ from: '/id' }, { from: '@' }], with: '-' },
          data: { no: { from: '@' } },
        },
      ],
    });
    const there = map([{ id: 'A', faults: ['x'] }], lists, receiptOf(1));
    const gone = map([{ id: 'A' }], lists, receiptOf(2, { operation: 'delete' }), there.outputSets);
    expect(gone.events.map(({ key, operation }) => `${operation} ${key}`)).toEqual(['delete A-x']);
    const values = gone.events.map(({ value }) => JSON.parse(value) as object);
    expect(values).toEqual([{ key: 'A-x', reason: null, basis: null }]);
  });

  it('is withdrawn with the reason and at the time that it says itself, what memory alone knows included', () => {
    const marked = mappingOf({
      time: { from: '/at' },
      operation: { from: '/op' },
      withdrawal: { reason: { from: '/note' } },
      outputs: [
        { subject: 'visit', each: { from: '/faults' }, key: { from: '@' }, data: { no: { from: '@' } } },
      ],
    });
    const at = '2026-03-16T02:00:00.000Z';
    const there = map([{ id: 'A', at, faults: ['x'] }], marked, receiptOf(1));
    const [gone] = map(
      [{ id: 'A', at, op: 'delete', note: '误录' }],
      marked,
      receiptOf(2),
      there.outputSets,
    ).events;
    expect(gone).toMatchObject({ operation: 'delete', key: 'x', time: at });
    expect(JSON.parse(gone!.value)).toEqual({ key: 'x', reason: '误录', basis: null });
  });

  it('stays withdrawn when an older revision arrives behind a withdrawal that bears none', () => {
    const withdrawal = receiptOf(2, { operation: 'delete' });
    const gone = map([{ id: 'A' }], SEVERAL, withdrawal, before.outputSets);
    expect(gone.outputSets).toMatchObject([{ otherRevision: 's1', outputs: [] }]);
    const late = map([{ id: 'A', version: '0', faults: ['x'] }], SEVERAL, receiptOf(3), gone.outputSets);
    expect(late.outputSets).toEqual([]);
    expect(late.events.filter(({ operation }) => operation === 'delete').map(({ key }) => key)).toEqual([
      'A',
      'A-x',
    ]);
  });
});

describe('what a sender is told', () => {
  const wrong = Array.from({ length: 1_000 }, (_, index) => ({ note: `without a key ${index}` }));

  it('is bounded, and counts the rest', () => {
    const { outcome, quarantined } = map(wrong, PLAIN, receiptOf(1));
    expect(outcome).toMatchObject({ records: 1_000, quarantined: 1_000 });
    expect(outcome.reports).toHaveLength(reportsToldMax);
    expect(quarantined).toHaveLength(1_000);
  });

  it('of one record are its first findings, and how many more there are', () => {
    const names = Array.from({ length: 30 }, (_, index) => `field${index}`);
    const demanding = compileMapping(
      {
        key: { from: '/id' },
        time: { context: 'receivedTime' },
        outputs: [{ subject: 'visit', data: { no: { from: '/id' } } }],
      },
      {
        ...CONTEXT,
        sourceSchema: {
          type: 'object',
          properties: { id: {}, ...Object.fromEntries(names.map((name) => [name, {}])) },
          required: names,
        },
      },
    );
    const { outcome, quarantined } = map([{ id: 'A' }], demanding, receiptOf(1));
    expect(outcome.reports).toMatchObject([{ moreFindings: 30 - findingsToldMax }]);
    expect(quarantined[0]!.rejections).toHaveLength(findingsToldMax);
  });
});

describe('the jurisdiction of a quarantined record', () => {
  const PLACED = mappingOf({ jurisdiction: { from: '/at' } });

  it('is kept where the mapping could read it', () => {
    const { quarantined } = map([{ at: '320412100' }, { at: [] }, 7], PLACED, receiptOf(1));
    expect(quarantined.map(({ jurisdiction }) => jurisdiction)).toEqual(['320412100', null, null]);
  });
});
