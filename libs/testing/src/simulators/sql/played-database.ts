import type { JsonObject } from '@exchange/contracts';
import type { SqlSettings } from '@exchange/sources';
import type { SqlStream } from './sql-stream.ts';

/** A database server in which tables of systems are played, read through an account that may read only. */
export interface PlayedDatabase {
  /** For people. */
  readonly product: string;
  /** Whether a column can hold values of different types. */
  readonly holdsAnything: boolean;
  /** What the gateway is told to reach the tables of a system. */
  connectionOf(system: string): JsonObject;
  create(played: SqlStream): Promise<void>;
  /** All rows become visible at once. */
  insert(played: SqlStream, rows: readonly JsonObject[]): Promise<void>;
  stop(): Promise<void>;
}

export const ROWS_AT_ONCE = 500;
/** Of the tables of our own layout: what was done with a row. */
export const HANDOVER_OPERATION = 'cd_operation';

/** The schema or database of a system. */
export function schemaOf(system: string): string {
  return system.replaceAll('-', '_');
}

/** What must differ from row to row of a table, as its definition says it; `quoted`: a name as the database writes it. */
export function constraintsOf(read: SqlSettings['read'], quoted: (name: string) => string): string[] {
  const list = (names: readonly string[]): string => names.map(quoted).join(', ');
  if (read.strategy === 'cursor')
    return [`UNIQUE (${list([read.revision, ...read.key.filter((name) => name !== read.revision)])})`];
  return read.strategy === 'digest' ? [`PRIMARY KEY (${list(read.key)})`] : [];
}
