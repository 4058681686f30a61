import type { KeyObject } from 'node:crypto';
import type { Schemas } from '@exchange/catalog';
import type { LoggedEvent } from '@exchange/event-log';
import type { TableEffect } from '@exchange/store';
import { readFacts, writePlan } from './feed.store.ts';
import { planBatch, type EventOfRecord } from './plan-batch.ts';
import { recordId, recordName } from './record-name.ts';
import { subjectFeed, type SubjectFeed } from './subject-feed.ts';

/** By topic: what the events of a subject do to the tables of the platform. */
export function feedEffects(
  schemas: Schemas,
  personKey: KeyObject,
): ReadonlyMap<string, TableEffect<LoggedEvent>> {
  return new Map(
    [...schemas.subjects.values()].map((schema) => [
      schema.topic,
      feedEffect(subjectFeed(schema), personKey),
    ]),
  );
}

function feedEffect(feed: SubjectFeed, personKey: KeyObject): TableEffect<LoggedEvent> {
  return async (client, partition, logged) => {
    const events = logged.map(eventOfRecord);
    const facts = await readFacts(
      client,
      events.map((arrival) => ({ recordId: arrival.recordId, eventId: arrival.event.id })),
    );
    await writePlan(client, feed, partition, planBatch(events, facts, { feed, personKey }));
  };
}

function eventOfRecord({ topic, position, event }: LoggedEvent): EventOfRecord {
  const name = recordName(topic, event);
  return { position, event, name, recordId: recordId(name) };
}
