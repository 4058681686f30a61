import { createLogger } from './logger.ts';
import { startApp, type Chassis } from './start-app.ts';

const log = createLogger({ service: 'app', level: 'fatal' });
const options = { service: 'app', config: { logLevel: 'info' as const }, log, isAlone: false };

describe('an app', () => {
  it('is where its start says, and is ended by its chassis', async () => {
    const ended: string[] = [];
    const app = await startApp(options, async ({ shutdown }) => {
      shutdown.add('close', 'part', () => void ended.push('part'));
      return 'http://127.0.0.1:1';
    });
    expect([app.url, ended]).toEqual(['http://127.0.0.1:1', []]);
    expect(await app.stop('test')).toBe(true);
    expect(ended).toEqual(['part']);
  });

  it('that cannot be started closes what was opened until then, and says why', async () => {
    const ended: string[] = [];
    const start = async ({ shutdown }: Chassis): Promise<string> => {
      shutdown.add('close', 'first', () => void ended.push('first'));
      shutdown.add('close', 'second', () => void ended.push('second'));
      throw new Error('the third is missing');
    };
    await expect(startApp(options, start)).rejects.toThrow('the third is missing');
    expect(ended).toEqual(['second', 'first']);
  });

  it('counts the process only where it has it alone', async () => {
    const counted = async (isAlone: boolean): Promise<boolean> => {
      let text = '';
      const app = await startApp({ ...options, isAlone }, async ({ metrics }) => {
        text = await metrics.registry.metrics();
        return '';
      });
      await app.stop('test');
      return text.includes('process_cpu_seconds_total');
    };
    expect([await counted(true), await counted(false)]).toEqual([true, false]);
  });
});
