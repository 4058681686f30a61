import type pg from 'pg';
import { inTransaction } from '../in-transaction.ts';
import type { StreamName } from '../registration/stream-name.ts';
import { withStoreErrors } from '../store-error.ts';

/** What arrived of a stream on a day of Asia/Shanghai by the database's clock, trials and back-fills left out. */
export interface Arrived {
  readonly receipts: number;
  /** Of requests that do not withdraw: accepted and quarantined ones. */
  readonly records: number;
  readonly accepted: number;
  readonly quarantined: number;
  /** Records of requests that withdraw. */
  readonly deleted: number;
  /** Receipts that are not completed; the counts leave them out. */
  readonly pending: number;
}

/** How far what arrived is added up, and since when: earlier days cannot be told. */
interface CountedSpan {
  readonly since: Date;
  readonly until: Date;
}

/**
 * A slice is added up when no claim that began in it can still be under way, and its receipts are looked for among ids that
 * are some minutes off: the ids come from the clocks of the gateways, the time of receipt from that of the database.
 */
const SLICE = `interval '15 minutes'`;
const GRACE = `interval '2 minutes'`;
const CLOCKS_APART = `interval '5 minutes'`;
/** Added up in one transaction: as many receipts as a statement bears. */
const SPAN_HOURS_MAX = 2;
const LATE_AT_ONCE = 5_000;
const KEPT_DAYS = 40;

const SUMS = `count(*) AS receipts,
  coalesce(sum(records) FILTER (WHERE operation = 'upsert'), 0) AS records,
  coalesce(sum(accepted) FILTER (WHERE operation = 'upsert'), 0) AS accepted,
  coalesce(sum(quarantined) FILTER (WHERE operation = 'upsert'), 0) AS quarantined,
  coalesce(sum(records) FILTER (WHERE operation = 'delete'), 0) AS deleted`;

/** Receipts of a span with their outcomes; `records` is null while they are not completed. */
function receiptsOf(from: string, to: string, more = ''): string {
  const ids = (id: string): string =>
    `${id} >= exchange.lowest_uuid(${from} - ${CLOCKS_APART}) AND ${id} < exchange.lowest_uuid(${to} + ${CLOCKS_APART})`;
  return `SELECT r.id, r.system, r.stream, r.operation, r.received_at, o.records, o.accepted, o.quarantined
    FROM exchange.receipt r LEFT JOIN exchange.receipt_outcome o ON o.id = r.id AND ${ids('o.id')}
    WHERE ${ids('r.id')} AND r.received_at >= ${from} AND r.received_at < ${to} AND NOT r.trial AND NOT r.historical${more}`;
}

const ADD_UP = `
WITH taken AS (${receiptsOf('$1::timestamptz', '$2::timestamptz')}
), late AS (
  INSERT INTO exchange.arrived_late (receipt, system, stream, slice, operation)
  SELECT id, system, stream, date_bin(${SLICE}, received_at, $1), operation FROM taken WHERE records IS NULL
)
INSERT INTO exchange.arrived (system, stream, slice, receipts, records, accepted, quarantined, deleted)
SELECT system, stream, date_bin(${SLICE}, received_at, $1) AS slice, ${SUMS}
FROM taken WHERE records IS NOT NULL GROUP BY system, stream, slice`;

const ADD_LATE = `
WITH completed AS (
  DELETE FROM exchange.arrived_late l USING exchange.receipt_outcome o
  WHERE o.id = l.receipt AND l.receipt IN (
    SELECT e.receipt FROM exchange.arrived_late e JOIN exchange.receipt_outcome c ON c.id = e.receipt LIMIT ${LATE_AT_ONCE})
  RETURNING l.system, l.stream, l.slice, l.operation, o.records, o.accepted, o.quarantined
), added AS (
  INSERT INTO exchange.arrived AS a (system, stream, slice, receipts, records, accepted, quarantined, deleted)
  SELECT system, stream, slice, ${SUMS} FROM completed GROUP BY system, stream, slice
  ON CONFLICT (system, stream, slice) DO UPDATE SET receipts = a.receipts + excluded.receipts,
    records = a.records + excluded.records, accepted = a.accepted + excluded.accepted,
    quarantined = a.quarantined + excluded.quarantined, deleted = a.deleted + excluded.deleted
)
SELECT count(*)::int AS found FROM completed`;

