import { createHash } from 'node:crypto';
import type { ExchangeEvent, Operation } from '@exchange/contracts';
import { isOutdated, revisionsAfter, type RevisionsSeen } from '../revisions-seen.ts';

/** What a consumer remembers of the event that a record stands at. Its revision may belong to a later event than `eventId`. */
export interface RecordVersion extends RevisionsSeen {
  /** The event that gave the record its present content. */
  readonly eventId: string;
  readonly dataDigest: string;
  readonly operation: Operation;
}

/** An event as the delivery rule sees it. */
export interface EventVersion extends RecordVersion {
  /** Brought by a back-fill. */
  readonly isHistorical: boolean;
}

/** `history-only` and `unchanged` are remembered as seen, but only `apply` has an effect. */
export type Decision = 'duplicate' | 'history-only' | 'unchanged' | 'apply';

/**
 * The delivery rule for one event of a record, events taken in log order: same id → nothing; lower revision than the newest
 * seen of its kind → history only; equal content → nothing; else apply. Without a revision to compare with, or with a tie,
 * the order of the log decides.
 *
 * @param current where the record stands, null when it was never seen
 * @param alreadyKnown whether this event's id is among those that the consumer has seen of the record
 */
export function decide(current: RecordVersion | null, event: EventVersion, alreadyKnown: boolean): Decision {
  if (alreadyKnown || current?.eventId === event.eventId) return 'duplicate';
  if (current === null) return 'apply';
  if (isOutdated(event, current)) return 'history-only';
  if (event.operation === current.operation && event.dataDigest === current.dataDigest) return 'unchanged';
  return 'apply';
}

/**
 * Where the record stands after the decision. An unchanged event still moves the revision forward: of A(1), A(3), B(2),
 * arriving in this order, B is the older one and must not win.
 */
export function versionAfter(
  current: RecordVersion | null,
  event: EventVersion,
  decision: Decision,
): RecordVersion {
  const { eventId, revision, otherRevision, dataDigest: digest, operation } = event;
  const standing = { eventId, revision, otherRevision, dataDigest: digest, operation };
  switch (decision) {
    case 'apply':
      return { ...standing, ...revisionsAfter(current, event.revision) };
    case 'unchanged':
      return { ...(current ?? standing), ...revisionsAfter(current, event.revision) };
    default:
      return current ?? standing;
  }
}

/** The event as the delivery rule sees it. */
export function versionOf(event: ExchangeEvent): EventVersion {
  return {
    isHistorical: event.historical,
    eventId: event.id,
    ...revisionsAfter(null, event.revision),
    dataDigest: dataDigest(event),
    operation: event.operation,
  };
}

/**
 * 32 characters that are equal when two events say the same: the body, and the attributes that decide who may see it. The
 * business time is left out: where it is not in the body as well, it is only the time of sending.
 */
export function dataDigest(event: Pick<ExchangeEvent, 'department' | 'jurisdiction' | 'value'>): string {
  return createHash('sha256')
    .update(`${event.department} ${event.jurisdiction ?? ''}\n`)
    .update(event.value)
    .digest('base64url')
    .slice(0, 32);
}
