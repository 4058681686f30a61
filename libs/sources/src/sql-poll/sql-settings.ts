import type { GoneRows } from '@exchange/store';

export const SQL_DIALECTS = ['postgres', 'kingbase', 'mysql', 'sqlserver', 'oracle', 'dm'] as const;
export type SqlDialect = (typeof SQL_DIALECTS)[number];

/** A constant condition on the rows of a table; the members of a list are joined by AND. */
export type SqlCondition =
  | { readonly column: string; readonly in: readonly (string | number)[] }
  | { readonly column: string; readonly notIn: readonly (string | number)[] }
  | { readonly column: string; readonly isNull: boolean };

/** How the window against late commits is kept. */
export interface OverlapSettings {
  /**
   * The longest that a writing transaction of the system takes, the difference between the clocks that write the revision, and
   * one tick of the revision, together; default 60. A row that becomes visible later than this is missed until the next reconciliation.
   */
  readonly overlapSeconds?: number;
  /** Rows younger than that which are looked at at once; what is beyond waits until it is older. Default 5,000. */
  readonly windowRowsMax?: number;
}

/** A revision column that grows with every change of a row, and key columns that order rows of one revision. */
export interface CursorRead extends OverlapSettings {
  readonly strategy: 'cursor';
  readonly revision: string;
  readonly key: readonly string[];
  readonly reconcile?: ReconcileSettings;
}

/**
 * The table is compared, as a whole, with what was taken of it, now and then: rows that were missed are read after all, rows that
 * are gone are told. `key` must tell the rows apart by itself.
 */
export interface ReconcileSettings {
  /** One of the two; cron: five fields, Asia/Shanghai. */
  readonly everyHours?: number;
  readonly cron?: string;
  /** More differences than that are told, and nothing is done about any. Default 10,000. */
  readonly keysMax?: number;
  /** Columns of which the mapping makes the record's key, where these are others than `key`. */
  readonly record?: readonly string[];
  /** Rows that withdraw their record by themselves: when such a row is removed later, the exchange holds nothing of it. */
  readonly withdrawn?: { readonly column: string; readonly in: readonly (string | number | boolean)[] };
  /** What becomes of records whose rows are gone; they are told only unless given. */
  readonly gone?: GoneRows;
}

/** A table of changes: each row has a number of its own and says what was done (i, u, d); the mapping decides. */
export interface ChangesRead extends OverlapSettings {
  readonly strategy: 'changes';
  readonly sequence: string;
  readonly operation: string;
}

/** A table without any usable cursor: all rows are read, only those whose digest changed go on, keys that vanished as deletes. */
export interface DigestRead {
  readonly strategy: 'digest';
  readonly key: readonly string[];
  /**
   * When a larger share of the known keys (and more than 100) has vanished, nothing is deleted: a vendor may be filling the
   * table anew. Default 0.2; 1 = no limit.
   */
  readonly vanishedShareMax?: number;
}

/** A hand-over table (前置库) of our own layout: like `changes`, and what became of each row is written back. */
export interface HandoverRead extends OverlapSettings {
  readonly strategy: 'handover';
}

export type SqlRead = CursorRead | ChangesRead | DigestRead | HandoverRead;

/** How a stream is read from a database (`source.sql` of adapter.json). */
export interface SqlSettings {
  readonly dialect: SqlDialect;
  readonly schema?: string;
  /** Table or view; names are given exactly as the database keeps them. */
  readonly table: string;
  readonly read: SqlRead;
  readonly where?: readonly SqlCondition[];
  /** Rows of one query and of one chunk, default 1,000. */
  readonly pageRows?: number;
  /** Default 30. */
  readonly statementTimeoutSeconds?: number;
  /** `snapshot` where SQL Server allows it: readers then do not wait for writers. Default `read-committed`. */
  readonly isolation?: 'read-committed' | 'snapshot';
  /** In which zone the database shows instants, and the clock of time-like revision columns; default `+08:00`. */
  readonly utcOffset?: string;
  /** Binary columns are refused unless this allows them, as base64; larger values reject their record. */
  readonly binaryBytesMax?: number;
}

export const SQL_DEFAULTS = {
  pageRows: 1_000,
  statementTimeoutSeconds: 30,
  overlapSeconds: 60,
  windowRowsMax: 5_000,
  vanishedShareMax: 0.2,
  reconcileKeysMax: 10_000,
  utcOffset: '+08:00',
} as const;
