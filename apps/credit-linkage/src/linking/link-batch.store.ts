import { deliverBatch, type BatchPart } from '@exchange/pipeline';
import type { EventBatch, LoggedEvent } from '@exchange/event-log';
import {
  inTransaction,
  isRetryableDelivery,
  keepDeliveryFailure,
  movePosition,
  type Store,
} from '@exchange/store';
import { decisionName } from './decision.ts';
import { readLinkingFacts, writeLinking } from './linking.store.ts';
import { planLinking, type LinkingSettings } from './plan-linking.ts';

export interface LinkSettings extends LinkingSettings {
  readonly pool: Store['pool'];
  readonly group: string;
  /** Told of every event that was set aside; nothing of its content may be logged. */
  readonly onFailureKept: (event: LoggedEvent, error: unknown) => void;
}

/**
 * Applies one partition's decisions to the hand-over table and the outbox by the delivery rule: effects and position in
 * one transaction. Resolves when that is committed; rejects with retryable errors only.
 */
export async function linkBatch(batch: EventBatch, settings: LinkSettings): Promise<void> {
  const { topic, partition } = batch;
  const { pool, group, decision, onFailureKept } = settings;
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
        const events = part.events.map(({ position, event }) => ({
          position,
          event,
          name: decisionName(decision, event),
        }));
        const facts = await readLinkingFacts(
          client,
          events.map(({ name, event }) => ({ disclosureId: name.id, eventId: event.id })),
        );
        await writeLinking(client, decision, partition, planLinking(events, facts, settings));
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
