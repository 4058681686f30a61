import assert from 'node:assert/strict';
import type { Schemas } from '@exchange/catalog';
import {
  arrivalRevision,
  eventId,
  type ExchangeEvent,
  type JsonObject,
  type SubjectSchema,
} from '@exchange/contracts';

export interface EventWish {
  readonly subject: string;
  readonly key: string;
  readonly data: JsonObject;
  readonly system?: string;
  readonly stream?: string;
  readonly operation?: 'upsert' | 'delete';
  /** Left out: the source gives none, and the gateway's arrival stamp is taken. */
  readonly revision?: string;
  readonly time?: string;
  readonly department?: string;
  readonly jurisdiction?: string | null;
  readonly historical?: boolean;
}

let arrival = 0;

/** An event of a subject as the gateway makes it. Throws when its data break the schema. */
export function subjectEvent(schemas: Schemas, wish: EventWish): ExchangeEvent {
  arrival += 1;
  const { subject, key, data, system = 'town-enforcement', stream = 'cases', operation = 'upsert' } = wish;
  const { topic, compiled } = schemaOf(schemas, subject);
  if (operation === 'upsert') assert.deepEqual(compiled.check(data), []);
  const value = JSON.stringify(data);
  const occurrence = wish.revision ?? `receipt-${arrival}#0`;
  return {
    id: eventId({ system, stream, topic, key, operation, occurrence, value }),
    topic,
    source: `/systems/${system}/${stream}`,
    key,
    operation,
    time: wish.time ?? '2026-03-04T01:02:03.000Z',
    department: wish.department ?? 'urban-management',
    jurisdiction: wish.jurisdiction === undefined ? '320412100' : wish.jurisdiction,
    revision: wish.revision ?? arrivalRevision(arrival, 0),
    mappingVersion: 1,
    receivedTime: new Date().toISOString(),
    receipt: `receipt-${arrival}#0`,
    historical: wish.historical ?? false,
    value,
  };
}

/** The first valid example of a subject, with changes; a change to undefined takes the property out. */
export function subjectExample(
  schemas: Schemas,
  subject: string,
  change: Record<string, unknown> = {},
): JsonObject {
  const example = schemas.examples.get(`${subject}.v1`)?.valid[0];
  assert(example, `no example of ${subject}`);
  return JSON.parse(JSON.stringify({ ...example, ...change })) as JsonObject;
}

/** The schema of a subject that must be there. */
export function schemaOf(schemas: Schemas, subject: string): SubjectSchema {
  const schema = schemas.subjects.get(`${subject}.v1`);
  assert(schema, `no subject ${subject}`);
  return schema;
}
