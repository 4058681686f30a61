import type { Store } from '../open-store.ts';
import { withStoreErrors } from '../store-error.ts';
import { Stream } from './stream.entity.ts';

/** The streams that may send. */
export class Streams {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async all(): Promise<Stream[]> {
    return withStoreErrors(() =>
      this.#store.data.getRepository(Stream).find({ order: { system: 'ASC', stream: 'ASC' } }),
    );
  }

  /** Registers a stream, or brings its manifest up to date; its mode is left alone. */
  async register(stream: Pick<Stream, 'system' | 'stream' | 'department' | 'manifest'>): Promise<void> {
    await withStoreErrors(() =>
      this.#store.data.query(
        `INSERT INTO exchange.stream (system, stream, department, manifest) VALUES ($1, $2, $3, $4)
         ON CONFLICT (system, stream) DO UPDATE SET department = excluded.department, manifest = excluded.manifest`,
        [stream.system, stream.stream, stream.department, stream.manifest],
      ),
    );
  }
}
