import assert from 'node:assert/strict';

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
/** Asia/Shanghai has had no summer time since 1991. */
const ZONE_MS = 8 * HOUR_MS;
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
      const day = firstWorkingDay(dayOf(last) + CYCLE_DAYS[updateCycle], isWorkingDay);
      return new Date(startOf(day + 1));
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
  const firstDay = dayOf(last);
  for (let day = firstDay; day < firstDay + DAYS_MAX; day += 1) {
    if (!isWorkingDay(dayText(day))) continue;
    const from = Math.max(startOf(day) + OFFICE.opensMs, last.getTime());
    const to = startOf(day) + OFFICE.closesMs;
    if (from + leftMs <= to) return new Date(from + leftMs);
    leftMs -= Math.max(to - from, 0);
  }
  assert.fail('a calendar has working days');
}

function firstWorkingDay(from: number, isWorkingDay: IsWorkingDay): number {
  for (let day = from; day < from + DAYS_MAX; day += 1) if (isWorkingDay(dayText(day))) return day;
  assert.fail('a calendar has working days');
}

/** Number of the day in Asia/Shanghai. */
function dayOf(moment: Date): number {
  return Math.floor((moment.getTime() + ZONE_MS) / DAY_MS);
}

function startOf(day: number): number {
  return day * DAY_MS - ZONE_MS;
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
