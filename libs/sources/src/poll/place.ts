import type { Json } from '@exchange/contracts';

/** Place in the interface: the window that is being asked for, the page within it, and what was taken last. */
export interface Place {
  /** RFC 3339; null where the interface has no window. */
  readonly from: string | null;
  readonly until: string | null;
  /** Page number, offset or cursor that is asked for next; null = the first. */
  readonly next: number | string | null;
  /**
   * Digests of the records of the pass before: what comes again unchanged, because windows overlap or the whole list is
   * asked for, is not taken again. Only the pass before counts, so that A → B → A is three changes.
   */
  readonly before: readonly string[];
  /** Those of this pass so far. */
  readonly passed: readonly string[];
  /** Records of this pass so far; a provider may give less on a page than it is asked for. */
  readonly count: number;
  /** Least number of all records that a page of this pass told; null where none did. */
  readonly total: number | null;
}

export const START: Place = {
  from: null,
  until: null,
  next: null,
  before: [],
  passed: [],
  count: 0,
  total: null,
};

export function placeOf(checkpoint: Json | null): Place {
  return checkpoint === null ? START : { ...START, ...(checkpoint as unknown as Partial<Place>) };
}
