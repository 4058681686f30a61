import { Cron } from 'croner';

/** When a source is looked at again. */
export interface Schedule {
  readonly everySeconds?: number;
  /** Five fields, Asia/Shanghai. */
  readonly cron?: string;
  readonly jitterSeconds?: number;
}

/** Milliseconds from `now` until the next look. A queue or a source without a schedule is looked at again at once. */
export function untilNextMs(schedule: Schedule, now: Date, random: () => number): number {
  const jitterMs = (schedule.jitterSeconds ?? 0) * 1_000 * random();
  if (schedule.cron === undefined) return (schedule.everySeconds ?? 1) * 1_000 + jitterMs;
  const next = new Cron(schedule.cron, { timezone: 'Asia/Shanghai' }).nextRun(now);
  // A cron pattern that never comes again is refused with the manifest.
  return (next?.getTime() ?? now.getTime()) - now.getTime() + jitterMs;
}
