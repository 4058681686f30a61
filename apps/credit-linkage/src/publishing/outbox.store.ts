import type { ExchangeEvent } from '@exchange/contracts';
import type { EventLog } from '@exchange/event-log';
import { inTransaction, type Store } from '@exchange/store';

const EVENTS_PER_ROUND = 500;
const APPEND_DEADLINE_MS = 10_000;
/** A paused publisher must not keep the others out for ever: its session is ended, and its events go out again. */
const STALLED_PUBLISHER_SECONDS = 30;

/**
 * Publishes the oldest events of the outbox in order and takes them out of it, at least once: when the process dies in
 * between, they go out again with the same ids. One process publishes at a time, so that a record's events keep their order.
 *
 * @returns how many were published; 0 when there are none, or another process is publishing
 */
export async function publishOutbox(pool: Store['pool'], eventLog: EventLog): Promise<number> {
  return inTransaction(pool, async (client) => {
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = '${STALLED_PUBLISHER_SECONDS}s'`);
    const { rows: locks } = await client.query<{ mine: boolean }>(
      `SELECT pg_try_advisory_xact_lock(hashtextextended('credit outbox', 0)) AS mine`,
    );
    if (!locks[0]?.mine) return 0;
    const { rows } = await client.query<{ number: string; event: ExchangeEvent }>(
      'SELECT number, event FROM credit.outbox ORDER BY number LIMIT $1',
      [EVENTS_PER_ROUND],
    );
    if (rows.length === 0) return 0;
    await eventLog.append(
      rows.map((row) => row.event),
      { deadlineMs: APPEND_DEADLINE_MS },
    );
    // By their numbers, not up to the highest: a transaction with a lower one may commit later.
    await client.query('DELETE FROM credit.outbox WHERE number = ANY ($1::bigint[])', [
      rows.map((row) => row.number),
    ]);
    return rows.length;
  });
}
