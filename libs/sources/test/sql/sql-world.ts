import type { Source } from '@exchange/sources';
import type { SourceRow, SourceWorld } from '@exchange/testing';
import { openSqlSource } from '../../src/sql-poll/open-sql-source.ts';
import type { SqlSettings } from '../../src/sql-poll/sql-settings.ts';
import type { SqlSourceOptions } from '../../src/sql-poll/sql-source-options.ts';
import type { SqlDatabase, SqlServer } from './sql-server.ts';

const SCHEMA = {
  type: 'object',
  properties: { record_key: { type: 'string' }, content: { type: 'string' }, secrecy: { type: 'string' } },
};

export const CURSOR: SqlSettings = {
  dialect: 'postgres',
  table: 'records',
  read: { strategy: 'cursor', revision: 'changed_at', key: ['id'], overlapSeconds: 1 },
};

export const CHANGES: SqlSettings = {
  ...CURSOR,
  read: { strategy: 'changes', sequence: 'id', operation: 'secrecy', overlapSeconds: 1 },
};

export const DIGEST: SqlSettings = { ...CURSOR, read: { strategy: 'digest', key: ['id'] } };

/** A table of the legacy system for the conformance suite, with an index for its cursor. */
const TABLES = {
  postgres: `CREATE TABLE records (
    id bigserial PRIMARY KEY, record_key varchar(40) NOT NULL, content text, secrecy varchar(20),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp())`,
  mysql: `CREATE TABLE records (
    id bigint AUTO_INCREMENT PRIMARY KEY, record_key varchar(40) NOT NULL, content text, secrecy varchar(20),
    changed_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)) CHARACTER SET utf8mb4`,
} as const;

export async function startSqlWorld(
  server: SqlServer,
  more: { settings?: SqlSettings; rowDigests?: SqlSourceOptions['rowDigests'] } = {},
): Promise<SourceWorld> {
  const database = await server.createDatabase();
  const stream = `records-${database.connection.database}`;
  const dialect = server.dialect as 'postgres' | 'mysql';
  await createRecords(database, dialect);
  const open = (password = database.connection.password): Source =>
    openSqlSource({
      settings: { ...(more.settings ?? CURSOR), dialect },
      connection: { ...database.connection, password },
      stream: { system: 'city', stream, sourceSchema: SCHEMA },
      now: () => Date.now(),
      ...(more.rowDigests ? { rowDigests: more.rowDigests } : {}),
    });
  return {
    open: () => open(),
    openWithWrongCredentials: () => open('wrong'),
    put: (rows) => putRows(database, dialect, rows),
    rowOf: (value) => ({ key: String(value['record_key']), text: String(value['content']) }),
    isReplayable: true,
    canBeginNow: (more.settings ?? CURSOR).read.strategy !== 'digest',
    stopServer: () => server.stop(),
    startServer: () => server.start(),
    end: () => database.drop(),
  };
}

export function createRecords(database: SqlDatabase, dialect: 'postgres' | 'mysql'): Promise<void> {
  return runOnce(database, TABLES[dialect], 'CREATE INDEX by_change ON records (changed_at, id)');
}

export async function runOnce(database: SqlDatabase, ...statements: string[]): Promise<void> {
  const client = await database.session();
  for (const text of statements) await client.run(text);
  await client.end();
}

async function putRows(
  database: SqlDatabase,
  dialect: 'postgres' | 'mysql',
  rows: readonly SourceRow[],
): Promise<void> {
  const client = await database.session();
  for (let start = 0; start < rows.length; start += 500) {
    const part = rows.slice(start, start + 500);
    const tuples = part.map((_row, index) =>
      dialect === 'mysql' ? '(?, ?, ?)' : `($${index * 3 + 1}, $${index * 3 + 2}, $${index * 3 + 3})`,
    );
    await client.run(
      `INSERT INTO records (record_key, content, secrecy) VALUES ${tuples.join(', ')}`,
      part.flatMap(({ key, text, marking = '公开' }) => [key, text, marking]),
    );
  }
  await client.end();
}
