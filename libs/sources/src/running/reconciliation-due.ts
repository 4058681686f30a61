import { Cron } from 'croner';
import type { ReconcileSettings } from '../sql-poll/sql-settings.ts';

const HOUR_MS = 3_600_000;

/**
 * Whether a reconciliation is due. One by a cron waits for its time even when there was none before (`lastEnd` null): it was set so
 * because the source bears it then. `since`: when the reader began.
 */
export function isReconciliationDue(
  { everyHours, cron }: Pick<ReconcileSettings, 'everyHours' | 'cron'>,
  { lastEnd, since }: { readonly lastEnd: Date | null; readonly since: Date },
  now: Date,
): boolean {
  if (cron === undefined)
    return lastEnd === null || now.getTime() - lastEnd.getTime() >= (everyHours ?? 24) * HOUR_MS;
  const next = new Cron(cron, { timezone: 'Asia/Shanghai' }).nextRun(lastEnd ?? since);
  return next !== null && next <= now;
}
