import { setTimeout as pause } from 'node:timers/promises';
import { createLogger } from './logger.ts';
import { SHUTDOWN_PHASES, Shutdown } from './shutdown.ts';

const lines: string[] = [];
const log = createLogger({
  service: 'test',
  level: 'warn',
  destination: { write: (line) => void lines.push(line) },
});

beforeEach(() => {
  lines.length = 0;
});

describe('Shutdown', () => {
  test('runs the phases in order, whatever the order of adding', async () => {
    const shutdown = new Shutdown({ log });
    const order: string[] = [];
    for (const phase of SHUTDOWN_PHASES.toReversed())
      shutdown.add(phase, phase, async () => {
        await pause(5);
        order.push(phase);
      });
    expect(await shutdown.run('test')).toBe(true);
    expect(order).toEqual(SHUTDOWN_PHASES);
  });

  test('within a phase steps run side by side, but what was opened last is closed first', async () => {
    const shutdown = new Shutdown({ log });
    const order: string[] = [];
    const step = (name: string, ms: number) => async () => {
      await pause(ms);
      order.push(name);
    };
    shutdown.add('drain', 'slow', step('slow', 40));
    shutdown.add('drain', 'fast', step('fast', 1));
    shutdown.add('close', 'pool', step('pool', 1));
    shutdown.add('close', 'app', step('app', 20));
    await shutdown.run('test');
    expect(order).toEqual(['fast', 'slow', 'app', 'pool']);
  });

  test('a step that hangs or fails is named and does not keep the others from running', async () => {
    const shutdown = new Shutdown({ log, stepTimeoutMs: 30 });
    const closed: string[] = [];
    shutdown.add('drain', 'hangs', () => new Promise<void>(() => {}));
    shutdown.add('flush', 'fails', () => {
      throw new Error('no');
    });
    shutdown.add('close', 'pool', () => void closed.push('pool'));
    expect(await shutdown.run('test')).toBe(false);
    expect(closed).toEqual(['pool']);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ event: 'shutdown.step_late', step: 'hangs' }),
      expect.objectContaining({ event: 'shutdown.step_failed', step: 'fails' }),
    ]);
  });

  test('a second run waits for the first and repeats nothing', async () => {
    const shutdown = new Shutdown({ log });
    let runs = 0;
    shutdown.add('close', 'pool', () => void (runs += 1));
    expect(await Promise.all([shutdown.run('a'), shutdown.run('b')])).toEqual([true, true]);
    expect(runs).toBe(1);
  });

  test('nothing can be added once the end has begun', async () => {
    const shutdown = new Shutdown({ log });
    const ending = shutdown.run('test');
    expect(shutdown.isStopping).toBe(true);
    expect(() => shutdown.add('close', 'late', () => {})).toThrow('"late" was started while stopping');
    await ending;
  });
});
