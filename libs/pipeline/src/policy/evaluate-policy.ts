import { RATIO_RECORDS_MIN, type FailurePolicy, type PolicyLimit } from './failure-policy.ts';

/** What came within a minute, or within the part of it after somebody resumed the stream. */
export interface StreamMinute {
  readonly from: Date;
  readonly records: number;
  readonly quarantined: number;
}

/** How a stream stands against its policy. */
export interface PolicyVerdict {
  /** How much of its nearest limit is used up; the limit is reached at 1. */
  readonly usage: number;
  /**
   * The same whatever `recordsMin` says: of a stream that sends little the records of a window come and go about that number, and
   * what are too few records to call it broken are too few to call it mended.
   */
  readonly heldUsage: number;
  /** The limit of `usage`, and what came within its window; null when nothing counts against the stream. */
  readonly nearest: {
    readonly limit: PolicyLimit;
    readonly records: number;
    readonly quarantined: number;
  } | null;
  /**
   * Of a stream that has reached a limit: from when on it stays below all of them if nothing comes meanwhile, at most the longest
   * window and a minute from now. Null otherwise.
   */
  readonly until: Date | null;
}

const MINUTE_MS = 60_000;

/**
 * Holds what came in the last minutes against the policy of its stream. A minute counts until its end is as old as the window,
 * so that what comes at the turn of a minute counts for a whole window, too.
 *
 * @param minutes those since the stream was last resumed, in any order
 */
export function evaluatePolicy(
  policy: FailurePolicy,
  minutes: readonly StreamMinute[],
  now: Date,
): PolicyVerdict {
  const standing = nearestLimit(policy, minutes, now.getTime());
  const held: FailurePolicy = {
    ...policy,
    limits: policy.limits.map((limit) => ({ ...limit, recordsMin: 1 })),
  };
  const heldUsage = nearestLimit(held, minutes, now.getTime()).usage;
  const until = standing.usage < 1 ? null : belowLimitsFrom(policy, minutes, now.getTime());
  return { ...standing, heldUsage, until };
}

type Standing = Pick<PolicyVerdict, 'usage' | 'nearest'>;

function nearestLimit({ limits }: FailurePolicy, minutes: readonly StreamMinute[], at: number): Standing {
  let standing: Standing = { usage: 0, nearest: null };
  for (const limit of limits) {
    const since = at - limit.windowMinutes * MINUTE_MS;
    let [records, quarantined] = [0, 0];
    for (const minute of minutes) {
      if (endOf(minute) <= since) continue;
      records += minute.records;
      quarantined += minute.quarantined;
    }
    const usage = usageOf(limit, records, quarantined);
    if (usage > standing.usage) standing = { usage, nearest: { limit, records, quarantined } };
  }
  return standing;
}

function usageOf({ count, ratio, recordsMin }: PolicyLimit, records: number, quarantined: number): number {
  if (quarantined === 0 || records < (recordsMin ?? (ratio === undefined ? 0 : RATIO_RECORDS_MIN))) return 0;
  const ofCount = count === undefined ? Number.POSITIVE_INFINITY : quarantined / count;
  const ofRatio = ratio === undefined ? Number.POSITIVE_INFINITY : quarantined / records / ratio;
  const usage = Math.min(ofCount, ofRatio);
  return Number.isFinite(usage) ? usage : 0;
}

function endOf({ from }: StreamMinute): number {
  return (Math.floor(from.getTime() / MINUTE_MS) + 1) * MINUTE_MS;
}

/** Good minutes leave a window, too, so a ratio may rise again: what counts is the last moment at which a limit is reached. */
function belowLimitsFrom(policy: FailurePolicy, minutes: readonly StreamMinute[], now: number): Date {
  const leavings = policy.limits.flatMap(({ windowMinutes }) =>
    minutes.map((minute) => endOf(minute) + windowMinutes * MINUTE_MS),
  );
  const moments = [...new Set(leavings)].filter((moment) => moment > now).sort((a, b) => a - b);
  const last = moments.findLastIndex((moment) => nearestLimit(policy, minutes, moment).usage >= 1);
  return new Date(moments[last + 1] ?? now);
}
