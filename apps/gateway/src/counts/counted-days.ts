import { dayAfter, dayStart } from '@exchange/contracts';
import type { Arrived } from '@exchange/store';

/** For so many days back a count can be reported or corrected; what arrived is kept added up somewhat longer. */
export const COUNTED_DAYS = 31;

/** A claim that began before midnight may be committed a little later. */
const AFTER_MIDNIGHT_MS = 120_000;

export function isDayOver(day: string, now: Date): boolean {
  return now.getTime() >= dayStart(dayAfter(day, 1))!.getTime() + AFTER_MIDNIGHT_MS;
}

export const NOTHING_ARRIVED: Arrived = {
  receipts: 0,
  records: 0,
  accepted: 0,
  quarantined: 0,
  deleted: 0,
  pending: 0,
};
