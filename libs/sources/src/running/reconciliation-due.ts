import { Cron } from 'croner';
import type { ReconcileSettings } from '../sql-poll/sql-settings.ts';

const HOUR_MS = 3_600_000;

/** Whether a reconciliation is due, when the last one came to its end at that moment (null: there was none). */
export function isReconciliationDue(
  { everyHours, cron }: Pick<ReconcileSettings, 'everyHours' | 'cron'>,
  lastEnd: Date | null,
  now: Date,
): boolean {
  if (lastEnd === null) return true;
  if (cron === undefined) return now.getTime() - lastEnd.getTime() >= (everyHours ?? 24) * HOUR_MS;
  const next = new Cron(cron, { timezone: 'Asia/Shanghai' }).nextRun(lastEnd);
  return next !== null && next <= now;
}
