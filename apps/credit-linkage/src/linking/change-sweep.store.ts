import type { Sweep } from '@exchange/store';

/** The change that a disclosure stands at is kept for as long as the disclosure. */
const OLD_CHANGES = `DELETE FROM credit.disclosure_change c USING (
    SELECT o.disclosure_id, o.event_id FROM credit.disclosure_change o JOIN credit.disclosure d ON d.id = o.disclosure_id
    WHERE o.recorded_at < now() - make_interval(months => $2::integer) AND o.event_id <> d.event_id LIMIT $1
  ) old WHERE c.disclosure_id = old.disclosure_id AND c.event_id = old.event_id`;

/** What has to leave the record of changes: those older than `historyMonths`. */
export function changeSweep(historyMonths: number): Sweep {
  return { name: 'credit.disclosure_change', text: OLD_CHANGES, values: [historyMonths] };
}
