import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

/** One process that is broker and controller. */
export interface KafkaNode {
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
  readonly folder: string;
}

/** Where each broker listens and keeps its data; a first port of 0 = free ports. */
export async function planNodes(directory: string, brokers: number, firstPort: number): Promise<KafkaNode[]> {
  const nodes: KafkaNode[] = [];
  for (let id = 1; id <= brokers; id += 1) {
    const port = firstPort ? firstPort + id - 1 : await freePort();
    nodes.push({ id, port, controllerPort: await freePort(), folder: join(directory, `broker-${id}`) });
  }
  return nodes;
}

/** Writes the settings of each broker and formats its storage, once. */
export async function prepareNodes(
  classPath: string,
  nodes: readonly KafkaNode[],
  directory: string,
): Promise<void> {
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

function properties(node: KafkaNode, nodes: readonly KafkaNode[]): string {
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
    // A killed broker is missed sooner than by default; a lone one has nobody to take over.
    ...(replicas > 1 ? { 'broker.session.timeout.ms': 4000, 'broker.heartbeat.interval.ms': 500 } : {}),
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
