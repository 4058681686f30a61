import * as fc from 'fast-check';
import { arrivalRevision, sourceRevision } from '@exchange/contracts';
import { dataDigest, decide, versionAfter, type EventVersion, type RecordVersion } from './decide.ts';

let serial = 0;
function version(revision: string, data: string, operation: 'upsert' | 'delete' = 'upsert'): EventVersion {
  serial += 1;
  const eventId = `event-${serial}`;
  return { eventId, revision, otherRevision: null, dataDigest: data, operation, isHistorical: false };
}

function historical(...given: Parameters<typeof version>): EventVersion {
  return { ...version(...given), isHistorical: true };
}

function run(events: readonly EventVersion[]): {
  current: RecordVersion | null;
  applied: number;
  seen: Set<string>;
} {
  let current: RecordVersion | null = null;
  let applied = 0;
  const seen = new Set<string>();
  for (const event of events) {
    const decision = decide(current, event, seen.has(event.eventId));
    current = versionAfter(current, event, decision);
    if (decision === 'apply') applied += 1;
    seen.add(event.eventId);
  }
  return { current, applied, seen };
}

describe('the delivery rule', () => {
  test('the first event of a record is applied', () => {
    expect(decide(null, version('s1', 'A'), false)).toBe('apply');
  });

  test('an event that is already known has no effect, whatever its revision says', () => {
    const current = version('s1', 'A');
    expect(decide(current, current, false)).toBe('duplicate');
    expect(decide(current, version('s9', 'B'), true)).toBe('duplicate');
    expect(decide(null, version('s9', 'B'), true)).toBe('duplicate');
  });

  test('a lower revision goes to the history only', () => {
    expect(decide(version('s2', 'B'), version('s1', 'A'), false)).toBe('history-only');
  });

  test('equal data with a higher revision changes nothing but moves the revision forward', () => {
    const first = version('s1', 'A');
    const again = version('s3', 'A');
    expect(decide(first, again, false)).toBe('unchanged');
    const standing = versionAfter(first, again, 'unchanged');
    expect(standing).toEqual({ ...first, revision: 's3' });
    expect(decide(standing, version('s2', 'B'), false)).toBe('history-only');
  });

  test('a delete after an upsert and an upsert after a delete are changes, a second delete is none', () => {
    const upsert = version('s1', 'A');
    const removal = version('s2', 'gone', 'delete');
    expect(decide(upsert, removal, false)).toBe('apply');
    expect(decide(removal, version('s3', 'gone', 'delete'), false)).toBe('unchanged');
    expect(decide(removal, version('s3', 'gone', 'upsert'), false)).toBe('apply');
  });

  test('with a tie the order of the log decides: two changes with one time stamp both count', () => {
    const { current, applied } = run([version('s1', 'A'), version('s2', 'B'), version('s2', 'C')]);
    expect(applied).toBe(3);
    expect(current?.dataDigest).toBe('C');
  });

  test('revisions that cannot be compared leave it to the order of the log', () => {
    const { current } = run([version(sourceRevision('9'), 'A'), version(arrivalRevision(1, 0), 'B')]);
    expect(current?.dataDigest).toBe('B');
    expect(current?.revision).toBe(arrivalRevision(1, 0));
  });

  test('what a back-fill brings neither withdraws nor brings back what came by itself, though it cannot be compared', () => {
    const oldWithdrawal = historical(arrivalRevision(12, 0, true), 'gone', 'delete');
    expect(run([version('s7', 'A'), oldWithdrawal]).current?.dataDigest).toBe('A');
    const withdrawal = version(arrivalRevision(9, 0), 'gone', 'delete');
    expect(run([withdrawal, historical('s5', 'A')]).current?.operation).toBe('delete');
    expect(run([version('s3', 'A'), withdrawal, historical('s5', 'B')]).current?.operation).toBe('delete');
  });

  test('what comes by itself counts after what a back-fill brought, and within a back-fill the log decides', () => {
    const old = historical(arrivalRevision(12, 0, true), 'A');
    expect(run([old, version('s1', 'B')]).current?.dataDigest).toBe('B');
    expect(run([old, version(arrivalRevision(3, 0), 'B')]).current?.dataDigest).toBe('B');
    expect(run([old, historical('s5', 'B')]).current?.dataDigest).toBe('B');
  });

  test('a revision that comes late does not bring back what a withdrawal without one took away', () => {
    const withdrawal = version(arrivalRevision(9, 0), 'gone', 'delete');
    const before = [version('s1', 'A'), version('s3', 'B'), withdrawal];
    for (const late of ['s1', 's2']) {
      const { current, applied } = run([...before, version(late, 'C')]);
      expect([current?.operation, applied]).toEqual(['delete', 3]);
    }
    const { current } = run([...before, version('s2', 'C'), version('s4', 'D')]);
    expect(current).toMatchObject({ operation: 'upsert', dataDigest: 'D', revision: 's4' });
  });

  test('with a tie behind such a withdrawal the order of the log decides', () => {
    const { current } = run([
      version('s3', 'B'),
      version(arrivalRevision(9, 0), 'gone', 'delete'),
      version('s3', 'C'),
    ]);
    expect(current).toMatchObject({ operation: 'upsert', dataDigest: 'C' });
  });

  test('an arrival that was overtaken stays overtaken, whatever revisions of the source lie between', () => {
    const { current } = run([
      version(arrivalRevision(5, 0), 'gone', 'delete'),
      version('s7', 'B'),
      version(arrivalRevision(4, 0), 'gone before', 'delete'),
    ]);
    expect(current?.dataDigest).toBe('B');
  });

  test('A → B → A of a source without revisions ends in A after three changes', () => {
    const { current, applied, seen } = run([
      version(arrivalRevision(1, 0), 'A'),
      version(arrivalRevision(2, 0), 'B'),
      version(arrivalRevision(3, 0), 'A'),
    ]);
    expect(current?.dataDigest).toBe('A');
    expect([applied, seen.size]).toEqual([3, 3]);
  });

  test('whatever the order and the repetitions, a record ends at its highest revision', () => {
    const sequences = fc
      .uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 12 })
      .chain((revisions) =>
        fc.tuple(
          fc.constant(revisions),
          fc.array(fc.constantFrom('A', 'B', 'C'), {
            minLength: revisions.length,
            maxLength: revisions.length,
          }),
          fc.array(fc.nat(revisions.length - 1), { maxLength: 30 }),
          fc.shuffledSubarray([...revisions.keys()], { minLength: revisions.length }),
        ),
      );
    fc.assert(
      fc.property(sequences, ([revisions, data, repeats, order]) => {
        const events = revisions.map((number, index) =>
          version(sourceRevision(String(number).padStart(2, '0')), data[index] ?? 'A'),
        );
        const arrivals = [...order, ...repeats, ...order].map((index) => events[index]!);
        const highest = events[revisions.indexOf(Math.max(...revisions))];
        const { current } = run(arrivals);
        expect(current?.dataDigest).toBe(highest?.dataDigest);
        expect(current?.revision).toBe(highest?.revision);
      }),
    );
  });
});

