import { randomBytes } from 'node:crypto';
import type { Json, JsonObject } from '@exchange/contracts';
import mysql, { type Pool } from 'mysql2/promise';
import { mariadbAvailable, startMariadb, type MariaDb } from '../../servers/mariadb.ts';
import {
  constraintsOf,
  HANDOVER_OPERATION,
  ROWS_AT_ONCE,
  schemaOf,
  type PlayedDatabase,
} from './played-database.ts';
import type { PlayedColumn, SqlStream } from './sql-stream.ts';

const READER = 'exchange';
/** Long enough for every key, and short enough for an index of several. */
const ORDERED_TEXT = 'VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin';
const TYPES: Readonly<Record<string, string>> = {
  boolean: 'BIT(1)',
  integer: 'INT',
  'double precision': 'DOUBLE',
  bigint: 'BIGINT',
  date: 'DATE',
};

/** A MariaDB server of its own: a database for each system. */
export class MariadbDatabase implements PlayedDatabase {
  readonly product = 'MariaDB';
  readonly holdsAnything = false;
  readonly #server: MariaDb;
  readonly #pool: Pool;
  readonly #password: string;

  private constructor(server: MariaDb, pool: Pool, password: string) {
    this.#server = server;
    this.#pool = pool;
    this.#password = password;
  }

  /** Null where there is no MariaDB on this machine. */
  static async start(directory: string): Promise<MariadbDatabase | null> {
    if (!(await mariadbAvailable()).available) return null;
    const server = await startMariadb({ directory });
    const { port, user, password } = server;
    const pool = mysql.createPool({
      host: '127.0.0.1',
      port,
      user,
      password,
      charset: 'utf8mb4',
      connectionLimit: 4,
      multipleStatements: true,
    });
    const ofReader = randomBytes(12).toString('hex');
    await pool.query(`CREATE USER '${READER}'@'127.0.0.1' IDENTIFIED BY '${ofReader}'`);
    return new MariadbDatabase(server, pool, ofReader);
  }

  connectionOf(system: string): JsonObject {
    const database = schemaOf(system);
    const { port } = this.#server;
    return { host: '127.0.0.1', port, database, schema: database, user: READER, password: this.#password };
  }

  async create(played: SqlStream): Promise<void> {
    const { read, table } = played.settings;
    const { system, entry } = played.stream;
    const schema = schemaOf(system);
    await this.#pool.query(`CREATE DATABASE IF NOT EXISTS ${quoted(schema)}`);
    if (read.strategy === 'handover') {
      const { handoverDdl } = await import('../../../../sources/src/index.ts');
      const { manifest, sourceSchema } = entry;
      await this.#pool.query(handoverDdl('mysql', { title: manifest.name, schema, table, sourceSchema }));
      await this.#pool.query(
        `GRANT INSERT, SELECT, UPDATE ON ${quoted(schema)}.* TO '${READER}'@'127.0.0.1'`,
      );
      return;
    }
    const target = `${quoted(schema)}.${quoted(table)}`;
    await this.#pool.query(`CREATE TABLE ${target} (${linesOf(played).join(', ')})`);
    // Above whatever an earlier player of this system gave out.
    if (played.filled.length > 0)
      await this.#pool.query(`ALTER TABLE ${target} AUTO_INCREMENT = ${Date.now()}`);
    await this.#pool.query(`GRANT SELECT ON ${target} TO '${READER}'@'127.0.0.1'`);
  }

  async insert(played: SqlStream, rows: readonly JsonObject[]): Promise<void> {
    const connection = await this.#pool.getConnection();
    try {
      await connection.beginTransaction();
      for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
        const { text, values } = insertStatement(played, rows.slice(start, start + ROWS_AT_ONCE));
        await connection.query(text, values);
      }
      await connection.commit();
    } catch (error) {
      await connection.rollback();
      throw error;
    } finally {
      connection.release();
    }
  }

  async stop(): Promise<void> {
    await this.#pool.end().catch(() => undefined);
    await this.#server.end();
  }
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

function linesOf({ columns, filled, settings: { read } }: SqlStream): string[] {
  const lines = columns.map((column) =>
    filled.includes(column.name)
      ? `${quoted(column.name)} BIGINT PRIMARY KEY AUTO_INCREMENT`
      : `${quoted(column.name)} ${typeOf(column)}${column.isOrdered ? ' NOT NULL' : ''}`,
  );
  return [...lines, ...constraintsOf(read, quoted)];
}

function typeOf({ type, isOrdered, usual }: PlayedColumn): string {
  const known = TYPES[type];
  if (known !== undefined) return known;
  // It shows as many places as it has.
  if (type === 'timestamp') return `DATETIME(${/\.(\d+)$/u.exec(String(usual))?.[1]?.length ?? 0})`;
  return isOrdered ? ORDERED_TEXT : 'LONGTEXT CHARACTER SET utf8mb4';
}

function insertStatement(
  { stream: { system }, columns, filled, settings: { table, read } }: SqlStream,
  rows: readonly JsonObject[],
): { text: string; values: unknown[] } {
  const put = columns.filter(({ name }) => !filled.includes(name)).map(({ name }) => name);
  const isHandover = read.strategy === 'handover';
  const names = [...put, ...(isHandover ? [HANDOVER_OPERATION] : [])].map(quoted);
  const overwriting =
    read.strategy === 'digest'
      ? ` ON DUPLICATE KEY UPDATE ${names.map((name) => `${name} = VALUES(${name})`).join(', ')}`
      : '';
  return {
    text: `INSERT INTO ${quoted(schemaOf(system))}.${quoted(table)} (${names.join(', ')}) VALUES ?${overwriting}`,
    values: [rows.map((row) => [...put.map((name) => valueOf(row[name])), ...(isHandover ? ['i'] : [])])],
  };
}

function valueOf(value: Json | undefined): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
