import { execFile, type ChildProcess } from 'node:child_process';
import { chmod, chown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port.ts';
import type { Availability } from '../kafka-jars.ts';
import { signalProcess, stopChild } from '../owned-process.ts';
import { serverAccount } from '../postgres-binaries.ts';
import { programsAvailable, startListeningChild } from './listening-child.ts';

const run = promisify(execFile);

const PROGRAM = '/usr/sbin/sshd';
const START_MS_MAX = 15_000;
const STOP_STEPS = [
  { signal: 'SIGTERM', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

/** A real OpenSSH server that does SFTP only, for one user with a key: it runs as an ordinary user and can check no password. */
export interface SftpServer {
  readonly port: number;
  readonly user: string;
  /** OpenSSH private key that it accepts. */
  readonly privateKey: string;
  /** One that it does not. */
  readonly strangeKey: string;
  /** Of its host key: `SHA256:…`. */
  readonly fingerprint: string;
  /** A new folder that its user owns. */
  folder(): Promise<string>;
  /** Makes a file or folder the user's own. */
  give(path: string): Promise<void>;
  /** Ends the server and every session. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  end(): Promise<void>;
}

/** Whether a real OpenSSH server can be started here. Nothing is started. */
export async function sftpServerAvailable(): Promise<Availability> {
  return programsAvailable('OpenSSH', 'openssh-server', [PROGRAM]);
}

export async function startSftpServer(): Promise<SftpServer> {
  const account = await serverAccount();
  const user = account ? (await run('id', ['-nu', String(account.uid)])).stdout.trim() : userInfo().username;
  const directory = await mkdtemp(join(tmpdir(), 'exchange-sshd-'));
  const port = await freePort();
  const give = async (path: string): Promise<void> => {
    if (account) await chown(path, account.uid, account.gid);
  };
  await chmod(directory, 0o755);
  for (const name of ['host', 'user', 'stranger'])
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(directory, name)]);
  await writeFile(join(directory, 'sshd_config'), configuration(directory, port));
  for (const name of ['', 'host', 'user.pub', 'sshd_config']) await give(join(directory, name));

  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    child = await startListeningChild({
      name: 'sshd',
      program: PROGRAM,
      args: ['-D', '-e', '-f', join(directory, 'sshd_config')],
      account,
      port,
      startMsMax: START_MS_MAX,
    });
  };
  const stop = async (): Promise<void> => {
    if (!child) return;
    const sessions = await childrenOf(child.pid ?? 0);
    await stopChild(child, STOP_STEPS);
    // A session outlives the server that began it.
    for (const pid of sessions) signalProcess(pid, 'SIGKILL');
    child = null;
  };
  await start();
  return {
    port,
    user,
    privateKey: await readFile(join(directory, 'user'), 'utf8'),
    strangeKey: await readFile(join(directory, 'stranger'), 'utf8'),
    fingerprint: await fingerprintOf(join(directory, 'host.pub')),
    folder: async () => {
      const folder = await mkdtemp(join(directory, 'drop-'));
      await give(folder);
      return folder;
    },
    give,
    stop,
    start,
    end: async () => {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function configuration(directory: string, port: number): string {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(directory, 'host')}`,
    `AuthorizedKeysFile ${join(directory, 'user.pub')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxStartups 100',
    'Subsystem sftp internal-sftp',
    'ForceCommand internal-sftp',
    'AllowTcpForwarding no',
    '',
  ].join('\n');
}

async function fingerprintOf(file: string): Promise<string> {
  const { stdout } = await run('ssh-keygen', ['-lf', file]);
  return stdout.split(' ')[1] ?? '';
}

/** Processes that descend from one, the deepest last. */
async function childrenOf(parent: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[1] !== undefined) parents.set(Number(name), Number(fields[1]));
  }
  const found = [parent];
  for (const pid of found)
    for (const [child, of] of parents) if (of === pid && !found.includes(child)) found.push(child);
  return found.slice(1);
}
