import type { LoggedEvent } from '@exchange/event-log';
import { planScopes, recordId, type RememberedRecord } from './record-scope.ts';

const KEYS = { topic: 'wujin.certificate.v1', source: '/systems/a/b' };
const HISTORY = { isHistory: true, before: null };

function logged(
  position: number,
  jurisdiction: string | null,
  revision: string,
  changes: { operation?: 'delete'; id?: string } = {},
): LoggedEvent {
  const event = {
    ...KEYS,
    id: String(position),
    key: 'a',
    operation: 'upsert' as const,
    time: '2026-03-01T00:00:00.000Z',
    department: 'water',
    jurisdiction,
    revision,
    mappingVersion: 1,
    receivedTime: '2026-03-01T00:00:00.000Z',
    receipt: 'r#0',
    historical: false,
    value: '{}',
    ...changes,
  };
  return { topic: KEYS.topic, partition: 0, position, event };
}

function movedFrom(jurisdiction: string | null) {
  return { isHistory: false, before: { department: 'water', jurisdiction } };
}

function notesOf(...events: LoggedEvent[]) {
  return [...planScopes(new Map(), events).notes];
}

describe('planScopes', () => {
  test('a new record needs no note and is remembered', () => {
    const plan = planScopes(new Map(), [logged(0, 'x', 's1')]);
    expect(plan.notes.size).toBe(0);
    expect([...plan.remembered.values()]).toMatchObject([
      { department: 'water', jurisdiction: 'x', revision: 's1', isWithdrawn: false },
    ]);
  });

  test('moves within one batch are seen in order', () => {
    const events = [logged(0, 'x', 's1'), logged(1, 'y', 's2'), logged(2, 'y', 's3'), logged(3, null, 's4')];
    expect(notesOf(...events)).toEqual([
      [1, movedFrom('x')],
      [3, movedFrom('y')],
    ]);
  });

  test('an older revision is history: it neither moves the record nor is remembered', () => {
    const { remembered } = planScopes(new Map(), [logged(0, 'x', 's5')]);
    const plan = planScopes(remembered, [logged(9, 'y', 's4')]);
    expect([...plan.notes]).toEqual([[9, HISTORY]]);
    expect(plan.remembered.size).toBe(0);
  });

  test('an older revision in between does not hide a move from the old scope', () => {
    const events = [logged(0, 'x', 's2'), logged(1, 'y', 's1'), logged(2, 'y', 's3')];
    expect(notesOf(...events)).toEqual([
      [1, HISTORY],
      [2, movedFrom('x')],
    ]);
  });

  test('of revisions that tie or cannot be compared the order of the log decides', () => {
    const events = [logged(0, 'x', 's2'), logged(1, 'y', 's2'), logged(2, 'x', 'a1')];
    expect(notesOf(...events)).toEqual([
      [1, movedFrom('x')],
      [2, movedFrom('y')],
    ]);
  });

  test('an event that comes again is history', () => {
    expect(notesOf(logged(0, 'x', 's1', { id: 'e' }), logged(1, 'x', 's1', { id: 'e' }))).toEqual([
      [1, HISTORY],
    ]);
  });

  test('the newest event is news again in a log that was made anew', () => {
    const { remembered } = planScopes(new Map(), [logged(7, 'x', 's1', { id: 'e' })]);
    expect(planScopes(remembered, [logged(0, 'x', 's1', { id: 'e' })]).notes.size).toBe(0);
  });

  test('after a withdrawal a record belongs nowhere, and nothing older brings it back', () => {
    const plan = planScopes(new Map(), [
      logged(0, 'x', 's1'),
      logged(1, null, 's3', { operation: 'delete' }),
      logged(2, 'x', 's2'),
      logged(3, 'y', 's4'),
    ]);
    expect([...plan.notes]).toEqual([
      [1, movedFrom('x')],
      [2, HISTORY],
    ]);
    expect([...plan.remembered.values()]).toMatchObject([{ jurisdiction: 'y', isWithdrawn: false }]);
  });

  test('a row of before revisions of both kinds were remembered still serves', () => {
    const before: RememberedRecord = {
      department: 'water',
      jurisdiction: 'x',
      revision: 's1',
      otherRevision: null,
      isWithdrawn: false,
      eventId: null,
      position: null,
    };
    const { notes } = planScopes(new Map([[recordId({ ...KEYS, key: 'a' }), before]]), [
      logged(5, 'y', 's2'),
    ]);
    expect([...notes]).toEqual([[5, movedFrom('x')]]);
  });

  test('the same key of another stream is another record', () => {
    expect(recordId({ ...KEYS, key: 'a' })).not.toBe(recordId({ ...KEYS, source: '/systems/a/c', key: 'a' }));
  });
});
