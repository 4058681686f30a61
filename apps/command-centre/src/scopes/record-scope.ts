import { createHash } from 'node:crypto';
import type { ExchangeEvent } from '@exchange/contracts';
import type { LoggedEvent } from '@exchange/event-log';
import { isOutdated, revisionsAfter, type RevisionsSeen } from '@exchange/pipeline';

/** To whom a record belongs. */
export interface RecordScope {
  readonly department: string;
  readonly jurisdiction: string | null;
}

/** What is remembered of a record: where the newest event put it. */
export interface RememberedRecord extends RecordScope, RevisionsSeen {
  /** After a withdrawal the record belongs nowhere; its revision still counts. */
  readonly isWithdrawn: boolean;
  /** The newest event and its place in the log; null in rows of before these were remembered. */
  readonly eventId: string | null;
  readonly position: number | null;
}

/** What readers have to know of an event beyond the event itself. Most events need none. */
export interface EventNote {
  /** It was outdated when it came, or had come before: it belongs to the record's history and says nothing of now. */
  readonly isHistory: boolean;
  /** Where the record belonged before this event took it elsewhere. */
  readonly before: RecordScope | null;
}

export interface ScopePlan {
  readonly remembered: ReadonlyMap<string, RememberedRecord>;
  /** By position. */
  readonly notes: ReadonlyMap<number, EventNote>;
}

/** Identity of a record as a UUID: 128 bits of SHA-256 over topic, source and key. */
export function recordId({ topic, source, key }: Pick<ExchangeEvent, 'topic' | 'source' | 'key'>): string {
  return createHash('sha256').update(`${topic}\0${source}\0${key}`).digest('hex').slice(0, 32);
}

/**
 * What a partition's events change about where their records belong, in log order, by the delivery rule of all consumers:
 * an event that is known or outdated changes nothing. A withdrawal counts as a move away from where the record was, when it
 * says another place or none.
 */
export function planScopes(
  standing: ReadonlyMap<string, RememberedRecord>,
  events: readonly LoggedEvent[],
): ScopePlan {
  const remembered = new Map<string, RememberedRecord>();
  const notes = new Map<number, EventNote>();
  for (const logged of events) {
    const { event, position } = logged;
    const id = recordId(event);
    const known = remembered.get(id) ?? standing.get(id) ?? null;
    if (known && isHistory(logged, known)) {
      notes.set(position, { isHistory: true, before: null });
      continue;
    }
    const { department, jurisdiction } = event;
    if (known && !known.isWithdrawn && !isSameScope(known, event))
      notes.set(position, {
        isHistory: false,
        before: { department: known.department, jurisdiction: known.jurisdiction },
      });
    remembered.set(id, {
      department,
      jurisdiction,
      ...revisionsAfter(known, event.revision),
      isWithdrawn: event.operation === 'delete',
      eventId: event.id,
      position,
    });
  }
  return { remembered, notes };
}

// In a log that was made anew an event may stand again where it stood or before: there it is news.
function isHistory({ event, position }: LoggedEvent, known: RememberedRecord): boolean {
  const isKnown = event.id === known.eventId && position > (known.position ?? position);
  const { revision, historical: isHistorical } = event;
  return isKnown || isOutdated({ revision, isHistorical }, known);
}

function isSameScope(left: RecordScope, right: RecordScope): boolean {
  return left.department === right.department && left.jurisdiction === right.jurisdiction;
}
