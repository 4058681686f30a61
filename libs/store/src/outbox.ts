import type { ExchangeEvent } from '@exchange/contracts';
import type pg from 'pg';
import { byOneProcess } from './by-one-process.ts';

const EVENTS_PER_ROUND = 500;

export interface Outbox {
  /** With the columns `number` and `event`. */
  readonly table: 'exchange.outbox' | 'credit.outbox';
  /** Resolves when the events are durable in the log. */
  readonly append: (events: readonly ExchangeEvent[]) => Promise<void>;
}

/** Puts an event into the outbox of the exchange, in the transaction that it tells of. */
export async function putIntoOutbox(client: pg.ClientBase, event: ExchangeEvent): Promise<void> {
  await client.query('INSERT INTO exchange.outbox (event) VALUES ($1)', [JSON.stringify(event)]);
}

/**
 * Publishes the oldest events of an outbox in order and takes them out of it, at least once: when the process dies in between,
 * they go out again with the same ids. One process publishes at a time, so that a record's events keep their order.
 *
 * @returns how many were published; 0 when there are none, or another process is publishing
 */
export async function publishOutbox(pool: pg.Pool, { table, append }: Outbox): Promise<number> {
  const published = await byOneProcess(pool, table, async (client) => {
    const { rows } = await client.query<{ number: string; event: ExchangeEvent }>(
      `SELECT number, event FROM ${table} ORDER BY number LIMIT $1`,
      [EVENTS_PER_ROUND],
    );
    if (rows.length === 0) return 0;
    await append(rows.map((row) => row.event));
    // By their numbers, not up to the highest: a transaction with a lower one may commit later.
    await client.query(`DELETE FROM ${table} WHERE number = ANY ($1::bigint[])`, [
      rows.map((row) => row.number),
    ]);
    return rows.length;
  });
  return published ?? 0;
}
