import type { Schemas } from '@exchange/catalog';
import type { LoggedEvent } from '@exchange/event-log';
import type { TableEffect } from '@exchange/store';
import { decisionName, decisionTopics } from './decision.ts';
import { readLinkingFacts, writeLinking } from './linking.store.ts';
import { planLinking, type LinkingSettings } from './plan-linking.ts';

/** By topic: what decisions do to the hand-over table and the outbox. */
export function linkingEffects(
  schemas: Schemas,
  settings: Omit<LinkingSettings, 'decision'>,
): ReadonlyMap<string, TableEffect<LoggedEvent>> {
  return new Map(
    decisionTopics(schemas).map((decision) => [decision.topic, linkingEffect({ ...settings, decision })]),
  );
}

function linkingEffect(settings: LinkingSettings): TableEffect<LoggedEvent> {
  const { decision } = settings;
  return async (client, partition, logged) => {
    const events = logged.map(({ position, event }) => ({
      position,
      event,
      name: decisionName(decision, event),
    }));
    const facts = await readLinkingFacts(
      client,
      events.map(({ name, event }) => ({ disclosureId: name.id, eventId: event.id })),
    );
    await writeLinking(client, decision, partition, planLinking(events, facts, settings));
  };
}
