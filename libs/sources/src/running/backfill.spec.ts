import type { Source } from '../port.ts';
import { Backfill, type BackfillPorts, type LiveRoom } from './backfill.ts';

const NO_SOURCE = {} as Source;

function backfill(more: Partial<BackfillPorts>): Backfill {
  return new Backfill({
    rateMax: 100_000,
    unit: null,
    room: async () => 'plenty',
    tell: async () => 100_000,
    finish: async () => undefined,
    ...more,
  });
}

test('waits until the records before are paid for', async () => {
  const slow = backfill({ rateMax: 100 });
  await slow.passed(NO_SOURCE, 1, 50);
  const startedAt = performance.now();
  await slow.turn(new AbortController().signal);
  expect(performance.now() - startedAt).toBeGreaterThan(450);
});

test('waits while live records need the room, and for as long as the log is away', async () => {
  const rooms: LiveRoom[] = ['little', 'nothing', 'nothing', 'little', 'plenty'];
  const yielding = backfill({ room: async () => rooms.shift() ?? 'plenty' });
  await yielding.turn(new AbortController().signal);
  expect(rooms).toEqual([]);
});

test('ends its waiting when it is told to stop', async () => {
  const waiting = backfill({ room: async () => 'nothing' });
  const startedAt = performance.now();
  await waiting.turn(AbortSignal.timeout(150));
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
