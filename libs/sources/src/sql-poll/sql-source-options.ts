import type { RowDigests } from './row-digests.ts';
import type { SqlConnection } from './sql-connection.ts';
import type { SqlStream } from './sql-plan.ts';
import type { SqlSettings } from './sql-settings.ts';

/** What a table shows that its settings do not expect. It is told once for each source that is opened. */
export type SqlDrift =
  | { readonly kind: 'unknown-columns'; readonly columns: readonly string[] }
  /** Rows whose revision, sequence or key is empty: they have no place in the order, so no reader ever comes to them. */
  | { readonly kind: 'rows-without-order'; readonly columns: readonly string[] };

export interface SqlSourceOptions {
  readonly settings: SqlSettings;
  readonly connection: SqlConnection;
  readonly stream: SqlStream;
  /** Needed by the strategy `digest`. */
  readonly rowDigests?: RowDigests;
  /** Reads what is there once, for a back-fill, instead of what changes. */
  readonly isHistory?: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onDrift?: (drift: SqlDrift) => void;
}
