import { ExchangeError } from '@exchange/contracts';
import type { PendingQueue, Receipt } from '@exchange/pipeline';
import type pg from 'pg';
import { inTransaction } from '../in-transaction.ts';
import { withStoreErrors } from '../store-error.ts';
import type { PostgresReceipts } from './postgres-receipts.ts';
import { RECEIPT_COLUMNS, toReceipt, type ReceiptRow } from './receipt-row.ts';
import { unpackBody, type StoredBody } from './stored-body.ts';

const DRAINER_LEASE_SECONDS = 10;
/** A lease that was renewed within this time is not renewed again: each renewal is a commit. */
const RENEW_AFTER_MS = 2_000;
/** What the drainer takes up at once: few enough bytes that an append of it stays small. */
const UNIT_RECEIPTS_MAX = 64;
const UNIT_BYTES = 500_000;

/** The queue of receipts that are not completed, and the lease of the one process that drains a stream. */
export class PostgresPendingQueue implements PendingQueue {
  readonly #pool: pg.Pool;
  readonly #process: string;
  readonly #receipts: PostgresReceipts;
  /** When the lease of each stream that this process drains was last taken or renewed. */
  readonly #renewedAt = new Map<string, number>();

  constructor(pool: pg.Pool, process: string, receipts: PostgresReceipts) {
    this.#pool = pool;
    this.#process = process;
    this.#receipts = receipts;
  }

  /** Streams that are pending, or hold a receipt that nobody runs any more. */
  async streamsToDrain(): Promise<Array<{ system: string; stream: string }>> {
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<{ system: string; stream: string }>(
        // What has no owner waits in a pending stream: the queue itself, which may be very long, is not looked at.
        `SELECT system, stream FROM exchange.stream WHERE mode = 'pending'
         UNION
         SELECT system, stream FROM exchange.receipt_work
         WHERE owner IS NOT NULL AND CASE WHEN owner = $1 THEN NOT receipt = ANY($2) ELSE NOT exchange.lives(owner) END`,
        [this.#process, this.#receipts.running()],
      ),
    );
    return rows;
  }

  /** Takes the drainer's lease on a stream; false while another process holds it. */
  async acquire(system: string, stream: string): Promise<boolean> {
    const askedAt = performance.now();
    const { rowCount } = await withStoreErrors(() =>
      this.#pool.query(
        `UPDATE exchange.stream SET drainer = $3, drainer_until = clock_timestamp() + make_interval(secs => $4)
         WHERE system = $1 AND stream = $2 AND (drainer IS NULL OR drainer = $3 OR drainer_until < clock_timestamp())`,
        [system, stream, this.#process, DRAINER_LEASE_SECONDS],
      ),
    );
    if (rowCount !== 1) return false;
    this.#renewedAt.set(`${system}/${stream}`, askedAt);
    return true;
  }

  async renew(system: string, stream: string): Promise<void> {
    const renewedAt = this.#renewedAt.get(`${system}/${stream}`);
    if (renewedAt !== undefined && performance.now() - renewedAt < RENEW_AFTER_MS) return;
    if (await this.acquire(system, stream)) return;
    throw new ExchangeError('lease-lost', `another process drains ${system}/${stream}`, { retryable: true });
  }

  async giveBack(system: string, stream: string): Promise<void> {
    this.#renewedAt.delete(`${system}/${stream}`);
    await withStoreErrors(() =>
      this.#pool.query(
        `UPDATE exchange.stream SET drainer = NULL WHERE system = $1 AND stream = $2 AND drainer = $3`,
        [system, stream, this.#process],
      ),
    );
  }

  async next(system: string, stream: string): Promise<Array<{ receipt: Receipt; body: Buffer }>> {
    const { rows } = await withStoreErrors(() =>
      this.#pool.query<ReceiptRow & StoredBody & { owner: string | null; owner_lives: boolean }>(
        `WITH oldest AS (
           SELECT * FROM exchange.receipt_work
           WHERE system = $1 AND stream = $2 AND NOT CASE
             -- Nothing waits for what somebody tries at this moment.
             WHEN NOT trial THEN false
             WHEN owner = $5 THEN receipt = ANY($6)
             ELSE exchange.lives(owner)
           END
           ORDER BY arrival LIMIT $3
         ), unit AS (
           SELECT receipt, owner, sum(body_bytes) OVER (ORDER BY arrival) - body_bytes AS bytes_before FROM oldest
         )
         SELECT ${RECEIPT_COLUMNS}, b.encoding, b.body, u.owner, exchange.lives(u.owner) AS owner_lives
         FROM unit u JOIN exchange.receipt r ON r.id = u.receipt JOIN exchange.receipt_body b ON b.id = u.receipt
         WHERE u.bytes_before < $4 ORDER BY r.arrival`,
        [system, stream, UNIT_RECEIPTS_MAX, UNIT_BYTES, this.#process, this.#receipts.running()],
      ),
    );
    // One that must be waited for holds up those behind it.
    const waitFor = rows.findIndex((row) => !this.#mayRun(row));
    const ready = waitFor === -1 ? rows : rows.slice(0, waitFor);
    return Promise.all(ready.map(async (row) => ({ receipt: toReceipt(row), body: await unpackBody(row) })));
  }

  #mayRun({
    id,
    owner,
    owner_lives: ownerLives,
  }: {
    id: string;
    owner: string | null;
    owner_lives: boolean;
  }): boolean {
    const isMineAndDropped = owner === this.#process && !this.#receipts.isRunning(id);
    return owner === null || !ownerLives || isMineAndDropped;
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
           AND NOT EXISTS (SELECT 1 FROM exchange.receipt_work WHERE system = $1 AND stream = $2 AND NOT trial)`,
        [system, stream],
      );
      // Nothing waits, so the sum of these rows is nothing.
      if (rowCount === 1)
        await client.query('DELETE FROM exchange.pending_bytes WHERE system = $1 AND stream = $2', [
          system,
          stream,
        ]);
      return rowCount === 1;
    });
  }
}
