const DAY_MS = 86_400_000;
/** Asia/Shanghai has had no other offset since 1991. */
const OFFSET_MS = 8 * 3_600_000;

/** The day in Asia/Shanghai, `YYYY-MM-DD`. Throws a RangeError for an invalid date. */
export function dayOf(moment: Date): string {
  return new Date(moment.getTime() + OFFSET_MS).toISOString().slice(0, 10);
}

/** The moment at which a day of Asia/Shanghai begins; null for what is no day. */
export function dayStart(day: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(day)) return null;
  const start = new Date(`${day}T00:00:00+08:00`);
  return Number.isNaN(start.getTime()) || dayOf(start) !== day ? null : start;
}

/** The day so many days later. */
export function dayAfter(day: string, days: number): string {
  const start = dayStart(day);
  if (!start) throw new RangeError(`${day} is no day`);
  return dayOf(new Date(start.getTime() + days * DAY_MS));
}
