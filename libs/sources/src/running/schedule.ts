import { Cron } from 'croner';

/** When a source is looked at again. */
export interface Schedule {
  readonly everySeconds?: number;
  /** Five fields, Asia/Shanghai. */
  readonly cron?: string;
  readonly jitterSeconds?: number;
}

/**
 * Milliseconds until the next look; 0 when it is due, as one is that was missed while nobody read. A queue or a source
 * without a schedule is looked at again at once.
 *
 * @param lookedAgoMs how long ago the source was last read to its end; null: never
 */
export function untilNextMs(
  schedule: Schedule,
  lookedAgoMs: number | null,
  now: Date,
  random: () => number,
): number {
  if (lookedAgoMs === null) return 0;
  const jitterMs = (schedule.jitterSeconds ?? 0) * 1_000 * random();
  if (schedule.cron === undefined)
    return Math.max(0, (schedule.everySeconds ?? 1) * 1_000 + jitterMs - lookedAgoMs);
  const lookedAt = new Date(now.getTime() - lookedAgoMs);
  const next = new Cron(schedule.cron, { timezone: 'Asia/Shanghai' }).nextRun(lookedAt);
  // A cron pattern that never comes again is refused with the manifest.
  return Math.max(0, (next?.getTime() ?? 0) - now.getTime() + jitterMs);
}
