import type { LoggedEvent } from '@exchange/event-log';
import { planScopes, recordId, type RememberedScope } from './record-scope.ts';

const KEYS = { topic: 'wujin.certificate.v1', source: '/systems/a/b' };

function logged(
  position: number,
  key: string,
  jurisdiction: string | null,
  revision: string,
  operation: 'upsert' | 'delete' = 'upsert',
): LoggedEvent {
  const event = {
    ...KEYS,
    id: String(position),
    key,
    operation,
    time: '2026-03-01T00:00:00.000Z',
    department: 'water',
    jurisdiction,
    revision,
    mappingVersion: 1,
    receivedTime: '2026-03-01T00:00:00.000Z',
    receipt: 'r#0',
    historical: false,
    value: '{}',
  };
  return { topic: KEYS.topic, partition: 0, position, event };
}

const none: ReadonlyMap<string, RememberedScope> = new Map();

describe('planScopes', () => {
  test('a new record moves nothing and is remembered', () => {
    const plan = planScopes(none, [logged(0, 'a', 'x', 's1')]);
    expect(plan.moves).toEqual([]);
    expect([...plan.remembered.values()]).toEqual([
      { department: 'water', jurisdiction: 'x', revision: 's1' },
    ]);
  });

  test('moves within one batch are seen in order', () => {
    const events = [
      logged(0, 'a', 'x', 's1'),
      logged(1, 'a', 'y', 's2'),
      logged(2, 'a', 'y', 's3'),
      logged(3, 'a', null, 's4'),
    ];
    expect(planScopes(none, events).moves).toEqual([
      { position: 1, department: 'water', jurisdiction: 'x' },
      { position: 3, department: 'water', jurisdiction: 'y' },
    ]);
  });

  test('an older revision neither moves the record nor is remembered', () => {
    const standing = new Map([
      [recordId({ ...KEYS, key: 'a' }), { department: 'water', jurisdiction: 'x', revision: 's5' }],
    ]);
    const plan = planScopes(standing, [logged(9, 'a', 'y', 's4')]);
    expect([plan.moves.length, plan.remembered.size]).toEqual([0, 0]);
  });

  test('after a withdrawal a record belongs nowhere', () => {
    const events = [
      logged(0, 'a', 'x', 's1'),
      logged(1, 'a', null, 's2', 'delete'),
      logged(2, 'a', 'y', 's3'),
    ];
    const plan = planScopes(none, events);
    expect(plan.moves).toEqual([{ position: 1, department: 'water', jurisdiction: 'x' }]);
    expect(plan.forgotten.size).toBe(0);
    expect([...plan.remembered.values()]).toMatchObject([{ jurisdiction: 'y' }]);
  });

  test('the same key of another stream is another record', () => {
    expect(recordId({ ...KEYS, key: 'a' })).not.toBe(recordId({ ...KEYS, source: '/systems/a/c', key: 'a' }));
  });
});
