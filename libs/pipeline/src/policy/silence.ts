import assert from 'node:assert/strict';
import { dayAfter, dayOf, dayStart } from '@exchange/contracts';

/** How often something new comes of a stream, as its manifest says. */
export interface UpdateRhythm {
  readonly updateCycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'on-demand';
  /** Instead of what the cycle allows. */
  readonly silenceMinutesMax?: number;
}

type IsWorkingDay = (day: string) => boolean;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;
/** The longest run of holidays is far shorter: a calendar without working days is our own mistake. */
const DAYS_MAX = 60;

const OFFICE = { opensMs: 9 * HOUR_MS, closesMs: 18 * HOUR_MS };
/** What happens as people work is told as it happens; at night and on holidays there may be nothing to tell. */
const REALTIME_OFFICE_MS = 4 * HOUR_MS;
const CYCLE_DAYS = { daily: 1, weekly: 7, monthly: 31 } as const;

/**
 * From when a stream counts as silent if nothing comes after `last`; null: it may be silent for ever. By its update cycle: after
 * four office hours (realtime), or at the end of the first working day that is a day, a week, a month later. By
 * `silenceMinutesMax` where it has one.
 */
export function silentFrom(
  { updateCycle, silenceMinutesMax }: UpdateRhythm,
  last: Date,
  isWorkingDay: IsWorkingDay,
): Date | null {
  if (silenceMinutesMax !== undefined) return new Date(last.getTime() + silenceMinutesMax * MINUTE_MS);
  switch (updateCycle) {
    case 'on-demand':
      return null;
    case 'realtime':
      return afterOfficeHours(last, isWorkingDay);
    default: {
      const day = firstWorkingDay(dayAfter(dayOf(last), CYCLE_DAYS[updateCycle]), isWorkingDay);
      return dayStart(dayAfter(day, 1));
    }
  }
}

/** How old the last record of a stream usually is at most, in seconds; null where nothing says so. */
export function updateCycleSeconds({ updateCycle, silenceMinutesMax }: UpdateRhythm): number | null {
  if (silenceMinutesMax !== undefined) return silenceMinutesMax * 60;
  if (updateCycle === 'on-demand') return null;
  return (updateCycle === 'realtime' ? REALTIME_OFFICE_MS : CYCLE_DAYS[updateCycle] * DAY_MS) / 1_000;
}

function afterOfficeHours(last: Date, isWorkingDay: IsWorkingDay): Date {
  let leftMs = REALTIME_OFFICE_MS;
  for (const day of daysFrom(dayOf(last))) {
    if (!isWorkingDay(day)) continue;
    const start = dayStart(day)!.getTime();
    const from = Math.max(start + OFFICE.opensMs, last.getTime());
    const to = start + OFFICE.closesMs;
    if (from + leftMs <= to) return new Date(from + leftMs);
    leftMs -= Math.max(to - from, 0);
  }
  assert.fail('a calendar has working days');
}

function firstWorkingDay(from: string, isWorkingDay: IsWorkingDay): string {
  for (const day of daysFrom(from)) if (isWorkingDay(day)) return day;
  assert.fail('a calendar has working days');
}

function* daysFrom(first: string): Generator<string> {
  for (let days = 0; days < DAYS_MAX; days += 1) yield dayAfter(first, days);
}
