import type { ExchangeEvent } from '@exchange/contracts';
import { deliverBatch, type BatchPart } from '@exchange/pipeline';
import type pg from 'pg';
import { inTransaction } from '../in-transaction.ts';
import { isRetryableDelivery } from './delivery-error.ts';
import { keepDeliveryFailure } from './delivery-failures.ts';
import { movePosition } from './positions.ts';

interface PlacedEvent {
  readonly position: number;
  readonly event: ExchangeEvent;
}

/** What events of one partition do to the tables of an app, within the transaction that moves the group's position. */
export type TableEffect<E extends PlacedEvent> = (
  client: pg.ClientBase,
  partition: number,
  events: readonly E[],
) => Promise<void>;

export interface TableDelivery<E extends PlacedEvent> {
  readonly pool: pg.Pool;
  readonly group: string;
  readonly effect: TableEffect<E>;
  /** Told of every event that was set aside; nothing of its content may be logged. */
  readonly onFailureKept: (event: E, error: unknown) => void;
}

/**
 * Applies one partition's batch to the tables of an app by the delivery rule: effects and position in one transaction.
 * Resolves when that is committed; rejects with retryable errors only.
 */
export async function deliverToTables<E extends PlacedEvent>(
  batch: BatchPart<E> & { readonly topic: string; readonly partition: number },
  { pool, group, effect, onFailureKept }: TableDelivery<E>,
): Promise<void> {
  const { topic, partition } = batch;
  const move = ({ from, next }: BatchPart<E>) => ({ group, topic, partition, from, to: next });
  await deliverBatch<E>(batch, {
    apply: (part) =>
      inTransaction(pool, async (client) => {
        await movePosition(client, move(part));
        if (part.events.length > 0) await effect(client, partition, part.events);
      }),
    keepFailure: async (part, error) => {
      for (const failed of part.events) {
        const at = { group, topic, partition, position: failed.position };
        await inTransaction(pool, async (client) => {
          await movePosition(client, move(part));
          await keepDeliveryFailure(client, at, failed.event, error);
        });
        onFailureKept(failed, error);
      }
    },
    isRetryable: isRetryableDelivery,
  });
}
