import type { SubjectSchema } from '@exchange/contracts';
import type { Sweep } from '@exchange/store';

/** A topic whose events are kept for days, as positions are: what its records were before is kept no longer, either. */
const SHORT_LIVED_DAYS_MAX = 90;

/** The entry that a record stands at is kept for as long as the record: later ones that say the same refer to it. */
const OLD_ENTRIES = `DELETE FROM platform.record_history h USING (
    SELECT o.record_id, o.event_id FROM platform.record_history o JOIN platform.record r ON r.id = o.record_id
    WHERE o.recorded_at < now() - make_interval(months => $2::integer) AND o.event_id <> r.event_id LIMIT $1
  ) old WHERE h.record_id = old.record_id AND h.event_id = old.event_id`;

// From the records of the topic, because in the history nearly everything is older than a few days.
const OLD_ENTRIES_OF_TOPIC = `DELETE FROM platform.record_history h USING (
    SELECT o.record_id, o.event_id FROM platform.record r
    CROSS JOIN LATERAL (
      SELECT e.record_id, e.event_id FROM platform.record_history e
      WHERE e.record_id = r.id AND e.event_id <> r.event_id AND e.recorded_at < now() - make_interval(days => $3::integer)
    ) o WHERE r.topic = $2 LIMIT $1
  ) old WHERE h.record_id = old.record_id AND h.event_id = old.event_id`;

/** What has to leave the history: entries older than `historyMonths`, and those of short-lived topics after their days. */
export function historySweeps(subjects: readonly SubjectSchema[], historyMonths: number): Sweep[] {
  const name = 'platform.record_history';
  const shortLived = subjects.filter(({ retentionDays }) => retentionDays <= SHORT_LIVED_DAYS_MAX);
  return [
    { name, text: OLD_ENTRIES, values: [historyMonths] },
    ...shortLived.map(({ topic, retentionDays }) => ({
      name: `${name} ${topic}`,
      text: OLD_ENTRIES_OF_TOPIC,
      values: [topic, retentionDays],
    })),
  ];
}
