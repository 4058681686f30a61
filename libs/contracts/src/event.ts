import { hash } from 'node:crypto';

export type Operation = 'upsert' | 'delete';

/**
 * One canonical record on its way: a CloudEvents 1.0 event in binary mode. The attributes become `ce_*` headers on Kafka,
 * `value` is the body. Attributes never hold personal identifiers.
 */
export interface ExchangeEvent {
  /** Digest that is the same for every retry of the same change and differs for every other change. See `eventId`. */
  readonly id: string;
  /** Topic and CloudEvents `type`: `wujin.<subject>.v<major>`. */
  readonly topic: string;
  /** `/systems/<system>/<stream>`. */
  readonly source: string;
  /** Key of the record within its stream (CloudEvents `subject`). */
  readonly key: string;
  readonly operation: Operation;
  /** Business time, RFC 3339 UTC with milliseconds. */
  readonly time: string;
  /** Code of the department that guides the matter (`schemas/codes/departments.json`). */
  readonly department: string;
  /** Code of the town, subdistrict or zone that answers for it; null when unknown: district eyes only. */
  readonly jurisdiction: string | null;
  /** Sortable text; see `compareRevisions`. */
  readonly revision: string;
  readonly mappingVersion: number;
  /** When the gateway took the receipt, RFC 3339 UTC with milliseconds. */
  readonly receivedTime: string;
  /** `<receipt id>#<index>`: the receipt that brought the record, and its place in it. Names the source bytes exactly. */
  readonly receipt: string;
  /** From a back-fill: raises no alerts. */
  readonly historical: boolean;
  readonly traceparent?: string;
  /** Codes of the warnings about this record, comma-separated, each once (`ce_warnings`); absent when there are none. */
  readonly warnings?: string;
  /** The data as JSON text: a canonical record, or for a delete `{key, reason, basis}`. */
  readonly value: string;
}

/** Partition key of an event: order is kept per record of a stream. */
export function partitionKey(event: Pick<ExchangeEvent, 'source' | 'key'>): string {
  return `${event.source.slice('/systems/'.length)}/${event.key}`;
}

export interface EventIdentity {
  system: string;
  stream: string;
  topic: string;
  key: string;
  operation: Operation;
  /** The source's revision, else the receipt with the record's place in it. */
  occurrence: string;
  /** The event's JSON text. */
  value: string;
}

/**
 * The id of an event: 32 characters of base64url (192 bits of SHA-256). A retry gives the same id; A → B → A gives three,
 * because the occurrence differs. The parts are length-prefixed, so no two identities share an encoding.
 */
export function eventId(identity: EventIdentity): string {
  const { system, stream, topic, key, operation, occurrence, value } = identity;
  const head = `${system.length}:${system}${stream.length}:${stream}${topic.length}:${topic}${key.length}:${key}${operation}${occurrence.length}:${occurrence}`;
  return hash('sha256', head + value, 'base64url').slice(0, 32);
}

/** A revision that the source itself gave: comparable with other revisions of the source only. */
export function sourceRevision(text: string): string {
  return `s${text}`;
}

/**
 * The gateway's arrival stamp for sources without revisions: order of claims, then place in the batch. What a back-fill
 * brings is older than anything that came by itself, whenever it arrives.
 */
export function arrivalRevision(arrival: number | bigint, index: number, historical = false): string {
  const claim = arrival.toString().padStart(16, '0');
  const stamp = historical ? `${'0'.repeat(16)}-${claim}` : claim;
  return `a${stamp}.${index.toString().padStart(7, '0')}`;
}

/** Whether a revision is the arrival stamp of what a back-fill brought. */
export function isHistoricalArrival(revision: string): boolean {
  return revision.startsWith(`a${'0'.repeat(16)}-`);
}

/**
 * Negative when `left` is older than `right`, positive when newer, 0 when they tie or cannot be compared (a source's
 * revision against an arrival stamp): then the order of the log decides.
 */
export function compareRevisions(left: string, right: string): number {
  if (left.charCodeAt(0) !== right.charCodeAt(0) || left === right) return 0;
  return left < right ? -1 : 1;
}
