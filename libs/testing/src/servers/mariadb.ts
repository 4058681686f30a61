import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import type { Availability } from '../kafka-jars.ts';
import { signalProcess, stopChild } from '../owned-process.ts';
import { run, serverAccount } from '../postgres-binaries.ts';
import { programsAvailable, startListeningChild } from './listening-child.ts';

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
  return programsAvailable('MariaDB', 'mariadb-server', [PROGRAM, INSTALLER]);
}

/** Starts a server on a free port whose data are in `directory`, as an unprivileged account. */
export async function startMariadb(options: { directory: string }): Promise<MariaDb> {
  const { directory } = options;
  const account = await serverAccount();
  const data = join(directory, 'data');
  // The account of the server may not be allowed to write where this process does.
  const temporary = join(directory, 'tmp');
  for (const path of [data, temporary]) await mkdir(path, { recursive: true });
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
  if (account) for (const path of [data, temporary, setUp]) await chown(path, account.uid, account.gid);
  const install = [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ];
  await run(INSTALLER, install, account);
  const port = await freePort();
  const start = (): Promise<ChildProcess> =>
    startListeningChild({
      name: 'MariaDB',
      program: PROGRAM,
      args: [
        '--no-defaults',
        `--datadir=${data}`,
        `--tmpdir=${temporary}`,
        `--port=${port}`,
        `--socket=${join(data, 's')}`,
        `--pid-file=${join(data, 'pid')}`,
        `--init-file=${setUp}`,
        ...SETTINGS,
      ],
      account,
      port,
      startMsMax: START_MS_MAX,
    });
  let child = await start();
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
      child = await start();
    },
    end: async () => {
      process.off('exit', onExit);
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
