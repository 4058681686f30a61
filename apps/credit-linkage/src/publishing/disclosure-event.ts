import { eventId, sourceRevision, type ExchangeEvent, type JsonObject } from '@exchange/contracts';
import type { DecisionTopic } from '../linking/decision.ts';
import type { DisclosureRow } from '../linking/disclosure-row.ts';

/** Who publishes: the exchange itself, as one of its own systems. */
const SYSTEM = 'credit-linkage';
const STREAM = 'disclosures';
const REVISION_DIGITS = 10;

/** Properties of a decision that its disclosure repeats. */
const REPEATED = [
  'party',
  'decisionDate',
  'documentNoNormalised',
  'licenceNo',
  'severity',
  'publicUntil',
  'authority',
];

/**
 * The body of the event about a disclosure; null when there is nothing to say to others: the decision is not reported and
 * never was. A withdrawal says again what was published, and that it is taken back.
 */
export function disclosureBody(
  row: Omit<DisclosureRow, 'published'>,
  decision: DecisionTopic,
  event: ExchangeEvent,
  data: JsonObject,
  published: JsonObject | null,
): JsonObject | null {
  const isTakenBack = row.state === 'withdrawn' || row.state === 'not-reported';
  const change: JsonObject = { statusChangedTime: event.receivedTime };
  if (row.reason) change['statusReason'] = row.reason.zh;
  if (isTakenBack) return published && { ...published, status: 'withdrawn', ...change };
  const body: JsonObject = {
    disclosureNo: row.id,
    kind: decision.table,
    status: row.state,
    ...change,
    origin: { topic: event.topic, source: event.source, key: event.key, eventId: event.id },
    documentNo: row.documentNo ?? '',
    department: row.department,
  };
  for (const name of REPEATED) {
    const value = data[name];
    if (value !== undefined && value !== null) body[name] = value;
  }
  if (row.jurisdiction !== null) body['jurisdiction'] = row.jurisdiction;
  if (row.missing.length > 0) body['missing'] = [...row.missing];
  body[decision.table] = filled(row.fields ?? {});
  return body;
}

function filled(fields: Readonly<Record<string, string | null>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as JsonObject;
}

/** The event that goes into the outbox. Its id depends on nothing but the source event and what is said. */
export function disclosureEvent(
  row: DisclosureRow,
  topic: string,
  event: ExchangeEvent,
  body: JsonObject,
): ExchangeEvent {
  const value = JSON.stringify(body);
  const identity = {
    system: SYSTEM,
    stream: STREAM,
    topic,
    key: row.id,
    operation: 'upsert' as const,
    value,
  };
  return {
    id: eventId({ ...identity, occurrence: event.id }),
    topic,
    source: `/systems/${SYSTEM}/${STREAM}`,
    key: row.id,
    operation: 'upsert',
    time: event.receivedTime,
    department: row.department,
    jurisdiction: row.jurisdiction,
    revision: sourceRevision(String(row.version).padStart(REVISION_DIGITS, '0')),
    mappingVersion: event.mappingVersion,
    receivedTime: event.receivedTime,
    receipt: event.receipt,
    historical: event.historical,
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
    value,
  };
}
