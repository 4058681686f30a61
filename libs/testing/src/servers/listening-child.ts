import { spawn, type ChildProcess } from 'node:child_process';
import { access } from 'node:fs/promises';
import type { Availability } from '../kafka-jars.ts';
import { signalProcess } from '../owned-process.ts';
import type { RunAs } from '../postgres-binaries.ts';
import { waitUntil } from '../wait-until.ts';
import { acceptsConnections } from './accepts-connections.ts';

/** Whether programs that a server needs are on this machine. Nothing is started. `label` and Debian package name what is missing. */
export async function programsAvailable(
  label: string,
  debianPackage: string,
  paths: readonly string[],
): Promise<Availability> {
  const missing: string[] = [];
  for (const path of paths)
    if (!(await isThere(path))) missing.push(`${label} (${path}; Debian package ${debianPackage})`);
  return missing.length === 0 ? { available: true } : { available: false, missing };
}

export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

export interface ListeningChildOptions {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly account: RunAs;
  /** Where it listens; it is up when a connection is accepted. */
  readonly port: number;
  readonly startMsMax: number;
  readonly env?: Readonly<Record<string, string>>;
  /** A process group of its own, for servers that are several processes. */
  readonly detached?: boolean;
}

/** Starts a server and waits until it listens; throws with the end of what it said when it ends instead. */
export async function startListeningChild(options: ListeningChildOptions): Promise<ChildProcess> {
  const { name, program, args, account, port, startMsMax, env, detached = false } = options;
  const child = spawn(program, args, {
    ...account,
    ...(env ? { env } : {}),
    cwd: '/',
    detached,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (said = `${said}${bytes.toString()}`.slice(-2_000)));
  try {
    await waitUntil(
      `${name} accepts connections`,
      () => {
        if (child.exitCode !== null) throw new Error(`${name} did not start:\n${said}`);
        return acceptsConnections(port);
      },
      startMsMax,
    );
    return child;
  } catch (error) {
    if (child.pid !== undefined) signalProcess(detached ? -child.pid : child.pid, 'SIGKILL');
    throw error;
  }
}
