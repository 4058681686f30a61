import type { SqlConnection } from '../../src/sql-poll/sql-connection.ts';
import type { SqlDialect } from '../../src/sql-poll/sql-settings.ts';

/** A real database server that a spec started, with a database of its own for each test. */
export interface SqlServer {
  readonly dialect: SqlDialect;
  /** Makes an empty database and connects to it as its owner. */
  createDatabase(): Promise<SqlDatabase>;
  stop(): Promise<void>;
  start(): Promise<void>;
  end(): Promise<void>;
}

export interface SqlDatabase {
  /** As an account that may read and write everything in it. */
  readonly connection: SqlConnection;
  /** Another session with the same rights; values are bound to `$1` (PostgreSQL) or `?`. */
  session(): Promise<SqlClient>;
  drop(): Promise<void>;
}

export interface SqlClient {
  run(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  end(): Promise<void>;
}
