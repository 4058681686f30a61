import type { SystemStage } from '../gate/system-stage.ts';
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

  /**
   * Registers a stream, or brings its manifest up to date; its mode is left alone. A system that is new begins at the stage,
   * one that is known stays at its own.
   */
  async register(
    stream: Pick<Stream, 'system' | 'stream' | 'department' | 'manifest'>,
    { stage, by }: { readonly stage: SystemStage; readonly by: string },
  ): Promise<void> {
    await withStoreErrors(() =>
      this.#store.data.query(
        `WITH stage AS (
           INSERT INTO exchange.system_stage (system, stage, changed_by) VALUES ($1, $5, $6) ON CONFLICT DO NOTHING
         )
         INSERT INTO exchange.stream (system, stream, department, manifest) VALUES ($1, $2, $3, $4)
         ON CONFLICT (system, stream) DO UPDATE SET department = excluded.department, manifest = excluded.manifest`,
        [stream.system, stream.stream, stream.department, stream.manifest, stage, by],
      ),
    );
  }
}
