import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import type { Availability } from '../kafka-jars.ts';
import { signalProcess, stopChild } from '../owned-process.ts';
import { run, serverAccount, type RunAs } from '../postgres-binaries.ts';
import { waitUntil } from '../wait-until.ts';

const PROGRAM = '/usr/sbin/mariadbd';
const INSTALLER = '/usr/bin/mariadb-install-db';
const START_MS_MAX = 60_000;
const STOP_STEPS = [
  { signal: 'SIGTERM', waitMs: 20_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;
/** Data of a test run is thrown away, so nothing waits for the disk. */
const SETTINGS = [
  '--bind-address=127.0.0.1',
  '--skip-name-resolve',
  '--max-connections=300',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=0',
  '--innodb-buffer-pool-size=128M',
  '--innodb-log-file-size=48M',
  '--skip-log-bin',
  '--character-set-server=utf8mb4',
] as const;

/** A real MariaDB. Only 127.0.0.1 is listened on. */
export interface MariaDb {
  readonly port: number;
  /** May do everything, from 127.0.0.1. */
  readonly user: string;
  readonly password: string;
  /** Orderly; what it held is there again after `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  end(): Promise<void>;
}

/** Whether a real MariaDB can be started here. Nothing is started. */
export async function mariadbAvailable(): Promise<Availability> {
  const missing: string[] = [];
  for (const path of [PROGRAM, INSTALLER])
    if (!(await isThere(path))) missing.push(`MariaDB (${path}; Debian package mariadb-server)`);
  return missing.length === 0 ? { available: true } : { available: false, missing };
}

/** Starts a server on a free port whose data are in `directory`, as an unprivileged account. */
export async function startMariadb(options: { directory: string }): Promise<MariaDb> {
  const { directory } = options;
  const account = await serverAccount();
  const data = join(directory, 'data');
  await mkdir(data, { recursive: true });
  await chmod(directory, 0o711);
  const user = 'owner';
  const password = randomBytes(12).toString('base64url');
  const setUp = join(directory, 'set-up.sql');
  // Run by the server itself at each start: there is no account yet that could log in over TCP.
  await writeFile(
    setUp,
    `CREATE USER IF NOT EXISTS '${user}'@'127.0.0.1' IDENTIFIED BY '${password}';\nGRANT ALL ON *.* TO '${user}'@'127.0.0.1' WITH GRANT OPTION;\n`,
    { mode: 0o600 },
  );
  if (account) for (const path of [data, setUp]) await chown(path, account.uid, account.gid);
  const install = [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ];
  await run(INSTALLER, install, account);
  const port = await freePort();
  let child = await startServer({ directory, data, setUp, port, account });
  // The last resort when the tests end without `end`.
  const onExit = (): void => {
    if (child.pid !== undefined) signalProcess(child.pid, 'SIGKILL');
  };
  process.once('exit', onExit);
  const stop = (): Promise<void> => stopChild(child, STOP_STEPS);
  return {
    port,
    user,
    password,
    stop,
    start: async () => {
      child = await startServer({ directory, data, setUp, port, account });
    },
    end: async () => {
      process.off('exit', onExit);
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function startServer(where: {
  directory: string;
  data: string;
  setUp: string;
  port: number;
  account: RunAs;
}): Promise<ChildProcess> {
  const { directory, data, setUp, port, account } = where;
  const log = join(data, 'server.log');
  const flags = [
    '--no-defaults',
    `--datadir=${data}`,
    `--port=${port}`,
    `--socket=${join(data, 's')}`,
    `--pid-file=${join(data, 'pid')}`,
    `--init-file=${setUp}`,
    `--log-error=${log}`,
    ...SETTINGS,
  ];
  const child = spawn(PROGRAM, flags, { ...account, cwd: directory, stdio: 'ignore' });
  child.once('error', () => undefined);
  child.unref();
  await waitUntil(
    'MariaDB accepts connections',
    async () => {
      if (child.pid === undefined || child.exitCode !== null)
        throw new Error(
          `MariaDB did not start:\n${(await readFile(log, 'utf8').catch(() => '')).slice(-2_000)}`,
        );
      return accepts(port);
    },
    START_MS_MAX,
  );
  return child;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
