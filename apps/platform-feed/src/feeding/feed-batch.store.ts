import type { KeyObject } from 'node:crypto';
import { deliverBatch, type BatchPart } from '@exchange/pipeline';
import type { EventBatch, LoggedEvent } from '@exchange/event-log';
import { inTransaction, isRetryableDelivery, keepDeliveryFailure, movePosition } from '@exchange/store';
import type pg from 'pg';
import { readFacts, writePlan } from './feed.store.ts';
import { planBatch, type EventOfRecord } from './plan-batch.ts';
import { recordId, recordName } from './record-name.ts';
import type { SubjectFeed } from './subject-feed.ts';

export interface FeedSettings {
  readonly pool: pg.Pool;
  readonly group: string;
  readonly personKey: KeyObject;
  /** Told of every event that was set aside; nothing of its content may be logged. */
  readonly onFailureKept: (event: LoggedEvent, error: unknown) => void;
}

/**
 * Applies one partition's batch to the tables of the platform by the delivery rule: effects and position in one
 * transaction. Resolves when that is committed; rejects with retryable errors only.
 */
export async function feedBatch(feed: SubjectFeed, batch: EventBatch, settings: FeedSettings): Promise<void> {
  const { topic, partition } = batch;
  const { pool, group, personKey, onFailureKept } = settings;
  const move = (part: BatchPart<LoggedEvent>) => ({
    group,
    topic,
    partition,
    from: part.from,
    to: part.next,
  });

  await deliverBatch<LoggedEvent>(batch, {
    apply: (part) =>
      inTransaction(pool, async (client) => {
        await movePosition(client, move(part));
        if (part.events.length === 0) return;
        const events = part.events.map(eventOfRecord);
        const facts = await readFacts(
          client,
          events.map((arrival) => ({ recordId: arrival.recordId, eventId: arrival.event.id })),
        );
        await writePlan(client, feed, partition, planBatch(events, facts, { feed, personKey }));
      }),
    keepFailure: async (part, error) => {
      for (const failed of part.events) {
        await inTransaction(pool, async (client) => {
          await movePosition(client, move(part));
          await keepDeliveryFailure(
            client,
            { group, topic, partition, position: failed.position },
            failed.event,
            error,
          );
        });
        onFailureKept(failed, error);
      }
    },
    isRetryable: isRetryableDelivery,
  });
}

function eventOfRecord({ topic, position, event }: LoggedEvent): EventOfRecord {
  const name = recordName(topic, event);
  return { position, event, name, recordId: recordId(name) };
}
