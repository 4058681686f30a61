import type { ColumnKind } from '../dialects/column.ts';

const DAY_MS = 86_400_000;

/**
 * The latest value that a time-like revision column may have at this moment: a row that is dated into the future must not take
 * the position with it. Of a column without a time of day only yesterday's rows are complete.
 */
export function latestRevision(kind: ColumnKind, now: number, utcOffset: string): string | undefined {
  return kind === 'date' ? timeText(kind, now - DAY_MS, utcOffset) : timeText(kind, now, utcOffset);
}

/**
 * Up to which time a table may be taken for settled before anything was seen of it: rows that are more than two days old, in
 * whatever zone they are written, have been visible for long. What a system already holds is then read without a wait.
 */
export function longVisible(kind: ColumnKind, now: number, utcOffset: string): string | undefined {
  return timeText(kind, now - 2 * DAY_MS, utcOffset);
}

function timeText(kind: ColumnKind, at: number, utcOffset: string): string | undefined {
  if (kind !== 'date' && kind !== 'timestamp' && kind !== 'timestamptz') return undefined;
  const [hours = '0', minutes = '0'] = utcOffset.slice(1).split(':');
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (utcOffset.startsWith('-') ? -1 : 1);
  const text = new Date(at + offsetMs).toISOString();
  if (kind === 'date') return text.slice(0, 10);
  const local = `${text.slice(0, 10)} ${text.slice(11, 23)}`;
  return kind === 'timestamp' ? local : `${local}${utcOffset}`;
}
