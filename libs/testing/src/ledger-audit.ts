import type { EventLog, LoggedEvent, Positions } from '@exchange/event-log';
import type pg from 'pg';
import type { LedgerEntry, LedgerPut } from './ledger-entry.ts';
import { readPutStreams, type PutStream } from './ledger-put-streams.ts';

export interface LedgerSources {
  readonly log: EventLog;
  readonly topics: readonly string[];
  readonly pool: pg.Pool;
  /** Receipts of streams that are read count from then on; all unless given. By the database's clock. */
  readonly since?: Date;
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
  | 'quarantined-bytes-differ'
  | 'never-read'
  | 'not-put-aside';
type DoubleKind =
  'read-twice' | 'applied-twice' | 'same-change-twice' | 'counts-differ' | 'accepted-and-quarantined';

export interface LedgerCounts {
  readonly accepted: number;
  readonly quarantined: number;
  readonly blocked: number;
  readonly refused: number;
}

export interface LedgerReport extends LedgerCounts {
  readonly bySystem: ReadonlyMap<string, LedgerCounts>;
  readonly lost: readonly LedgerFinding[];
  readonly doubled: readonly LedgerFinding[];
}

const READ_EVENTS_MAX = 2_000;

/** See `Ledger.audit`. "Accepted" counts only with the event in the log and its effect in the platform's tables. */
export async function auditLedger(
  entries: readonly LedgerEntry[],
  puts: readonly LedgerPut[],
  sources: LedgerSources,
): Promise<LedgerReport> {
  const { log, topics, pool } = sources;
  const audit = new Audit(
    {
      logged: await readLog(log, topics),
      effects: await readEffects(pool),
      quarantine: await readQuarantine(pool),
    },
    [...(await effectsTwice(pool)), ...(await countsThatDiffer(pool))],
  );
  const pending = await readPending(pool);
  for (const [number, entry] of entries.entries()) audit.checkEntry(number, entry, pending);
  for (const stream of await readPutStreams(puts, pool, sources.since ?? new Date(0)))
    audit.checkStream(stream, pending);
  return audit.report();
}

interface Books {
  readonly logged: ReadonlyMap<string, ReadonlySet<string>>;
  readonly effects: ReadonlySet<string>;
  readonly quarantine: ReadonlyMap<string, Buffer>;
}

type StreamName = Pick<LedgerPut, 'system' | 'stream'>;

class Audit {
  readonly #books: Books;
  readonly #bySystem = new Map<string, Record<keyof LedgerCounts, number>>();
  readonly #lost: LedgerFinding[] = [];
  readonly #doubled: LedgerFinding[];

  constructor(books: Books, doubled: LedgerFinding[]) {
    this.#books = books;
    this.#doubled = doubled;
  }

  /** A batch that was pushed: its answer says what became of each record. */
  checkEntry(number: number, { batch, answer }: LedgerEntry, pending: ReadonlySet<string>): void {
    if (!answer) {
      this.#lost.push({ kind: 'unanswered', at: `batch ${number} of ${batch.system}/${batch.stream}` });
      return;
    }
    if (answer.kind !== 'receipt') {
      this.#count(batch.system, answer.kind, batch.count);
      return;
    }
    if (pending.has(answer.receipt)) this.#lost.push({ kind: 'pending', at: answer.receipt });
    const quarantinedPlaces = new Set(answer.quarantined);
    for (let index = 0; index < batch.count; index += 1) {
      const place = `${answer.receipt}#${index}`;
      if (quarantinedPlaces.has(index))
        this.#checkQuarantined(batch, place, batch.records?.[index], batch.document ?? batch.body);
      else if (batch.silent?.includes(index)) this.#count(batch.system, 'accepted', 1);
      else this.#checkAccepted(batch, place);
    }
  }

  /** A stream that was read: each record that was put is in one receipt, and accepted or quarantined there. */
  checkStream(stream: PutStream, pending: ReadonlySet<string>): void {
    const { system, expected, unreadable, putAside } = stream;
    const name = `${system}/${stream.stream}`;
    const left = new Map(expected);
    for (const receipt of stream.receipts) {
      if (pending.has(receipt.id)) this.#lost.push({ kind: 'pending', at: receipt.id });
      for (const [index, { fingerprint, raw }] of receipt.records.entries()) {
        const place = `${receipt.id}#${index}`;
        const remaining = left.get(fingerprint) ?? 0;
        left.set(fingerprint, remaining - 1);
        if (remaining <= 0) this.#doubled.push({ kind: 'read-twice', at: `${name} ${place}` });
        if (this.#books.quarantine.has(place)) this.#checkQuarantined(stream, place, raw, raw);
        else this.#checkAccepted(stream, place);
      }
    }
    for (const [fingerprint, count] of left)
      for (let missing = count; missing > 0; missing -= 1)
        this.#lost.push({ kind: 'never-read', at: `${name} ${fingerprint.slice(0, 12)}` });
    this.#count(system, 'refused', putAside);
    for (let missing = unreadable - putAside; missing > 0; missing -= 1)
      this.#lost.push({ kind: 'not-put-aside', at: name });
  }

  report(): LedgerReport {
    const totals = { ...NOTHING };
    for (const counts of this.#bySystem.values())
      for (const kind of COUNT_KINDS) totals[kind] += counts[kind];
    return { ...totals, bySystem: this.#bySystem, lost: this.#lost, doubled: this.#doubled };
  }

  #checkAccepted({ system, stream }: StreamName, place: string): void {
    const { logged, effects, quarantine } = this.#books;
    this.#count(system, 'accepted', 1);
    const at = `${system}/${stream} ${place}`;
    if (quarantine.has(place)) this.#doubled.push({ kind: 'accepted-and-quarantined', at });
    const ids = logged.get(place);
    if (!ids) this.#lost.push({ kind: 'not-in-log', at });
    else if ([...ids].some((id) => !effects.has(id))) this.#lost.push({ kind: 'not-in-platform', at });
  }

  #checkQuarantined(
    { system, stream }: StreamName,
    place: string,
    expected: Buffer | undefined,
    body: Buffer,
  ): void {
    this.#count(system, 'quarantined', 1);
    const at = `${system}/${stream} ${place}`;
    const raw = this.#books.quarantine.get(place);
    if (!raw) this.#lost.push({ kind: 'not-in-quarantine', at });
    else if (expected ? !expected.equals(raw) : !body.includes(raw))
      this.#lost.push({ kind: 'quarantined-bytes-differ', at });
  }

  #count(system: string, kind: keyof LedgerCounts, records: number): void {
    const counts = this.#bySystem.get(system) ?? { ...NOTHING };
    counts[kind] += records;
    this.#bySystem.set(system, counts);
  }
}

const COUNT_KINDS = ['accepted', 'quarantined', 'blocked', 'refused'] as const;
const NOTHING: Readonly<Record<keyof LedgerCounts, number>> = {
  accepted: 0,
  quarantined: 0,
  blocked: 0,
  refused: 0,
};

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
     FROM (SELECT subject, department, sum(active) AS active, sum(withdrawn) AS withdrawn FROM platform.module_count JOIN platform.subject USING (topic) GROUP BY 1, 2) c
     FULL JOIN (SELECT subject, department, count(*) FILTER (WHERE state = 'active') AS active,
       count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn FROM platform.record GROUP BY 1, 2) r USING (subject, department)
     WHERE coalesce(c.active, 0) <> coalesce(r.active, 0) OR coalesce(c.withdrawn, 0) <> coalesce(r.withdrawn, 0)`,
  );
  return rows.map(({ at }) => ({ kind: 'counts-differ', at }));
}
