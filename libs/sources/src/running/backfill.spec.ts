import { setTimeout as sleep } from 'node:timers/promises';
import type { Source } from '../port.ts';
import { Backfill, type BackfillPorts, type LiveRoom } from './backfill.ts';

const NO_SOURCE = {} as Source;

function backfill(more: Partial<BackfillPorts>): Backfill {
  return new Backfill({
    rateMax: 100_000,
    unit: null,
    rate: async () => 100_000,
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

test('notices within two seconds that it may be faster, or has ended, though it has long to wait', async () => {
  const slow = backfill({ rateMax: 1, rate: async () => 1_000 });
  await slow.passed(NO_SOURCE, 1, 100);
  const startedAt = performance.now();
  await slow.turn(new AbortController().signal);
  expect(performance.now() - startedAt).toBeLessThan(3_500);
  const rate = (): Promise<number> => Promise.reject(new Error('cancelled'));
  const cancelled = backfill({ rateMax: 1, rate });
  await cancelled.passed(NO_SOURCE, 1, 100);
  await expect(cancelled.turn(new AbortController().signal)).rejects.toThrow('cancelled');
});

test('rests after a chunk for as long as the chunk took, and for longer after live records have suffered', async () => {
  const rooms: LiveRoom[] = ['plenty', 'little', 'plenty'];
  const resting = backfill({ room: async () => rooms.shift() ?? 'plenty' });
  const rested: number[] = [];
  for (let chunk = 0; chunk < 3; chunk += 1) {
    const before = performance.now();
    await resting.turn(new AbortController().signal);
    rested.push(performance.now() - before);
    await sleep(100);
    await resting.passed(NO_SOURCE, chunk, 1);
  }
  expect(rested[0]).toBeLessThan(90);
  // The second waited for its room, too.
  expect(rested[1]).toBeGreaterThan(190);
  expect(rested[2]).toBeGreaterThan(190);
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
