import { hash } from 'node:crypto';
import { unnest, unnestValues, type Column } from '../consuming/unnest.ts';
import type { Store } from '../open-store.ts';
import type { StreamName } from '../registration/stream-name.ts';
import { withStoreErrors } from '../store-error.ts';

interface StagedRow {
  readonly key: string;
  /** Null: the row is gone. */
  readonly digest: string | null;
}

const GONE = '';

interface NamedRow extends StagedRow {
  readonly keyDigest: string;
}

const STAGED: ReadonlyArray<Column<NamedRow>> = [
  ['key_digest', 'bytea', ({ keyDigest }) => `\\x${keyDigest}`],
  ['key', 'text', ({ key }) => key],
  ['staged', 'text', ({ digest }) => digest ?? GONE],
];

/** Digests of the rows of tables that have no usable cursor; the port is `RowDigests` of the sources. */
export class PostgresRowDigests {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** For each key its number and the digest that counts; null for a key that was never seen. */
  async find(
    name: StreamName,
    keys: readonly string[],
  ): Promise<ReadonlyArray<{ readonly number: number; readonly digest: string | null } | null>> {
    const wanted = keys.map((key) => keyDigestOf(name, key));
    const { rows } = await withStoreErrors(() =>
      this.#store.pool.query<{ key_digest: string; number: string; digest: string | null }>({
        name: 'find-source-rows',
        text: `SELECT encode(key_digest, 'hex') AS key_digest, number, digest FROM exchange.source_row
               WHERE key_digest = ANY($1::bytea[])`,
        values: [wanted.map((digest) => Buffer.from(digest, 'hex'))],
      }),
    );
    const found = new Map(rows.map((row) => [row.key_digest, row]));
    return wanted.map((digest) => {
      const row = found.get(digest);
      return row ? { number: Number(row.number), digest: row.digest } : null;
    });
  }

  /** Keeps the rows of a chunk, each key once, until it is settled, and gives the number of each. */
  async stage(name: StreamName, token: string, staged: readonly StagedRow[]): Promise<number[]> {
    const { system, stream } = name;
    const named = staged.map((row) => ({ ...row, keyDigest: keyDigestOf(name, row.key) }));
    const { columns, rows } = unnest(STAGED, 4);
    const answer = await withStoreErrors(() =>
      this.#store.pool.query<{ number: string }>({
        name: 'stage-source-rows',
        text: `INSERT INTO exchange.source_row (system, stream, token, ${columns})
               SELECT $1, $2, $3::uuid, ${columns} FROM ${rows} ORDER BY key_digest
               ON CONFLICT (key_digest)
               DO UPDATE SET staged = excluded.staged, token = excluded.token
               RETURNING number`,
        values: [system, stream, token, ...unnestValues(STAGED, named)],
      }),
    );
    return answer.rows.map(({ number }) => Number(number));
  }

  /** Lets what was staged under a token count. Without effect when it is done again. */
  async settle(token: string): Promise<void> {
    await withStoreErrors(() =>
      this.#store.pool.query({
        name: 'settle-source-rows',
        // One statement, one commit.
        text: `WITH gone AS (
                 DELETE FROM exchange.source_row
                 WHERE token = $1 AND staged = '${GONE}'
               )
               UPDATE exchange.source_row SET digest = staged, staged = NULL, token = NULL
               WHERE token = $1 AND staged <> '${GONE}'`,
        values: [token],
      }),
    );
  }

  /** The highest number of a key; 0 when there is none. */
  async highest({ system, stream }: StreamName): Promise<number> {
    const { rows } = await withStoreErrors(() =>
      this.#store.pool.query<{ highest: string | null }>(
        'SELECT max(number) AS highest FROM exchange.source_row WHERE system = $1 AND stream = $2',
        [system, stream],
      ),
    );
    return Number(rows[0]?.highest ?? 0);
  }

  /** Keys whose digest counts, in the order of their numbers, above `after`. */
  async list(
    { system, stream }: StreamName,
    after: number,
    limit: number,
  ): Promise<ReadonlyArray<{ readonly number: number; readonly key: string; readonly digest: string }>> {
    const { rows } = await withStoreErrors(() =>
      this.#store.pool.query<{ number: string; key: string; digest: string }>({
        name: 'list-source-rows',
        text: `SELECT number, key, digest FROM exchange.source_row
               WHERE system = $1 AND stream = $2 AND number > $3 AND digest IS NOT NULL ORDER BY number LIMIT $4`,
        values: [system, stream, after, limit],
      }),
    );
    return rows.map(({ number, key, digest }) => ({ number: Number(number), key, digest }));
  }
}

/** Hex of 128 bits. The parts are length-prefixed, so no two keys share an encoding. */
function keyDigestOf({ system, stream }: StreamName, key: string): string {
  return hash('sha256', `${system.length}:${system}${stream.length}:${stream}${key}`).slice(0, 32);
}
