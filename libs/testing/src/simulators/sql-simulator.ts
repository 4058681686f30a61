import type { StreamEntry, SystemEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import type { SqlSettings } from '@exchange/sources';
import type { Plan, PlayedBy, PlayedStream, Simulator, SystemDocument } from './simulator.ts';
import type { MariadbDatabase } from './sql/mariadb-database.ts';
import type { PlayedDatabase } from './sql/played-database.ts';
import { PostgresDatabase } from './sql/postgres-database.ts';
import { SqlStream } from './sql/sql-stream.ts';

/**
 * Plays the databases of legacy systems, a table for each stream: in PostgreSQL, those of MySQL in MariaDB where there is one.
 * PostgreSQL stands in for every other product by the connection's dialect.
 */
export class SqlSimulator implements Simulator {
  readonly needsReader = false;
  readonly #postgres: PlayedDatabase;
  readonly #mariadb: Promise<MariadbDatabase | null>;
  readonly #streams = new Map<string, Promise<SqlStream>>();

  private constructor(postgres: PlayedDatabase, mariadb: Promise<MariadbDatabase | null>) {
    this.#postgres = postgres;
    this.#mariadb = mariadb;
  }

  /** `postgresUrl`: an account that may create databases and roles. */
  static async start(postgresUrl: string, mariadb: Promise<MariadbDatabase | null>): Promise<SqlSimulator> {
    return new SqlSimulator(await PostgresDatabase.start(postgresUrl), mariadb);
  }

  async connect(system: string, { streams }: SystemEntry): Promise<JsonObject> {
    const [first] = streams.values();
    const database = first ? await this.#databaseOf(first) : this.#postgres;
    return database.connectionOf(system);
  }

  overwrites(entry: StreamEntry): boolean {
    return settingsOf(entry).read.strategy === 'digest';
  }

  async playedBy(entry: StreamEntry): Promise<PlayedBy> {
    const { product } = await this.#databaseOf(entry);
    const usual = PRODUCTS[settingsOf(entry).dialect];
    return { server: product, insteadOf: usual.includes(product) ? null : usual };
  }

  async plan(stream: PlayedStream, documents: readonly SystemDocument[]): Promise<Plan> {
    const database = await this.#databaseOf(stream.entry);
    const name = `${stream.system}/${stream.stream}`;
    const opening = this.#streams.get(name) ?? create(database, stream, documents);
    this.#streams.set(name, opening);
    const played = await opening;
    const { rounds, leftOut } = played.rowsOf(documents, new Date());
    return {
      puts: rounds.map(({ rows, expected }) => ({
        expected,
        ignored: played.ignored,
        unreadable: 0,
        deliver: () => database.insert(played, rows),
      })),
      leftOut: leftOut.counts,
    };
  }

  async stop(): Promise<void> {
    await this.#postgres.stop();
    await (await this.#mariadb)?.stop();
  }

  async #databaseOf(entry: StreamEntry): Promise<PlayedDatabase> {
    const mariadb = settingsOf(entry).dialect === 'mysql' ? await this.#mariadb : null;
    return mariadb ?? this.#postgres;
  }
}

const PRODUCTS: Readonly<Record<SqlSettings['dialect'], string>> = {
  postgres: 'PostgreSQL',
  mysql: 'MySQL / MariaDB',
  kingbase: 'KingbaseES（人大金仓）',
  sqlserver: 'SQL Server',
  oracle: 'Oracle',
  dm: '达梦 DM8',
};

function settingsOf({ source }: StreamEntry): SqlSettings {
  return source.sql as unknown as SqlSettings;
}

async function create(
  database: PlayedDatabase,
  stream: PlayedStream,
  documents: readonly SystemDocument[],
): Promise<SqlStream> {
  const played = new SqlStream(stream, documents, database.holdsAnything);
  await database.create(played);
  return played;
}
