import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

export interface AppProcess {
  readonly url: string;
  readonly pid: number;
  readonly hasExited: () => boolean;
  /** Resolves with exit code or signal. */
  readonly exited: Promise<number | NodeJS.Signals>;
  /** The last lines that it printed. */
  readonly output: () => string;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL when it does not end in time. */
  stop(): Promise<number | NodeJS.Signals>;
}

export interface AppProcessOptions {
  /** Compiled entry file, e.g. `dist/apps/gateway/src/main.js`. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where it answers when it is up; `/livez` unless given. */
  readonly probePath?: string;
  readonly port?: number;
}

/** As deploy/entrypoint.sh starts them. */
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=8', '--heap-growing-percent=30'];
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 20_000;
const PROBE_MS = 25;
const OUTPUT_CHARS_MAX = 20_000;

/** Starts an app as a process of its own, as it runs in production, and waits until it answers. */
export async function startAppProcess(options: AppProcessOptions): Promise<AppProcess> {
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, [...NODE_FLAGS, options.script], {
    env: { PATH: process.env['PATH'] ?? '', ...options.env, HTTP_HOST: '127.0.0.1', HTTP_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const app = observe(child, `http://127.0.0.1:${port}`);
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await answers(`${app.url}${options.probePath ?? '/livez'}`))) {
    if (app.hasExited() || performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${options.script} did not start:\n${app.output()}`);
    }
    await sleep(PROBE_MS);
  }
  return app;
}

function observe(child: ChildProcess, url: string): AppProcess {
  let output = '';
  let isOver = false;
  let isStopping = false;
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-OUTPUT_CHARS_MAX);
    });
  }
  const exited = once(child, 'exit').then(([code, signal]) => {
    isOver = true;
    // What an app says when it dies unasked must not get lost.
    if (!isStopping && signal === null)
      process.stderr.write(`${child.spawnargs.at(-1)} ended with ${code}:\n${output}`);
    return (code ?? signal) as number | NodeJS.Signals;
  });
  return {
    url,
    pid: child.pid!,
    hasExited: () => isOver,
    exited,
    output: () => output,
    kill: (signal) => child.kill(signal),
    stop: async () => {
      isStopping = true;
      if (!isOver) child.kill('SIGTERM');
      const overdue = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      const result = await exited;
      clearTimeout(overdue);
      return result;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
