import { isJsonObject, type Json } from '@exchange/contracts';
import { NONE_TAKEN, type TakenRecords } from './taken-records.ts';

/** Place in the interface: the window that is being asked for, the page within it, and what was taken last. */
export interface Place extends TakenRecords {
  /** RFC 3339; null where the interface has no window. */
  readonly from: string | null;
  readonly until: string | null;
  /** Page number, offset or cursor that is asked for next; null = the first. */
  readonly next: number | string | null;
  /** Records of this pass so far; a provider may give less on a page than it is asked for. */
  readonly count: number;
  /** Least number of all records that a page of this pass told; null where none did. */
  readonly total: number | null;
  /** Of the pages that `next` counts; absent where none are counted, and in what an earlier release wrote. */
  readonly size?: number;
}

export const START: Place = { ...NONE_TAKEN, from: null, until: null, next: null, count: 0, total: null };

export function placeOf(checkpoint: Json | null): Place {
  if (!isJsonObject(checkpoint)) return START;
  const place = { ...START, ...(checkpoint as unknown as Place) };
  // An earlier release kept lists of digests of another length.
  return typeof place.before === 'string' ? place : { ...place, ...NONE_TAKEN };
}
