import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { kafkaClassPath } from './kafka-jars.ts';
import { planNodes, prepareNodes, type KafkaNode } from './kafka-nodes.ts';
import {
  commandLine,
  isAlive,
  signalProcess,
  stopChild,
  stopProcess,
  takeOwnership,
} from './owned-process.ts';

export interface LocalKafkaOptions {
  /** Holds the data, settings and logs of these brokers and nothing else. */
  readonly directory: string;
  /** Port of the first broker; 0 or missing = free ones. */
  readonly port?: number;
  /** True: a later start finds the topics again. */
  readonly persistent?: boolean;
  readonly brokers?: 1 | 3;
}

export interface LocalKafka {
  /** `host:port`, separated by commas. */
  readonly brokers: string;
  /** Orderly shutdown; the directory is removed unless persistent. */
  stop(): Promise<void>;
  /** SIGKILL to one broker, or to all. */
  kill(broker?: number): Promise<void>;
  /** SIGSTOP: the brokers keep their connections and do not answer. */
  pause(): void;
  resume(): void;
  /** Starts the brokers that were killed, on their old ports, and waits until they accept. */
  restart(): Promise<void>;
}

const startMsMax = 90_000;
const startAttemptsMax = 3;
const STOP_STEPS = [
  { signal: 'SIGTERM', waitMs: 20_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

/** Starts real Kafka brokers in KRaft mode. Ask `kafkaAvailable` first; the first start fetches the jars (about 45 MB). */
export async function startLocalKafka(options: LocalKafkaOptions): Promise<LocalKafka> {
  const directory = resolve(options.directory);
  const classPath = await kafkaClassPath();
  await mkdir(directory, { recursive: true });
  await takeOwnership(join(directory, 'owner.json'));
  try {
    for (let attempt = 1; ; attempt += 1) {
      const nodes = await planNodes(directory, options.brokers ?? 1, options.port ?? 0);
      for (const node of nodes) await stopOrphan(node);
      await prepareNodes(classPath, nodes, directory);
      const cluster = new Cluster(classPath, nodes, directory, options.persistent ?? false);
      const problem = await cluster.start().catch((error: unknown) => error);
      if (problem === undefined) return cluster;
      await cluster.kill();
      // A free port may have been taken meanwhile; a given one stays taken.
      if (options.port || attempt === startAttemptsMax) throw problem;
    }
  } catch (error) {
    await rm(join(directory, 'owner.json'), { force: true });
    throw error;
  }
}

async function stopOrphan({ folder }: KafkaNode): Promise<void> {
  const pid = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => ''));
  if (!pid || !isAlive(pid)) return;
  if ((await commandLine(pid)).includes(join(folder, 'server.properties')))
    await stopProcess(pid, STOP_STEPS);
}

class Cluster implements LocalKafka {
  readonly brokers: string;
  readonly #classPath: string;
  readonly #nodes: readonly KafkaNode[];
  readonly #directory: string;
  readonly #persistent: boolean;
  readonly #children = new Map<number, ChildProcess>();
  #stopping: Promise<void> | null = null;

  constructor(classPath: string, nodes: readonly KafkaNode[], directory: string, persistent: boolean) {
    this.#classPath = classPath;
    this.#nodes = nodes;
    this.#directory = directory;
    this.#persistent = persistent;
    this.brokers = nodes.map(({ port }) => `127.0.0.1:${port}`).join(',');
  }

  async start(): Promise<void> {
    process.on('exit', this.#onExit);
    const stopped = this.#nodes.filter(({ id }) => !this.#running(id));
    for (const node of stopped) this.#children.set(node.id, await this.#spawn(node));
    await Promise.all(stopped.map((node) => this.#waitUntilAccepting(node)));
  }

  restart(): Promise<void> {
    return this.start();
  }

  async kill(broker?: number): Promise<void> {
    const ids = broker === undefined ? this.#nodes.map(({ id }) => id) : [broker];
    await Promise.all(ids.map((id) => this.#end(id, [{ signal: 'SIGKILL', waitMs: 5000 }])));
  }

  pause(): void {
    for (const { id } of this.#nodes) this.#running(id)?.kill('SIGSTOP');
  }

  resume(): void {
    for (const { id } of this.#nodes) this.#running(id)?.kill('SIGCONT');
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.resume();
    await Promise.all(this.#nodes.map(({ id }) => this.#end(id, STOP_STEPS)));
    process.off('exit', this.#onExit);
    if (this.#persistent) await rm(join(this.#directory, 'owner.json'), { force: true });
    else await rm(this.#directory, { recursive: true, force: true });
  }

  readonly #onExit = (): void => {
    for (const { id } of this.#nodes) this.#running(id)?.kill('SIGTERM');
  };

  #running(id: number): ChildProcess | undefined {
    const child = this.#children.get(id);
    return child && child.exitCode === null && child.signalCode === null ? child : undefined;
  }

  async #end(id: number, steps: Parameters<typeof stopChild>[1]): Promise<void> {
    const child = this.#running(id);
    if (child) await stopChild(child, steps);
  }

  async #spawn(node: KafkaNode): Promise<ChildProcess> {
    const log = await open(join(node.folder, 'kafka.log'), 'a');
    const memory = ['-Xms256m', '-Xmx768m'];
    const args = [...memory, '-cp', this.#classPath, 'kafka.Kafka', join(node.folder, 'server.properties')];
    try {
      // A group of its own: Ctrl-C in a terminal reaches the application only, which then stops the brokers last.
      const child = spawn('java', args, {
        cwd: node.folder,
        stdio: ['ignore', log.fd, log.fd],
        detached: true,
      });
      child.once('error', () => undefined);
      child.unref();
      await writeFile(join(node.folder, 'pid'), String(child.pid ?? ''));
      return child;
    } finally {
      await log.close();
    }
  }

  async #waitUntilAccepting(node: KafkaNode): Promise<void> {
    const deadline = Date.now() + startMsMax;
    while (!(await accepts(node.port))) {
      const child = this.#running(node.id);
      if (!child || Date.now() > deadline) {
        if (child?.pid) signalProcess(child.pid, 'SIGKILL');
        const log = await readFile(join(node.folder, 'kafka.log'), 'utf8').catch(() => '');
        throw new Error(`Kafka did not start on port ${node.port}:\n${log.slice(-2000)}`);
      }
      await delay(100);
    }
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (isOpen: boolean): void => {
      socket.destroy();
      done(isOpen);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
