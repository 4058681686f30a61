import { DataSource, type QueryRunner } from 'typeorm';
import type { SourceError } from '../../source-error.ts';
import type { Dialect, SessionSettings, Statement } from '../dialects/dialect.ts';
import type { SqlRow } from '../reading/row-text.ts';
import type { SqlConnection } from '../sql-connection.ts';
import { CONNECT_TIMEOUT_MS, dataSourceOptions } from './data-source-options.ts';
import { connectionGone, sqlFailure, timedOut } from './sql-failure.ts';
import type { SqlSession } from './sql-session.ts';

/** The server ends a statement that takes too long; a server that does not answer at all is given so much more. */
const DEADLINE_GRACE_MS = 2_000;

/** @throws SourceError when no connection can be made */
export async function openTypeormSession(
  dialect: Dialect,
  connection: SqlConnection,
  settings: SessionSettings,
): Promise<SqlSession> {
  const { name } = dialect;
  if (name === 'dm') throw new Error('TypeORM has no driver for DM8');
  const data = new DataSource(dataSourceOptions({ dialect: name, connection, settings }));
  const session = new TypeormSession(data, dialect, settings);
  const connecting = data.initialize();
  try {
    // A driver may wait for the greeting of a server that is no database.
    await deadline(connecting, 2 * CONNECT_TIMEOUT_MS, dialect);
    await session.begin();
    return session;
  } catch (error) {
    await session.close();
    // It may connect after all.
    connecting.then(() => destroy(data)).catch(() => undefined);
    throw sqlFailure(error, dialect);
  }
}

class TypeormSession implements SqlSession {
  readonly #data: DataSource;
  readonly #dialect: Dialect;
  readonly #settings: SessionSettings;
  readonly #connections = new Set<unknown>();
  #reader: QueryRunner | null = null;
  #isClosed = false;
  version = '';

  constructor(data: DataSource, dialect: Dialect, settings: SessionSettings) {
    this.#data = data;
    this.#dialect = dialect;
    this.#settings = settings;
  }

  async begin(): Promise<void> {
    const runner = await this.#runner();
    const answer = (await runner.query(this.#dialect.versionQuery)) as { version: unknown }[];
    const [version = ''] = String(answer[0]?.version ?? '').split('\n');
    this.version = version.trim();
    await this.#prepare(runner, true);
    this.#reader = runner;
  }

  async query({ text, values }: Statement): Promise<readonly SqlRow[]> {
    const reader = this.#reader;
    if (!reader || this.#isClosed) throw connectionGone(this.#dialect);
    return this.#run(async () => {
      if (this.#dialect.readOnlyTransaction !== undefined)
        await keepTransaction(await reader.connect(), this.#dialect.readOnlyTransaction);
      return (await reader.query(text, [...values])) as SqlRow[];
    });
  }

  async write(statements: readonly Statement[]): Promise<void> {
    if (this.#isClosed) throw connectionGone(this.#dialect);
    await this.#run(async () => {
      const runner = await this.#runner();
      try {
        await this.#prepare(runner, false);
        await runner.startTransaction('READ COMMITTED');
        for (const { text, values } of statements) await runner.query(text, [...values]);
        await runner.commitTransaction();
      } catch (error) {
        await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      } finally {
        await runner.release();
      }
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const connection of this.#connections) cut(connection);
    await this.#reader?.release().catch(() => undefined);
    await destroy(this.#data).catch(() => undefined);
  }

  async #prepare(runner: QueryRunner, isReadOnly: boolean): Promise<void> {
    const server = { version: this.version, isReadOnly };
    for (const text of this.#dialect.session(this.#settings, server)) await runner.query(text);
  }

  async #runner(): Promise<QueryRunner> {
    const runner = this.#data.createQueryRunner();
    // TypeORM types a driver's own connection as any.
    const connection: unknown = await runner.connect();
    this.#connections.add(connection);
    if (this.#dialect.name === 'oracle' && typeof connection === 'object' && connection !== null)
      Object.assign(connection, { callTimeout: this.#settings.statementTimeoutMs });
    return runner;
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await deadline(work(), this.#settings.statementTimeoutMs + DEADLINE_GRACE_MS, this.#dialect);
    } catch (error) {
      const failure: SourceError = this.#isClosed
        ? connectionGone(this.#dialect)
        : sqlFailure(error, this.#dialect);
      throw failure;
    }
  }
}

/** By the driver itself: TypeORM commits with each statement, which is right for the SELECT only that comes next. */
async function keepTransaction(connection: unknown, text: string): Promise<void> {
  const { execute } = connection as {
    execute(text: string, values: object, options: object): Promise<unknown>;
  };
  await execute.call(connection, text, {}, { autoCommit: false });
}

async function deadline<T>(work: Promise<T>, ms: number, dialect: Dialect): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(timedOut(dialect)), ms);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function destroy(data: DataSource): Promise<void> {
  if (data.isInitialized) await data.destroy();
}

/** Ends a driver's own connection without waiting for what runs on it. */
function cut(connection: unknown): void {
  if (typeof connection !== 'object' || connection === null) return;
  const driven = connection as Record<string, unknown>;
  const wire = driven['connection'];
  try {
    if (typeof driven['destroy'] === 'function') driven['destroy']();
    else if (hasStream(wire)) wire.stream.destroy();
    else if (typeof driven['end'] === 'function')
      void Promise.resolve(driven['end']()).catch(() => undefined);
  } catch {
    // It was ended already.
  }
}

/** A connection of `pg` holds its socket. */
function hasStream(wire: unknown): wire is { stream: { destroy(): void } } {
  return typeof wire === 'object' && wire !== null && 'stream' in wire;
}
