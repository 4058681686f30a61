import type { ExchangeEvent } from '@exchange/contracts';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { errorCodeOf } from './delivery-error.ts';
import type { PartitionOfGroup } from './positions.ts';

/**
 * Keeps an event that a group cannot apply, within the transaction that moves the group's position past it. The same
 * event failing again at the same place counts as another attempt.
 */
export async function keepDeliveryFailure(
  client: pg.ClientBase,
  at: PartitionOfGroup & { readonly position: number },
  event: ExchangeEvent,
  error: unknown,
): Promise<void> {
  const { value, ...headers } = event;
  await client.query(
    `INSERT INTO exchange.delivery_failure AS f
       (id, consumer_group, topic, partition, position, event_id, department, jurisdiction, headers, value, error_code, error)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (consumer_group, topic, partition, position) DO UPDATE
       SET attempts = f.attempts + 1, last_at = clock_timestamp(), state = 'open',
           error_code = excluded.error_code, error = excluded.error`,
    [
      uuidv7(),
      at.group,
      at.topic,
      at.partition,
      at.position,
      storable(event.id),
      storable(event.department),
      event.jurisdiction === null ? null : storable(event.jurisdiction),
      JSON.stringify(headers),
      Buffer.from(value),
      errorCodeOf(error),
      storable(error instanceof Error ? error.message : String(error)),
    ],
  );
}

/** Column type text takes every character but NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '\u2400');
}

export interface KeptFailure {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly position: number;
  readonly eventId: string;
  readonly errorCode: string;
  readonly attempts: number;
}

/** Failures of a group that nobody has settled yet, oldest first. */
export async function openDeliveryFailures(
  client: pg.ClientBase | pg.Pool,
  group: string,
  limit: number,
): Promise<KeptFailure[]> {
  const { rows } = await client.query<Omit<KeptFailure, 'position'> & { position: string }>(
    `SELECT id, topic, partition, position, event_id AS "eventId", error_code AS "errorCode", attempts
     FROM exchange.delivery_failure WHERE consumer_group = $1 AND state = 'open' ORDER BY id LIMIT $2`,
    [group, limit],
  );
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}
