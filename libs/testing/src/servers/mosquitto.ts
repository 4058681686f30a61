import type { ChildProcess } from 'node:child_process';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import type { Availability } from '../kafka-jars.ts';
import { stopChild } from '../owned-process.ts';
import { serverAccount } from '../postgres-binaries.ts';
import { isThere, programsAvailable, startListeningChild } from './listening-child.ts';
import { opensslAvailable, throwAwayCertificate } from './throw-away-certificate.ts';

const PROGRAM = '/usr/sbin/mosquitto';
/** Users, roles and rights; Debian puts it beside the libraries of the machine's architecture. */
const PLUGINS = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map(
  (architecture) => `/usr/lib/${architecture}/mosquitto_dynamic_security.so`,
);
const START_MS_MAX = 15_000;
const STOP_STEPS = [
  { signal: 'SIGTERM', waitMs: 10_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

/** Users of the broker: one may do everything, one may log in and nothing else. */
export const MOSQUITTO_USERS = {
  full: { user: 'station', password: 'station-password' },
  powerless: { user: 'visitor', password: 'visitor-password' },
} as const;

/** A real MQTT broker. */
export interface Mosquitto {
  readonly port: number;
  readonly tlsPort: number;
  /** PEM of the authority that signed its certificate for `localhost`. */
  readonly ca: string;
  /** Orderly; what it held is there again after `start`. */
  stop(): Promise<void>;
  /** SIGKILL: it loses what it had not yet saved. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  end(): Promise<void>;
}

/** Whether a real Mosquitto can be started here. Nothing is started. */
export async function mosquittoAvailable(): Promise<Availability> {
  const program = await programsAvailable('Mosquitto', 'mosquitto', [PROGRAM]);
  if (!program.available) return program;
  if (await locatePlugin()) return opensslAvailable();
  return { available: false, missing: ['mosquitto_dynamic_security.so'] };
}

/** Starts a broker on free ports whose data are in `directory` and which allows no anonymous login. */
export async function startMosquitto(options: { directory: string }): Promise<Mosquitto> {
  const { directory } = options;
  const plugin = await locatePlugin();
  if (!plugin) throw new Error('ask mosquittoAvailable first');
  await mkdir(directory, { recursive: true });
  const certificate = await throwAwayCertificate(directory);
  const port = await freePort();
  const tlsPort = await freePort();
  const files = {
    'security.json': JSON.stringify(security()),
    'mosquitto.conf': configuration(directory, port, tlsPort, plugin),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const account = await serverAccount();
  if (account)
    for (const name of ['', ...Object.keys(files), 'key.pem', 'cert.pem'])
      await chown(join(directory, name), account.uid, account.gid);
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    child = await startListeningChild({
      name: 'Mosquitto',
      program: PROGRAM,
      args: ['-c', join(directory, 'mosquitto.conf')],
      account,
      port,
      startMsMax: START_MS_MAX,
    });
  };
  const stop = async (steps: Parameters<typeof stopChild>[1]): Promise<void> => {
    if (child) await stopChild(child, steps);
    child = null;
  };
  await start();
  return {
    port,
    tlsPort,
    ca: await readFile(certificate.ca, 'utf8'),
    start,
    stop: () => stop(STOP_STEPS),
    kill: () => stop([{ signal: 'SIGKILL', waitMs: 5_000 }]),
    end: async () => {
      await stop(STOP_STEPS);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The broker's default of 1,000 waiting messages per reader would drop what a test puts there. */
function configuration(directory: string, port: number, tlsPort: number, plugin: string): string {
  return [
    'per_listener_settings false',
    'allow_anonymous false',
    `plugin ${plugin}`,
    `plugin_opt_config_file ${join(directory, 'security.json')}`,
    'persistence true',
    `persistence_location ${directory}/`,
    'max_queued_messages 0',
    'log_dest stderr',
    'log_type error',
    'log_type warning',
    `listener ${port} 127.0.0.1`,
    `listener ${tlsPort} 127.0.0.1`,
    `certfile ${join(directory, 'cert.pem')}`,
    `keyfile ${join(directory, 'key.pem')}`,
    '',
  ].join('\n');
}

/** The file of the dynamic security plugin. */
function security(): object {
  const allowed = ['publishClientSend', 'publishClientReceive', 'subscribePattern', 'unsubscribePattern'];
  const acls = allowed.map((acltype) => ({ acltype, topic: '#', priority: 0, allow: true }));
  return {
    defaultACLAccess: {
      publishClientSend: false,
      publishClientReceive: false,
      subscribe: false,
      unsubscribe: false,
    },
    clients: [
      { ...client(MOSQUITTO_USERS.full), roles: [{ rolename: 'everything' }] },
      { ...client(MOSQUITTO_USERS.powerless), roles: [] },
    ],
    groups: [],
    roles: [{ rolename: 'everything', acls }],
  };
}

function client({ user, password }: { user: string; password: string }): object {
  const salt = randomBytes(12);
  const iterations = 101;
  return {
    username: user,
    password: pbkdf2Sync(password, salt, iterations, 64, 'sha512').toString('base64'),
    salt: salt.toString('base64'),
    iterations,
  };
}

async function locatePlugin(): Promise<string | undefined> {
  for (const path of PLUGINS) if (await isThere(path)) return path;
  return undefined;
}
