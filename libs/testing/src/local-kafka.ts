import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { kafkaClassPath } from './kafka-jars.ts';
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

interface Node {
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
  readonly folder: string;
}

/** Starts real Kafka brokers in KRaft mode. Ask `kafkaAvailable` first; the first start fetches the jars (about 45 MB). */
export async function startLocalKafka(options: LocalKafkaOptions): Promise<LocalKafka> {
  const directory = resolve(options.directory);
  const classPath = await kafkaClassPath();
  await mkdir(directory, { recursive: true });
  await takeOwnership(join(directory, 'owner.json'));
  try {
    for (let attempt = 1; ; attempt += 1) {
      const nodes = await planNodes(directory, options);
      for (const node of nodes) await stopOrphan(node);
      await prepare(classPath, nodes, directory);
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

async function planNodes(directory: string, options: LocalKafkaOptions): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let id = 1; id <= (options.brokers ?? 1); id += 1) {
    const port = options.port ? options.port + id - 1 : await freePort();
    nodes.push({ id, port, controllerPort: await freePort(), folder: join(directory, `broker-${id}`) });
  }
  return nodes;
}

async function stopOrphan({ folder }: Node): Promise<void> {
  const pid = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => ''));
  if (!pid || !isAlive(pid)) return;
  if ((await commandLine(pid)).includes(join(folder, 'server.properties')))
    await stopProcess(pid, STOP_STEPS);
}

/** Writes the settings of each broker and formats its storage, once. */
async function prepare(classPath: string, nodes: readonly Node[], directory: string): Promise<void> {
  const idFile = join(directory, 'cluster-id');
  const clusterId = await readFile(idFile, 'utf8').catch(newClusterId);
  await writeFile(idFile, clusterId);
  for (const node of nodes) {
    await mkdir(node.folder, { recursive: true });
    const file = join(node.folder, 'server.properties');
    await writeFile(file, properties(node, nodes));
    const meta = await readFile(join(node.folder, 'data', 'meta.properties')).catch(() => null);
    if (!meta) await formatStorage(classPath, clusterId, file);
  }
}

/** Kafka's form of a UUID. The storage tool takes one that begins with a dash for an option. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

function properties(node: Node, nodes: readonly Node[]): string {
  const replicas = nodes.length;
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': node.id,
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.port}`,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': nodes
      .map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`)
      .join(','),
    'log.dirs': join(node.folder, 'data'),
    'auto.create.topics.enable': false,
    'min.insync.replicas': replicas > 1 ? 2 : 1,
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    // Members that join a moment later cause one more rebalance; tests need not wait three seconds for them.
    'group.initial.rebalance.delay.ms': 0,
    'controlled.shutdown.enable': replicas > 1,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function formatStorage(classPath: string, clusterId: string, file: string): Promise<void> {
  const args = [
    '-Xmx128m',
    '-cp',
    classPath,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    clusterId,
    '-c',
    file,
  ];
  return new Promise((done, reject) => {
    execFile('java', args, (error, stdout, stderr) => {
      if (error)
        reject(new Error(`Kafka's storage could not be formatted: ${stderr || stdout}`, { cause: error }));
      else done();
    });
  });
}

class Cluster implements LocalKafka {
  readonly brokers: string;
  readonly #classPath: string;
  readonly #nodes: readonly Node[];
  readonly #directory: string;
  readonly #persistent: boolean;
  readonly #children = new Map<number, ChildProcess>();
  #stopping: Promise<void> | null = null;

  constructor(classPath: string, nodes: readonly Node[], directory: string, persistent: boolean) {
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

  async #spawn(node: Node): Promise<ChildProcess> {
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

  async #waitUntilAccepting(node: Node): Promise<void> {
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
