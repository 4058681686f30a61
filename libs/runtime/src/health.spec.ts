import { setTimeout as pause } from 'node:timers/promises';
import { Health } from './health.ts';
import { createLogger } from './logger.ts';

const events: string[] = [];
const log = createLogger({
  service: 'test',
  level: 'debug',
  destination: { write: (line) => void events.push((JSON.parse(line) as { event: string }).event) },
});

beforeEach(() => {
  events.length = 0;
});

describe('Health', () => {
  test('is ready when every check passes', async () => {
    const health = new Health(log);
    health.register('database', async () => {});
    expect(await health.readiness()).toEqual({ ready: true, failing: [] });
    expect(events).toEqual([]);
  });

  test('names what fails, also what does not answer in time', async () => {
    const health = new Health(log);
    health.register('fine', async () => {});
    health.register('database', async () => {
      throw new Error('down');
    });
    health.register('log', () => new Promise(() => {}), 20);
    expect(await health.readiness()).toEqual({ ready: false, failing: ['database', 'log'] });
  });

  test('logs the change only, not each probe', async () => {
    let isDown = true;
    const health = new Health(log);
    health.register('database', async () => {
      if (isDown) throw new Error('down');
    });
    await health.readiness();
    await health.readiness();
    isDown = false;
    await health.readiness();
    expect(events).toEqual(['health.not_ready', 'health.ready_again']);
  });

  test('probes at the same moment share one check', async () => {
    let asked = 0;
    const health = new Health(log);
    health.register('database', async () => {
      asked += 1;
      await pause(10);
    });
    await Promise.all([health.readiness(), health.readiness()]);
    expect(asked).toBe(1);
  });
});
