import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const here = import.meta.dirname;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

async function run(behaviour: string, onStarted?: (child: ChildProcess) => void): Promise<Ended> {
  const child = spawn(
    process.execPath,
    ['--import', join(here, 'alias-hook.mjs'), join(here, 'process.ts'), behaviour],
    {
      env: { PATH: process.env['PATH'] },
    },
  );
  let output = '';
  const take = (chunk: Buffer): void => {
    const wasStarted = output.includes('test.started');
    output += chunk.toString();
    if (!wasStarted && output.includes('test.started')) onStarted?.(child);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

describe('runProcess', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s ends it in order with exit code 0 and nothing above info',
    async (signal) => {
      const { code, output } = await run('clean', (child) => child.kill(signal));
      expect(code).toBe(0);
      expect(output).not.toMatch(/"level":"(warn|error|fatal)"/);
    },
  );

  test('a step that hangs makes the exit code 1', async () => {
    const { code, output } = await run('hangs', (child) => child.kill('SIGTERM'));
    expect(code).toBe(1);
    expect(output).toContain('shutdown.step_late');
  });

  test('a second signal ends it at once', async () => {
    const { code } = await run('slow', (child) => {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGTERM'), 60);
    });
    expect(code).toBe(130);
  });

  test('what keeps the process alive after a clean stop is named', async () => {
    const { code, output } = await run('lingers', (child) => child.kill('SIGTERM'));
    expect(code).toBe(0);
    expect(output).toContain('process.lingering');
    expect(output).toContain('Timeout');
  });

  test('a rejection that nobody handled ends it with 1', async () => {
    const { code, output } = await run('rejects');
    expect(code).toBe(1);
    expect(output).toContain('process.unhandled_rejection');
  });

  test('a failing start ends it with 1', async () => {
    const { code, output } = await run('fails-to-start');
    expect(code).toBe(1);
    expect(output).toContain('process.start_failed');
  });

  test('wrong configuration ends it with 78 and a report in both languages', async () => {
    const { code, output } = await run('bad-config');
    expect(code).toBe(78);
    expect(output).toContain('PORT: 缺少此项 / is missing');
  });
});
