import type { ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import type { Availability } from '../kafka-jars.ts';
import { signalProcess, stopChild } from '../owned-process.ts';
import { serverAccount } from '../postgres-binaries.ts';
import { programsAvailable, startListeningChild } from './listening-child.ts';
import { opensslAvailable, throwAwayCertificate } from './throw-away-certificate.ts';

/** The script itself: the one in PATH insists on Debian's own account and folders. */
const PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const START_MS_MAX = 90_000;
const STOP_STEPS = [
  { signal: 'SIGTERM', waitMs: 30_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

/** Users of the broker: one may do everything in `/`, one may enter it and nothing else, one may enter nothing. */
export const RABBITMQ_USERS = {
  full: { user: 'vessels', password: 'vessels-password' },
  powerless: { user: 'visitor', password: 'visitor-password' },
  outsider: { user: 'outsider', password: 'outsider-password' },
} as const;

/** A real RabbitMQ node. */
export interface RabbitMq {
  readonly port: number;
  readonly tlsPort: number;
  /** PEM of the authority that signed its certificate for `localhost`. */
  readonly ca: string;
  /** Orderly; durable queues and persistent messages are there again after `start`. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  end(): Promise<void>;
}

/** Whether a real RabbitMQ can be started here. Nothing is started. */
export async function rabbitMqAvailable(): Promise<Availability> {
  const program = await programsAvailable('RabbitMQ', 'rabbitmq-server', [PROGRAM]);
  return program.available ? opensslAvailable() : program;
}

/** Starts a node on free ports, with an Erlang port mapper of its own and everything it writes in `directory`. */
export async function startRabbitMq(options: { directory: string }): Promise<RabbitMq> {
  const { directory } = options;
  await mkdir(directory, { recursive: true });
  const [port, tlsPort, distributionPort, mapperPort] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  const certificate = await throwAwayCertificate(directory);
  await writeFile(join(directory, 'rabbitmq.conf'), configuration(directory, port, tlsPort));
  await writeFile(join(directory, 'definitions.json'), JSON.stringify(definitions()));
  await writeFile(join(directory, 'enabled_plugins'), '[].\n');
  await writeFile(join(directory, 'rabbitmq-env.conf'), '');
  const account = await serverAccount();
  if (account)
    for (const name of ['.', ...(await readdir(directory))])
      await chown(join(directory, name), account.uid, account.gid);
  const environment = environmentOf(directory, port, distributionPort, mapperPort);
  const shared = { env: environment, account, startMsMax: START_MS_MAX, detached: true };
  const mapper = await startListeningChild({
    ...shared,
    name: 'epmd',
    program: 'epmd',
    args: ['-port', String(mapperPort), '-address', '127.0.0.1'],
    port: mapperPort,
  });
  let node: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    node = await startListeningChild({ ...shared, name: 'RabbitMQ', program: PROGRAM, args: [], port });
  };
  const stop = async (): Promise<void> => {
    if (node) await stopChild(node, STOP_STEPS);
    node = null;
  };
  const end = async (): Promise<void> => {
    await stop();
    await stopChild(mapper, STOP_STEPS);
    await rm(directory, { recursive: true, force: true });
  };
  await start().catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return {
    port,
    tlsPort,
    ca: await readFile(certificate.ca, 'utf8'),
    start,
    stop,
    end,
    kill: async () => {
      const child = node;
      node = null;
      // The script and the node that it waits for are one process group.
      if (child?.pid) signalProcess(-child.pid, 'SIGKILL');
      if (child) await stopChild(child, STOP_STEPS);
    },
  };
}

function environmentOf(
  directory: string,
  port: number,
  distributionPort: number,
  mapperPort: number,
): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    HOME: directory,
    ERL_EPMD_PORT: String(mapperPort),
    RABBITMQ_NODENAME: `exchange-${port}@localhost`,
    RABBITMQ_DIST_PORT: String(distributionPort),
    RABBITMQ_CONF_ENV_FILE: join(directory, 'rabbitmq-env.conf'),
    RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: join(directory, 'data'),
    RABBITMQ_LOG_BASE: join(directory, 'log'),
    RABBITMQ_LOGS: '-',
  };
}

function configuration(directory: string, port: number, tlsPort: number): string {
  return [
    `listeners.tcp.1 = 127.0.0.1:${port}`,
    `listeners.ssl.1 = 127.0.0.1:${tlsPort}`,
    `ssl_options.cacertfile = ${join(directory, 'cert.pem')}`,
    `ssl_options.certfile = ${join(directory, 'cert.pem')}`,
    `ssl_options.keyfile = ${join(directory, 'key.pem')}`,
    'ssl_options.verify = verify_none',
    `load_definitions = ${join(directory, 'definitions.json')}`,
    'log.console.level = error',
    'disk_free_limit.absolute = 50MB',
    '',
  ].join('\n');
}

function definitions(): object {
  const permission = { vhost: '/', configure: '', write: '', read: '' };
  const { full, powerless, outsider } = RABBITMQ_USERS;
  return {
    vhosts: [{ name: '/' }],
    users: [full, powerless, outsider].map(({ user, password }) => ({
      name: user,
      password_hash: hashed(password),
      hashing_algorithm: 'rabbit_password_hashing_sha256',
      tags: '',
    })),
    permissions: [
      { ...permission, user: full.user, configure: '.*', write: '.*', read: '.*' },
      { ...permission, user: powerless.user },
    ],
  };
}

function hashed(password: string): string {
  const salt = randomBytes(4);
  const digest = createHash('sha256').update(salt).update(password).digest();
  return Buffer.concat([salt, digest]).toString('base64');
}
