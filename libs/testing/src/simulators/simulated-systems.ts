import { join } from 'node:path';
import type { Catalog, SourceKind, StreamEntry, SystemEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import type { QueueSettings, SqlSettings } from '@exchange/sources';
import { AmqpSystems } from './amqp-systems.ts';
import { FileSimulator } from './file-simulator.ts';
import { QueueSimulator } from './queue-simulator.ts';
import { RestSimulator } from './rest-simulator.ts';
import type { Plan, PlayedBy, PlayedStream, Simulator, SystemDocument } from './simulator.ts';
import { MariadbDatabase } from './sql/mariadb-database.ts';
import { SqlSimulator } from './sql-simulator.ts';

export type PulledKind = Exclude<SourceKind, 'push'>;

export interface SimulatedSystemsOptions {
  readonly catalog: Catalog;
  /** PostgreSQL in which databases and roles may be made. */
  readonly postgresUrl: string;
  /** For dropped files and the data of servers; whoever gave it removes it. Every account of this machine must be able to pass it. */
  readonly directory: string;
  readonly password: string;
  /** A server that is on this machine but does not start: another one stands in for it. */
  readonly onFailure: (server: string, error: unknown) => void;
}

/** Plays every system of the catalogue that the gateway reads, each by its own wire. */
export class SimulatedSystems {
  readonly #catalog: Catalog;
  readonly #simulators: Readonly<Record<PulledKind, Simulator>>;

  private constructor(catalog: Catalog, simulators: Readonly<Record<PulledKind, Simulator>>) {
    this.#catalog = catalog;
    this.#simulators = simulators;
  }

  /** Servers that take long to start are waited for by those who need them first. */
  static async start(options: SimulatedSystemsOptions): Promise<SimulatedSystems> {
    const { catalog, postgresUrl, directory, password, onFailure } = options;
    const entries = [...catalog.systems.values()].flatMap(({ streams }) => [...streams.values()]);
    const startedIf = <Server>(
      isNeeded: boolean,
      name: string,
      start: (directory: string) => Promise<Server | null>,
    ): Promise<Server | null> => {
      if (!isNeeded) return Promise.resolve(null);
      return start(join(directory, name.toLowerCase())).catch((error: unknown) => {
        onFailure(name, error);
        return null;
      });
    };
    const mariadb = startedIf(entries.some(isMysql), 'MariaDB', (folder) => MariadbDatabase.start(folder));
    const amqp = startedIf(entries.some(isAmqp), 'RabbitMQ', (folder) => AmqpSystems.start(folder));
    return new SimulatedSystems(catalog, {
      poll: await RestSimulator.start(),
      sql: await SqlSimulator.start(postgresUrl, mariadb),
      file: await FileSimulator.start(join(directory, 'files')),
      queue: await QueueSimulator.start(password, amqp),
    });
  }

  /** Systems that are played. */
  get systems(): string[] {
    return [...this.#catalog.systems.keys()].filter((system) => this.#kindOf(system) !== 'push');
  }

  streamsOf(system: string): PlayedStream[] {
    return [...this.#entry(system).streams].map(([stream, entry]) => ({ system, stream, entry }));
  }

  /** What the gateway is told to reach the system. */
  connectionOf(system: string): Promise<JsonObject> {
    return this.#of(system).connect(system, this.#entry(system));
  }

  needsReader(system: string): boolean {
    return this.#of(system).needsReader;
  }

  overwrites({ system, entry }: PlayedStream): boolean {
    return this.#of(system).overwrites(entry);
  }

  plan(stream: PlayedStream, documents: readonly SystemDocument[]): Promise<Plan> {
    return this.#of(stream.system).plan(stream, documents);
  }

  /** By its first stream: the streams of a system share its connection. */
  playedBy(system: string): Promise<PlayedBy> {
    const [first] = this.#entry(system).streams.values();
    if (!first) throw new Error(`${system} has no stream`);
    return this.#of(system).playedBy(first);
  }

  async stop(): Promise<void> {
    for (const simulator of Object.values(this.#simulators)) await simulator.stop();
  }

  #of(system: string): Simulator {
    return this.#simulators[this.#kindOf(system) as PulledKind];
  }

  #kindOf(system: string): SourceKind {
    return this.#entry(system).adapter.source.kind;
  }

  #entry(system: string): SystemEntry {
    return this.#catalog.systems.get(system)!;
  }
}

function isMysql({ source }: StreamEntry): boolean {
  return (source.sql as unknown as SqlSettings | undefined)?.dialect === 'mysql';
}

function isAmqp({ source }: StreamEntry): boolean {
  return (source.queue as unknown as QueueSettings | undefined)?.protocol === 'amqp';
}
