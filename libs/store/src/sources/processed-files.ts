import type { Store } from '../open-store.ts';
import type { StreamName } from '../registration/stream-name.ts';
import { withStoreErrors } from '../store-error.ts';

interface ProcessedFile {
  /** SHA-256 of the content, hex. */
  readonly digest: string;
  readonly name: string;
  readonly size: number;
  readonly fate: 'taken' | 'rejected';
}

/** The files that a stream was given; the port is `ProcessedFiles` of the sources. */
export class PostgresProcessedFiles {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async fate({ system, stream }: StreamName, digest: string): Promise<ProcessedFile['fate'] | null> {
    const { rows } = await withStoreErrors(() =>
      this.#store.pool.query<Pick<ProcessedFile, 'fate'>>(
        `SELECT fate FROM exchange.processed_file WHERE system = $1 AND stream = $2 AND digest = $3`,
        [system, stream, Buffer.from(digest, 'hex')],
      ),
    );
    return rows[0]?.fate ?? null;
  }

  /** A later fate takes the place of an earlier one; the first name and time of a content that was taken stay. */
  async add({ system, stream }: StreamName, { digest, name, size, fate }: ProcessedFile): Promise<void> {
    await withStoreErrors(() =>
      this.#store.pool.query(
        `INSERT INTO exchange.processed_file (system, stream, digest, name, size, fate) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (system, stream, digest)
         DO UPDATE SET name = excluded.name, fate = excluded.fate, processed_at = clock_timestamp()
         WHERE processed_file.fate <> 'taken'`,
        [system, stream, Buffer.from(digest, 'hex'), name, size, fate],
      ),
    );
  }
}
