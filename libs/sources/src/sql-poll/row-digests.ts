/** A stream of a system. */
export interface StreamName {
  readonly system: string;
  readonly stream: string;
}

/** A row by its key, as the JSON object of its key columns; `digest` null: the row is gone. */
export interface StagedRow {
  readonly key: string;
  readonly digest: string | null;
}

/**
 * What the exchange holds of the rows of tables that have no usable cursor: a digest for each key. A digest counts once the
 * chunk that brought its row is settled: before, it is only staged, and a reader that died gets the row again.
 */
export interface RowDigests {
  /** For each key its number and the digest that counts; null for a key that was never seen. */
  find(
    name: StreamName,
    keys: readonly string[],
  ): Promise<ReadonlyArray<{ readonly number: number; readonly digest: string | null } | null>>;
  /** Keeps the rows of a chunk until it is settled, and gives the number of each. What was staged before for a key is replaced. */
  stage(name: StreamName, token: string, rows: readonly StagedRow[]): Promise<readonly number[]>;
  /** Lets what was staged under a token count. Without effect when it is done again. */
  settle(token: string): Promise<void>;
  /** The highest number of a key; 0 when there is none. */
  highest(name: StreamName): Promise<number>;
  /** Keys whose digest counts, in the order of their numbers, above `after`. */
  list(name: StreamName, after: number, limit: number): Promise<readonly ListedRow[]>;
}

export interface ListedRow {
  readonly number: number;
  readonly key: string;
  readonly digest: string;
}

const LIST_ROWS = 5_000;
/** So few may vanish whatever their share. */
const VANISHED_ALWAYS = 100;

/** All keys whose digest counts, page by page. */
export async function* listAll(digests: RowDigests, name: StreamName): AsyncGenerator<ListedRow> {
  for (let after = 0; ;) {
    const listed = await digests.list(name, after, LIST_ROWS);
    yield* listed;
    if (listed.length < LIST_ROWS) return;
    after = listed.at(-1)!.number;
  }
}

/** Whether so many of the known rows are gone that the table may rather be being filled anew. */
export function areTooManyGone(gone: number, known: number, shareMax: number): boolean {
  return gone > VANISHED_ALWAYS && gone > known * shareMax;
}