test('a record ends at the last event that is not older than a revision of the source before it', () => {
  const steps = fc.array(
    fc.record({
      number: fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }),
      data: fc.constantFrom('A', 'B'),
    }),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(steps, (list) => {
      const events = list.map(({ number, data }, at) =>
        version(
          number === null ? arrivalRevision(at, 0) : sourceRevision(String(number).padStart(2, '0')),
          data,
        ),
      );
      let highest = -1;
      let expected = '';
      for (const { number, data } of list) {
        if (number !== null && number < highest) continue;
        highest = number ?? highest;
        expected = data;
      }
      expect(run(events).current?.dataDigest).toBe(expected);
    }),
  );
});

describe('the digest of the content', () => {
  const event = { department: 'agriculture', jurisdiction: '320412100', value: '{"a":1}' };

  test('is equal for equal content and differs when the body or who may see it differs', () => {
    expect(dataDigest({ ...event })).toBe(dataDigest(event));
    const digests = [
      event,
      { ...event, value: '{"a":2}' },
      { ...event, department: 'water' },
      { ...event, jurisdiction: '320412102' },
      { ...event, jurisdiction: null },
    ].map(dataDigest);
    expect(new Set(digests).size).toBe(digests.length);
    expect(digests.every((digest) => digest.length === 32)).toBe(true);
  });
});
