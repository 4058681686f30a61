import type { Json, JsonObject } from '@exchange/contracts';
import type { SecretSealer } from '../access/secret-sealer.ts';
import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import { withStoreErrors } from '../store-error.ts';
import { putReadersAt } from './start-readers.ts';

/** Where a system is found and with which credentials; sealed as a whole, opened only by the process that connects. */
export class SourceConnections {
  readonly #store: Store;
  readonly #sealer: SecretSealer;

  constructor(store: Store, sealer: SecretSealer) {
    this.#store = store;
    this.#sealer = sealer;
  }

  /**
   * Sets the connection of a system, or replaces it: its readers are opened anew. The audit does not hold it.
   *
   * @param startAt where live readers that have claimed nothing yet begin, by stream
   * @returns the streams of them whose reader was put there
   */
  async set(
    system: string,
    connection: JsonObject,
    by: string,
    startAt: ReadonlyMap<string, Json> = new Map(),
  ): Promise<string[]> {
    const sealed = this.#sealer.seal(Buffer.from(JSON.stringify(connection)));
    return withStoreErrors(() =>
      this.#store.data.transaction(async (manager) => {
        const [row] = await manager.query<Array<{ revision: number }>>(
          `INSERT INTO exchange.source_connection (system, sealed) VALUES ($1, $2)
           ON CONFLICT (system) DO UPDATE SET sealed = excluded.sealed, changed_at = now(),
             revision = exchange.source_connection.revision + 1
           RETURNING revision`,
          [system, sealed],
        );
        // What the old one failed with says nothing of the new one.
        await manager.query('UPDATE exchange.source_reader SET retry_at = NULL WHERE system = $1', [system]);
        await recordAudit(manager, {
          actor: by,
          action: 'source.connect',
          object: system,
          before: null,
          after: { revision: row?.revision },
        });
        return putReadersAt(manager, system, startAt, by);
      }),
    );
  }

  /** Forgets the connection of a system, which is not read any more. */
  async remove(system: string, by: string): Promise<void> {
    await withStoreErrors(() =>
      this.#store.data.transaction(async (manager) => {
        const [, removed] = await manager.query<[unknown[], number]>(
          'DELETE FROM exchange.source_connection WHERE system = $1',
          [system],
        );
        if (removed === 0) return;
        await recordAudit(manager, {
          actor: by,
          action: 'source.disconnect',
          object: system,
          before: null,
          after: null,
        });
      }),
    );
  }

  /** Null when the system was not connected yet. */
  async find(system: string): Promise<{ connection: JsonObject; revision: number } | null> {
    const { rows } = await withStoreErrors(() =>
      this.#store.pool.query<{ sealed: Buffer; revision: number }>(
        `SELECT sealed, revision FROM exchange.source_connection WHERE system = $1`,
        [system],
      ),
    );
    const row = rows[0];
    if (!row) return null;
    return {
      connection: JSON.parse(this.#sealer.open(row.sealed).toString()) as JsonObject,
      revision: row.revision,
    };
  }

  /** Systems that have a connection, with its revision: a reader that runs with an older one is opened anew. */
  async revisions(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await withStoreErrors(() =>
      this.#store.pool.query<{ system: string; revision: number }>(
        `SELECT system, revision FROM exchange.source_connection`,
      ),
    );
    return new Map(rows.map((row) => [row.system, row.revision]));
  }
}
