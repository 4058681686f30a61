import { randomBytes } from 'node:crypto';
import type { StreamEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import type { SqlSettings } from '@exchange/sources';
import pg from 'pg';
import type { Plan, PlayedStream, Simulator, SystemDocument } from './simulator.ts';
import { SqlStream } from './sql-stream.ts';

const HANDOVER_OPERATION = 'cd_operation';
const ROWS_AT_ONCE = 500;

/**
 * Plays the databases of legacy systems in one PostgreSQL database: a schema for each system, a table for each stream, read
 * through an account that may read only. It stands in for the other products by the connection's dialect.
 */
export class SqlSimulator implements Simulator {
  readonly needsReader = false;
  readonly #pool: pg.Pool;
  readonly #reader: JsonObject;
  readonly #streams = new Map<string, Promise<SqlStream>>();
  readonly #user: string;

  private constructor(pool: pg.Pool, reader: JsonObject, user: string) {
    this.#pool = pool;
    this.#reader = reader;
    this.#user = user;
  }

  /** `serverUrl`: an account that may create databases and roles. */
  static async start(serverUrl: string): Promise<SqlSimulator> {
    const name = `legacy_${randomBytes(4).toString('hex')}`;
    const password = randomBytes(12).toString('hex');
    const url = new URL(serverUrl);
    const admin = new pg.Client({ connectionString: serverUrl });
    await admin.connect();
    try {
      await admin.query(`CREATE DATABASE ${name}`);
      await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`);
    } finally {
      await admin.end();
    }
    const host = url.hostname;
    const port = Number(url.port || 5432);
    url.pathname = `/${name}`;
    const pool = new pg.Pool({ connectionString: url.href, max: 4 });
    pool.on('error', () => undefined);
    return new SqlSimulator(pool, { host, port, database: name, user: name, password }, name);
  }

  async connect(system: string): Promise<JsonObject> {
    return { ...this.#reader, schema: schemaOf(system), dialect: 'postgres' };
  }

  standIn({ source }: StreamEntry): string | null {
    const product = PRODUCTS[(source.sql as unknown as SqlSettings).dialect];
    return product === undefined ? null : `PostgreSQL ← ${product}`;
  }

  async plan(stream: PlayedStream, documents: readonly SystemDocument[]): Promise<Plan> {
    const name = `${stream.system}/${stream.stream}`;
    const opening = this.#streams.get(name) ?? this.#create(stream, documents);
    this.#streams.set(name, opening);
    const played = await opening;
    const { rounds, leftOut } = played.rowsOf(documents, new Date());
    return {
      puts: rounds.map(({ rows, expected }) => ({
        expected,
        ignored: played.ignored,
        unreadable: 0,
        deliver: () => this.#insert(stream, played, rows),
      })),
      leftOut: leftOut.counts,
    };
  }

  async stop(): Promise<void> {
    await this.#pool.end();
  }

  async #create(stream: PlayedStream, documents: readonly SystemDocument[]): Promise<SqlStream> {
    const played = new SqlStream(stream, documents);
    const { read, table } = played.settings;
    const schema = schemaOf(stream.system);
    const target = `${quoted(schema)}.${quoted(table)}`;
    // Two streams of a system may come at once.
    await this.#pool.query(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`).catch((error: unknown) => {
      if ((error as { code?: string }).code !== '23505') throw error;
    });
    if (read.strategy === 'handover') {
      const { handoverDdl } = await import('../../../sources/src/index.ts');
      const { manifest, sourceSchema } = stream.entry;
      await this.#pool.query(handoverDdl('postgres', { title: manifest.name, schema, table, sourceSchema }));
      await this.#pool.query(
        `GRANT INSERT, SELECT, UPDATE ON ALL TABLES IN SCHEMA ${quoted(schema)} TO ${this.#user}`,
      );
    } else {
      await this.#pool.query(`CREATE TABLE ${target} (${columnsOf(played).join(', ')})`);
    }
    await this.#pool.query(
      `GRANT USAGE ON SCHEMA ${quoted(schema)} TO ${this.#user}; GRANT SELECT ON ${target} TO ${this.#user}`,
    );
    return played;
  }

  /** All rows become visible at once. */
  async #insert(stream: PlayedStream, played: SqlStream, rows: readonly JsonObject[]): Promise<void> {
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
        const { text, values } = insertStatement(stream, played, rows.slice(start, start + ROWS_AT_ONCE));
        await client.query(text, values);
      }
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }
}

const PRODUCTS: Readonly<Partial<Record<SqlSettings['dialect'], string>>> = {
  kingbase: 'KingbaseES（人大金仓）',
  mysql: 'MySQL',
  sqlserver: 'SQL Server',
  oracle: 'Oracle',
  dm: '达梦 DM8',
};

function schemaOf(system: string): string {
  return system.replaceAll('-', '_');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function columnsOf({ columns, filled, settings: { read } }: SqlStream): string[] {
  const lines = columns.map(({ name, type, isOrdered }) => {
    if (!filled.includes(name)) return `${quoted(name)} ${type}${isOrdered ? ' NOT NULL' : ''}`;
    // Above whatever an earlier player of this system gave out.
    return `${quoted(name)} bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (START WITH ${Date.now()})`;
  });
  if (read.strategy === 'cursor') {
    const order = [read.revision, ...read.key.filter((name) => name !== read.revision)];
    return [...lines, `UNIQUE (${order.map(quoted).join(', ')})`];
  }
  return read.strategy === 'digest' ? [...lines, `PRIMARY KEY (${read.key.map(quoted).join(', ')})`] : lines;
}

/** One parameter holds all rows; the server takes each value into its column's type. */
function insertStatement(
  { system }: PlayedStream,
  { columns, filled, settings: { table, read } }: SqlStream,
  rows: readonly JsonObject[],
): { text: string; values: unknown[] } {
  const put = columns.filter(({ name }) => !filled.includes(name));
  const names = put.map(({ name }) => quoted(name));
  const values = put.map(({ name, type }) => {
    const member = `'${name.replaceAll("'", "''")}'`;
    return type === 'json' ? `r -> ${member}` : `(r ->> ${member})::${type}`;
  });
  if (read.strategy === 'handover') {
    names.push(HANDOVER_OPERATION);
    values.push(`'i'`);
  }
  const overwriting =
    read.strategy === 'digest'
      ? ` ON CONFLICT (${read.key.map(quoted).join(', ')}) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`
      : '';
  return {
    text: `INSERT INTO ${quoted(schemaOf(system))}.${quoted(table)} (${names.join(', ')})
           SELECT ${values.join(', ')} FROM json_array_elements($1::json) WITH ORDINALITY AS e (r, n) ORDER BY n${overwriting}`,
    values: [JSON.stringify(rows)],
  };
}