/**
 * Adds up what arrived since the last time; safe in every process at any time. False when another process is at it, or there
 * is more to add up: then it is called again soon.
 */
export async function addUpArrived(pool: pg.Pool): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows: spans } = await client.query<{ from: Date; to: Date; is_all: boolean }>(
      `SELECT until AS from, least(until + interval '${SPAN_HOURS_MAX} hours', closed) AS to,
         until + interval '${SPAN_HOURS_MAX} hours' >= closed AS is_all
       FROM (SELECT until, date_bin(${SLICE}, clock_timestamp() - ${GRACE}, until) AS closed
             FROM exchange.arrived_until FOR UPDATE SKIP LOCKED) span`,
    );
    const span = spans[0];
    if (!span) return false;
    if (span.to > span.from) {
      await client.query(ADD_UP, [span.from, span.to]);
      await client.query('UPDATE exchange.arrived_until SET until = $1', [span.to]);
      await client.query(
        `DELETE FROM exchange.arrived WHERE slice < $1::timestamptz - interval '${KEPT_DAYS} days'`,
        [span.to],
      );
    }
    const { rows: late } = await client.query<{ found: number }>(ADD_LATE);
    return span.is_all && late[0]!.found < LATE_AT_ONCE;
  });
}

export async function countedSpan(pool: pg.Pool): Promise<CountedSpan> {
  const { rows } = await withStoreErrors(() =>
    pool.query<CountedSpan>('SELECT since, until FROM exchange.arrived_until'),
  );
  return rows[0]!;
}

interface ArrivedRow {
  day: string;
  receipts: string;
  records: string;
  accepted: string;
  quarantined: string;
  deleted: string;
  pending: string;
}

/** What arrived of a stream from one moment to another, by day; days on which nothing did are left out. */
export async function arrivedByDay(
  pool: pg.Pool,
  { system, stream }: StreamName,
  from: Date,
  to: Date,
): Promise<ReadonlyMap<string, Arrived>> {
  const day = (moment: string): string => `to_char(${moment} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')`;
  const { rows } = await withStoreErrors(() =>
    pool.query<ArrivedRow>({
      name: 'arrived-by-day',
      text: `WITH recent AS MATERIALIZED (${receiptsOf(
        '(SELECT greatest(until, $3) FROM exchange.arrived_until)',
        '$4::timestamptz',
        ' AND r.system = $1 AND r.stream = $2',
      )}), counts AS (
        SELECT ${day('slice')} AS day, receipts, records, accepted, quarantined, deleted, 0 AS pending
        FROM exchange.arrived WHERE system = $1 AND stream = $2 AND slice >= $3 AND slice < $4
        UNION ALL
        SELECT ${day('received_at')} AS day, ${SUMS}, 0 FROM recent WHERE records IS NOT NULL GROUP BY day
        UNION ALL
        SELECT ${day('received_at')}, 0, 0, 0, 0, 0, 1 FROM recent WHERE records IS NULL
        UNION ALL
        SELECT ${day('slice')}, 0, 0, 0, 0, 0, 1 FROM exchange.arrived_late
        WHERE system = $1 AND stream = $2 AND slice >= $3 AND slice < $4
      )
      SELECT day, sum(receipts) AS receipts, sum(records) AS records, sum(accepted) AS accepted,
        sum(quarantined) AS quarantined, sum(deleted) AS deleted, sum(pending) AS pending
      FROM counts GROUP BY day`,
      values: [system, stream, from, to],
    }),
  );
  return new Map(rows.map(({ day: of, ...counts }) => [of, toArrived(counts)]));
}

function toArrived({
  receipts,
  records,
  accepted,
  quarantined,
  deleted,
  pending,
}: Omit<ArrivedRow, 'day'>): Arrived {
  return {
    receipts: Number(receipts),
    records: Number(records),
    accepted: Number(accepted),
    quarantined: Number(quarantined),
    deleted: Number(deleted),
    pending: Number(pending),
  };
}
