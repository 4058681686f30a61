import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** What another command has to know of a demo that runs. */
export interface RunningDemo {
  readonly databaseUrl: string;
  readonly sealingKey: string;
  readonly gatewayUrl: string;
  /** What the environment of its apps says of the event log. */
  readonly eventLogEnv: Readonly<Record<string, string>>;
}

/** Working files of the demo. */
export const DEMO_DIRECTORY = join(tmpdir(), `exchange-demo-${userInfo().username}`);

const FILE = 'running.json';

/** Tells where the demo is found, to this account only; the result takes it back. */
export async function announceDemo(directory: string, demo: RunningDemo): Promise<() => Promise<void>> {
  const file = join(directory, FILE);
  await rm(file, { force: true });
  await writeFile(file, JSON.stringify(demo), { mode: 0o600 });
  return () => rm(file, { force: true });
}

/** Null when none runs. */
export async function findDemo(directory: string): Promise<RunningDemo | null> {
  try {
    return JSON.parse(await readFile(join(directory, FILE), 'utf8')) as RunningDemo;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
