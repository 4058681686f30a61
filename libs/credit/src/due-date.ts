import assert from 'node:assert/strict';

/** Whether a day (`YYYY-MM-DD`) is a working day: no weekend that is not worked, no public holiday. */
export type IsWorkingDay = (day: string) => boolean;

/** Seven working days from the decision, as papers of the State Council on 双公示 have it (quoted by credit.shiyan.gov.cn). */
const WORKING_DAYS = 7;
const DAY_MS = 86_400_000;
/** The longest run of holidays is far shorter: a calendar without working days is our own mistake. */
const DAYS_MAX = 60;

/**
 * The last day on which a decision can be disclosed in time: the seventh working day after the day of the decision.
 *
 * @param decisionDate `YYYY-MM-DD`
 */
export function disclosureDueDate(decisionDate: string, isWorkingDay: IsWorkingDay): string {
  const decidedAt = Date.parse(`${decisionDate}T00:00:00Z`);
  let left = WORKING_DAYS;
  for (let days = 1; days <= DAYS_MAX; days += 1) {
    const day = new Date(decidedAt + days * DAY_MS).toISOString().slice(0, 10);
    if (isWorkingDay(day)) left -= 1;
    if (left === 0) return day;
  }
  assert.fail('a calendar has working days');
}
