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
  /** That limit, and what came within its window; null when nothing counts against the stream. */
  readonly nearest: {
    readonly limit: PolicyLimit;
    readonly records: number;
    readonly quarantined: number;
  } | null;
  /**
   * Of a stream that has reached a limit: when enough will have left the windows if nothing comes meanwhile, at most the longest
   * window from now. Null otherwise.
   */
  readonly until: Date | null;
}

const MINUTE_MS = 60_000;

/**
 * Holds what came in the last minutes against the policy of its stream. A minute counts until its beginning is as old as the
 * window.
 *
 * @param minutes those since the stream was last resumed, in any order
 */
export function evaluatePolicy(
  policy: FailurePolicy,
  minutes: readonly StreamMinute[],
  now: Date,
): PolicyVerdict {
  const standing = nearestLimit(policy, minutes, now.getTime());
  const until = standing.usage < 1 ? null : belowLimitsFrom(policy, minutes, now.getTime());
  return { ...standing, until };
}

type Standing = Pick<PolicyVerdict, 'usage' | 'nearest'>;

function nearestLimit({ limits }: FailurePolicy, minutes: readonly StreamMinute[], at: number): Standing {
  let standing: Standing = { usage: 0, nearest: null };
  for (const limit of limits) {
    const since = at - limit.windowMinutes * MINUTE_MS;
    let [records, quarantined] = [0, 0];
    for (const minute of minutes) {
      if (minute.from.getTime() <= since) continue;
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

/** Good minutes leave a window, too, so a ratio may rise again: the first moment counts. */
function belowLimitsFrom(policy: FailurePolicy, minutes: readonly StreamMinute[], now: number): Date {
  const leavings = policy.limits.flatMap(({ windowMinutes }) =>
    minutes.map(({ from }) => from.getTime() + windowMinutes * MINUTE_MS),
  );
  const moments = [...new Set(leavings)].filter((moment) => moment > now).sort((a, b) => a - b);
  const first = moments.find((moment) => nearestLimit(policy, minutes, moment).usage < 1);
  return new Date(first ?? now);
}
