import type { Statement } from '../dialects/dialect.ts';
import type { SqlRow } from '../reading/row-text.ts';

/** Connections to one database, made for one source. Every failure is a `SourceError`. */
export interface SqlSession {
  /** What the server says of itself. */
  readonly version: string;
  /** One statement of a read-only session. */
  query(statement: Statement): Promise<readonly SqlRow[]>;
  /** Statements of one transaction that writes. */
  write(statements: readonly Statement[]): Promise<void>;
  /** Ends every connection at once, whatever runs on it. */
  close(): Promise<void>;
}
