import { createHash } from 'node:crypto';
import { compareRevisions, type ExchangeEvent } from '@exchange/contracts';
import type { LoggedEvent } from '@exchange/event-log';

/** To whom a record belongs. */
export interface RecordScope {
  readonly department: string;
  readonly jurisdiction: string | null;
}

export interface RememberedScope extends RecordScope {
  readonly revision: string;
}

/** An event that took its record elsewhere, and where the record was before. */
export interface ScopeMove extends RecordScope {
  readonly position: number;
}

export interface ScopePlan {
  readonly remembered: ReadonlyMap<string, RememberedScope>;
  readonly forgotten: ReadonlySet<string>;
  readonly moves: readonly ScopeMove[];
}

/** Identity of a record as a UUID: 128 bits of SHA-256 over topic, source and key. */
export function recordId({ topic, source, key }: Pick<ExchangeEvent, 'topic' | 'source' | 'key'>): string {
  return createHash('sha256').update(`${topic}\0${source}\0${key}`).digest('hex').slice(0, 32);
}

/**
 * What a batch changes about where its records belong. An event with an older revision than the one remembered moves
 * nothing, it only arrived late. A withdrawal counts as a move away from where the record was, when it says another place
 * or none; after it the record belongs nowhere.
 */
export function planScopes(
  standing: ReadonlyMap<string, RememberedScope>,
  events: readonly LoggedEvent[],
): ScopePlan {
  const remembered = new Map<string, RememberedScope>();
  const forgotten = new Set<string>();
  const moves: ScopeMove[] = [];
  for (const { event, position } of events) {
    const id = recordId(event);
    const before = forgotten.has(id) ? undefined : (remembered.get(id) ?? standing.get(id));
    if (before && compareRevisions(event.revision, before.revision) < 0) continue;
    const { department, jurisdiction, revision } = event;
    if (before && (before.department !== department || before.jurisdiction !== jurisdiction))
      moves.push({ position, department: before.department, jurisdiction: before.jurisdiction });
    if (event.operation === 'delete') {
      remembered.delete(id);
      forgotten.add(id);
    } else {
      forgotten.delete(id);
      remembered.set(id, { department, jurisdiction, revision });
    }
  }
  return { remembered, forgotten, moves };
}
