import type { Catalog, SourceKind, SystemEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { FileSimulator, type DropFolderOf } from './file-simulator.ts';
import { QueueSimulator } from './queue-simulator.ts';
import { RestSimulator } from './rest-simulator.ts';
import type { Plan, PlayedStream, Simulator, SystemDocument } from './simulator.ts';
import { SqlSimulator } from './sql-simulator.ts';

export type PulledKind = Exclude<SourceKind, 'push'>;

export interface SimulatedSystemsOptions {
  readonly catalog: Catalog;
  /** PostgreSQL in which databases and roles may be made. */
  readonly postgresUrl: string;
  readonly folderOf: DropFolderOf;
  readonly password: string;
}

/** Plays every system of the catalogue that the gateway reads, each by its own wire. */
export class SimulatedSystems {
  readonly #catalog: Catalog;
  readonly #simulators: Readonly<Record<PulledKind, Simulator>>;

  private constructor(catalog: Catalog, simulators: Readonly<Record<PulledKind, Simulator>>) {
    this.#catalog = catalog;
    this.#simulators = simulators;
  }

  static async start(options: SimulatedSystemsOptions): Promise<SimulatedSystems> {
    const { catalog, postgresUrl, folderOf, password } = options;
    return new SimulatedSystems(catalog, {
      poll: await RestSimulator.start(),
      sql: await SqlSimulator.start(postgresUrl),
      file: new FileSimulator(folderOf),
      queue: await QueueSimulator.start(password),
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

  plan(stream: PlayedStream, documents: readonly SystemDocument[]): Promise<Plan> {
    return this.#of(stream.system).plan(stream, documents);
  }

  /** What stands in for the product that the system uses, such as `PostgreSQL ← Oracle`; null where it is the real one. */
  standInOf(system: string): string | null {
    const [first] = this.streamsOf(system);
    return first ? this.#of(system).standIn(first.entry) : null;
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
