import type pg from 'pg';

const MINUTE_DAYS = 7;

/**
 * Deletes alarms that recovered longer ago than records are kept, and the minutes of before a week. The last minute of a stream in
 * which something came stays, for as long as nothing comes: it says since when.
 */
export async function pruneAlarms(client: pg.ClientBase, months: number): Promise<void> {
  await client.query('DELETE FROM exchange.alarm WHERE recovered_at < now() - make_interval(months => $1)', [
    months,
  ]);
  await client.query(
    `DELETE FROM exchange.stream_minute m WHERE minute < now() - make_interval(days => $1)
       AND (records = 0 OR EXISTS (SELECT 1 FROM exchange.stream_minute later
         WHERE later.system = m.system AND later.stream = m.stream AND later.minute > m.minute AND later.records > 0))`,
    [MINUTE_DAYS],
  );
}
