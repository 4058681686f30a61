import { readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { execFile, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** Who started a server: enough to tell the living starter from a later process with the same id. */
interface Owner {
  readonly pid: number;
  readonly started: string;
}

/**
 * Takes a server directory for this process by writing `file`. A directory whose owner lives is refused; the file of an
 * owner that was killed is replaced, and its server is then an orphan which the caller may stop.
 */
export async function takeOwnership(file: string): Promise<void> {
  const owner: Owner = { pid: process.pid, started: await startTime(process.pid) };
  const text = JSON.stringify(owner);
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o644 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = await readOwner(file);
    if (holder && isAlive(holder.pid) && (await startTime(holder.pid)) === holder.started)
      throw new Error(`the server in ${file} is in use by process ${holder.pid}`, { cause: error });
    await rm(file, { force: true });
    await writeFile(file, text, { flag: 'wx', mode: 0o644 });
  }
}

async function readOwner(file: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Owner;
  } catch {
    return null;
  }
}

/** Whether a process with this id runs; one that we may not signal runs too, one that only awaits its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** In a container whose first process reaps nobody, ended orphans stay in the table for ever. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2) === 'Z';
  } catch {
    return false;
  }
}

/** The command line of a process, empty when it is gone. Read from /proc, else asked of `ps` (macOS). */
export async function commandLine(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    return askPs(pid, 'command=');
  }
}

async function startTime(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may hold spaces; the start time is the 22nd.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return askPs(pid, 'lstart=');
  }
}

function askPs(pid: number, column: string): Promise<string> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', column, '-p', String(pid)], (error, stdout) => resolve(error ? '' : stdout.trim()));
  });
}

/** Signals to be sent one after the other until the process is gone; each is given its time. */
export type StopSteps = ReadonlyArray<{ readonly signal: NodeJS.Signals; readonly waitMs: number }>;

/** Ends a process that is not our child. */
export async function stopProcess(pid: number, steps: StopSteps): Promise<void> {
  for (const { signal, waitMs } of steps) {
    signalProcess(pid, signal);
    const deadline = Date.now() + waitMs;
    while (isAlive(pid)) {
      if (Date.now() > deadline) break;
      await delay(20);
    }
    if (!isAlive(pid)) return;
  }
  throw new Error(`process ${pid} does not end`);
}

/** Ends our own child. It stays in the process table until Node has seen its end, so that event is waited for. */
export async function stopChild(child: ChildProcess, steps: StopSteps): Promise<void> {
  const pid = child.pid;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = new Promise<true>((resolve) => child.once('exit', () => resolve(true)));
  for (const { signal, waitMs } of steps) {
    signalProcess(pid, signal);
    const abort = new AbortController();
    const timeout = delay(waitMs, false, { signal: abort.signal }).catch(() => false);
    const hasEnded = await Promise.race([ended, timeout]);
    abort.abort();
    if (hasEnded) return;
  }
  throw new Error(`process ${pid} does not end`);
}

/** Signals a process that may be gone already. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
