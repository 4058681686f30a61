import { createMetrics, type Logger } from '@exchange/runtime';
import { clockWatch } from './clock-watch.ts';

test('an error is told once each time that the clocks come apart by more than two minutes', () => {
  const told: unknown[] = [];
  const log = { error: (...line: unknown[]) => void told.push(line) } as unknown as Logger;
  const watch = clockWatch(createMetrics({ service: 'test', processMetrics: false }), log);
  for (const aheadMs of [80, 119_000, -121_000, -130_000, 0, 121_400]) watch(aheadMs);
  expect(told).toEqual([
    ['clock.apart', { aheadSeconds: -121 }],
    ['clock.apart', { aheadSeconds: 121 }],
  ]);
});
