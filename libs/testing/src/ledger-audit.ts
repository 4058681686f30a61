import type { EventLog, LoggedEvent, Positions } from '@exchange/event-log';
import type pg from 'pg';
import type { LedgerEntry } from './ledger-entry.ts';

export interface LedgerSources {
  readonly log: EventLog;
  readonly topics: readonly string[];
  readonly pool: pg.Pool;
}

/** Something that the exchange owes an explanation for. */
export interface LedgerFinding {
  readonly kind: LossKind | DoubleKind;
  /** Where: `receipt#index`, a record, a group of counts. Never content. */
  readonly at: string;
}

type LossKind =
  | 'unanswered'
  | 'pending'
  | 'not-in-log'
  | 'not-in-platform'
  | 'not-in-quarantine'
  | 'quarantined-bytes-differ';
type DoubleKind = 'applied-twice' | 'same-change-twice' | 'counts-differ' | 'accepted-and-quarantined';

export interface LedgerReport {
  readonly accepted: number;
  readonly quarantined: number;
  readonly blocked: number;
  readonly refused: number;
  readonly lost: readonly LedgerFinding[];
  readonly doubled: readonly LedgerFinding[];
}

const READ_EVENTS_MAX = 2_000;

/** See `Ledger.audit`. "Accepted" counts only with the event in the log and its effect in the platform's tables. */
export async function auditLedger(
  entries: readonly LedgerEntry[],
  sources: LedgerSources,
): Promise<LedgerReport> {
  const { log, topics, pool } = sources;
  const logged = await readLog(log, topics);
  const effects = await readEffects(pool);
  const quarantine = await readQuarantine(pool);
  const pending = await readPending(pool);
  const counts = { accepted: 0, quarantined: 0, blocked: 0, refused: 0 };
  const lost: LedgerFinding[] = [];
  const doubled: LedgerFinding[] = [...(await effectsTwice(pool)), ...(await countsThatDiffer(pool))];

  for (const [number, { batch, answer }] of entries.entries()) {
    if (!answer) {
      lost.push({ kind: 'unanswered', at: `batch ${number} of ${batch.system}/${batch.stream}` });
      continue;
    }
    if (answer.kind !== 'receipt') {
      counts[answer.kind] += batch.count;
      continue;
    }
    if (pending.has(answer.receipt)) lost.push({ kind: 'pending', at: answer.receipt });
    const quarantinedPlaces = new Set(answer.quarantined);
    for (let index = 0; index < batch.count; index += 1) {
      const place = `${answer.receipt}#${index}`;
      const raw = quarantine.get(place);
      if (quarantinedPlaces.has(index)) {
        counts.quarantined += 1;
        const expected = batch.records?.[index];
        if (!raw) lost.push({ kind: 'not-in-quarantine', at: place });
        else if (expected ? !expected.equals(raw) : !batch.body.includes(raw)) {
          lost.push({ kind: 'quarantined-bytes-differ', at: place });
        }
        continue;
      }
      counts.accepted += 1;
      if (raw) doubled.push({ kind: 'accepted-and-quarantined', at: place });
      const ids = logged.get(place);
      if (!ids) lost.push({ kind: 'not-in-log', at: place });
      else if ([...ids].some((id) => !effects.has(id))) lost.push({ kind: 'not-in-platform', at: place });
    }
  }
  return { ...counts, lost, doubled };
}

/** Event ids by the record that brought them. */
async function readLog(log: EventLog, topics: readonly string[]): Promise<Map<string, Set<string>>> {
  const byPlace = new Map<string, Set<string>>();
  for (const topic of topics) {
    for await (const { event } of eventsOf(log, topic)) {
      const ids = byPlace.get(event.receipt) ?? new Set();
      byPlace.set(event.receipt, ids.add(event.id));
    }
  }
  return byPlace;
}

/** Everything that a topic holds at this moment, in order within each partition. */
export async function* eventsOf(log: EventLog, topic: string): AsyncGenerator<LoggedEvent> {
  let positions: Positions = new Map();
  for (;;) {
    const result = await log.read({ topic, positions, limit: READ_EVENTS_MAX });
    if (result.events.length === 0) return;
    yield* result.events;
    positions = result.positions;
  }
}

async function readEffects(pool: pg.Pool): Promise<Set<string>> {
  const { rows } = await pool.query<{ event_id: string }>('SELECT event_id FROM platform.record_history');
  return new Set(rows.map((row) => row.event_id));
}

async function readQuarantine(pool: pg.Pool): Promise<Map<string, Buffer>> {
  const { rows } = await pool.query<{ receipt: string; record_index: number; raw: Buffer }>(
    'SELECT receipt, record_index, raw FROM exchange.quarantine',
  );
  return new Map(rows.map((row) => [`${row.receipt}#${row.record_index}`, row.raw]));
}

async function readPending(pool: pg.Pool): Promise<Set<string>> {
  const { rows } = await pool.query<{ receipt: string }>('SELECT receipt FROM exchange.receipt_work');
  return new Set(rows.map((row) => row.receipt));
}

/**
 * A change that took effect twice: two applied entries of one record from the same source bytes, or two in a row that
 * change nothing between them.
 */
async function effectsTwice(pool: pg.Pool): Promise<LedgerFinding[]> {
  const { rows } = await pool.query<{ kind: DoubleKind; at: string }>(
    `SELECT 'applied-twice' AS kind, record_id || ' ' || receipt AS at FROM platform.record_history
     WHERE effect = 'applied' GROUP BY record_id, receipt, operation HAVING count(*) > 1
     UNION ALL
     SELECT 'same-change-twice', record_id || ' ' || event_id FROM (
       SELECT record_id, event_id, data, operation,
         lag(data) OVER earlier AS data_before, lag(operation) OVER earlier AS operation_before
       FROM platform.record_history WHERE effect = 'applied'
       WINDOW earlier AS (PARTITION BY record_id ORDER BY position)
     ) h WHERE data IS NOT DISTINCT FROM data_before AND operation = operation_before`,
  );
  return rows;
}

/** Roll-ups that a recount does not confirm. */
async function countsThatDiffer(pool: pg.Pool): Promise<LedgerFinding[]> {
  const { rows } = await pool.query<{ at: string }>(
    `SELECT concat_ws('/', coalesce(r.subject, c.subject), coalesce(r.department, c.department)) AS at
     FROM (SELECT subject, department, sum(active) AS active, sum(withdrawn) AS withdrawn FROM platform.module_count GROUP BY 1, 2) c
     FULL JOIN (SELECT subject, department, count(*) FILTER (WHERE state = 'active') AS active,
       count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn FROM platform.record GROUP BY 1, 2) r USING (subject, department)
     WHERE coalesce(c.active, 0) <> coalesce(r.active, 0) OR coalesce(c.withdrawn, 0) <> coalesce(r.withdrawn, 0)`,
  );
  return rows.map(({ at }) => ({ kind: 'counts-differ', at }));
}
