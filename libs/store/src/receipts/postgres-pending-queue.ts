import { ExchangeError } from '@exchange/contracts';
import type { PendingQueue, Receipt } from '@exchange/pipeline';
import type pg from 'pg';
import { inTransaction } from '../in-transaction.ts';
import { withStoreErrors } from '../store-error.ts';
import type { PostgresReceipts } from './postgres-receipts.ts';
import { RECEIPT_COLUMNS, toReceipt, type ReceiptRow } from './receipt-row.ts';
import { unpackBody, type StoredBody } from './stored-body.ts';

const DRAINER_LEASE_SECONDS = 10;

/** The queue of receipts that are not completed, and the lease of the one process that drains a stream. */
export class PostgresPendingQueue implements PendingQueue {
  readonly #pool: pg.Pool;
  readonly #process: string;
  readonly #receipts: PostgresReceipts;

  constructor(pool: pg.Pool, process: string, receipts: PostgresReceipts) {
    this.#pool = pool;
    this.#process = process;
    this.#receipts = receipts;
  }

  /** Streams that are pending, or hold a receipt that nobody runs any more. */
  async streamsToDrain(): Promise<Array<{ system: string; stream: string }>> {
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<{ system: string; stream: string }>(
        `SELECT system, stream FROM exchange.stream WHERE mode = 'pending'
         UNION
         SELECT system, stream FROM exchange.receipt_work
         WHERE owner IS NULL OR (owner = $1 AND NOT receipt = ANY($2)) OR (owner <> $1 AND NOT exchange.lives(owner))`,
        [this.#process, this.#receipts.running()],
      ),
    );
    return rows;
  }

  /** Takes the drainer's lease on a stream; false while another process holds it. */
  async acquire(system: string, stream: string): Promise<boolean> {
    const { rowCount } = await withStoreErrors(() =>
      this.#pool.query(
        `UPDATE exchange.stream SET drainer = $3, drainer_until = clock_timestamp() + make_interval(secs => $4)
         WHERE system = $1 AND stream = $2 AND (drainer IS NULL OR drainer = $3 OR drainer_until < clock_timestamp())`,
        [system, stream, this.#process, DRAINER_LEASE_SECONDS],
      ),
    );
    return rowCount === 1;
  }

  async renew(system: string, stream: string): Promise<void> {
    if (await this.acquire(system, stream)) return;
    throw new ExchangeError('lease-lost', `another process drains ${system}/${stream}`, { retryable: true });
  }

  async giveBack(system: string, stream: string): Promise<void> {
    await withStoreErrors(() =>
      this.#pool.query(
        `UPDATE exchange.stream SET drainer = NULL WHERE system = $1 AND stream = $2 AND drainer = $3`,
        [system, stream, this.#process],
      ),
    );
  }

  async next(system: string, stream: string): Promise<{ receipt: Receipt; body: Buffer } | null> {
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<ReceiptRow & StoredBody & { owner: string | null; owner_lives: boolean }>(
        `SELECT ${RECEIPT_COLUMNS}, b.encoding, b.body, w.owner, exchange.lives(w.owner) AS owner_lives
         FROM (SELECT * FROM exchange.receipt_work WHERE system = $1 AND stream = $2 ORDER BY arrival LIMIT 1) w
         JOIN exchange.receipt r ON r.id = w.receipt JOIN exchange.receipt_body b ON b.id = w.receipt`,
        [system, stream],
      ),
    );
    const row = rows[0];
    if (!row) return null;
    const isMineAndDropped = row.owner === this.#process && !this.#receipts.isRunning(row.id);
    if (row.owner !== null && row.owner_lives && !isMineAndDropped) return null;
    return { receipt: toReceipt(row), body: await unpackBody(row) };
  }

  async returnToDirect(system: string, stream: string): Promise<boolean> {
    return inTransaction(this.#pool, async (client) => {
      // Two statements, because the second one needs a snapshot from after the lock: a claim that held it may have queued.
      await client.query(
        'SELECT 1 FROM exchange.stream WHERE system = $1 AND stream = $2 FOR NO KEY UPDATE',
        [system, stream],
      );
      const { rowCount } = await client.query(
        `UPDATE exchange.stream SET mode = 'direct', mode_since = clock_timestamp()
         WHERE system = $1 AND stream = $2 AND mode = 'pending'
           AND NOT EXISTS (SELECT 1 FROM exchange.receipt_work WHERE system = $1 AND stream = $2)`,
        [system, stream],
      );
      return rowCount === 1;
    });
  }
}
