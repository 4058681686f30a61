import type { StreamMinute } from '@exchange/pipeline';
import type pg from 'pg';
import type { StreamName } from '../registration/stream-name.ts';
import { withStoreErrors } from '../store-error.ts';

/** What came of a stream since the last time it was written down. */
export interface StreamCount extends StreamName {
  readonly records: number;
  readonly accepted: number;
  readonly quarantined: number;
  /** Requests and chunks that bore a secrecy marking. */
  readonly blocked: number;
}

/** Adds to the counts of this minute, by the database's clock. */
export async function addStreamCounts(pool: pg.Pool, counts: readonly StreamCount[]): Promise<void> {
  await withStoreErrors(() =>
    pool.query({
      name: 'stream-counts',
      text: `INSERT INTO exchange.stream_minute AS m (system, stream, minute, records, accepted, quarantined, blocked)
        SELECT c.system, c.stream, greatest(date_trunc('minute', clock_timestamp()), g.counts_from),
          c.records, c.accepted, c.quarantined, c.blocked
        FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
          AS c (system, stream, records, accepted, quarantined, blocked)
        LEFT JOIN exchange.stream_gate g ON g.system = c.system AND g.stream = c.stream
        ORDER BY c.system, c.stream
        ON CONFLICT (system, stream, minute) DO UPDATE SET records = m.records + excluded.records,
          accepted = m.accepted + excluded.accepted, quarantined = m.quarantined + excluded.quarantined,
          blocked = m.blocked + excluded.blocked`,
      values: [
        counts.map(({ system }) => system),
        counts.map(({ stream }) => stream),
        counts.map(({ records }) => records),
        counts.map(({ accepted }) => accepted),
        counts.map(({ quarantined }) => quarantined),
        counts.map(({ blocked }) => blocked),
      ],
    }),
  );
}

interface StreamWindow extends StreamName {
  readonly windowMinutes: number;
}

/**
 * What came of streams within their windows, since they were last resumed, by `<system>/<stream>`. Left out are streams of which
 * nothing was quarantined there.
 */
export async function minutesOf(
  client: pg.ClientBase | pg.Pool,
  windows: readonly StreamWindow[],
): Promise<ReadonlyMap<string, readonly StreamMinute[]>> {
  const { rows } = await withStoreErrors(() =>
    client.query<StreamName & { minutes: Array<[from: number, records: number, quarantined: number]> }>({
      name: 'minutes-of',
      // OFFSET 0 keeps it to one range of the primary key a stream: joined otherwise it takes fifty times as long. As JSON,
      // because thousands of rows with a time each would keep the event loop for tens of milliseconds.
      text: `SELECT w.system, w.stream, m.minutes
        FROM unnest($1::text[], $2::text[], $3::integer[]) AS w (system, stream, minutes)
        LEFT JOIN exchange.stream_gate g ON g.system = w.system AND g.stream = w.stream
        CROSS JOIN LATERAL (
          SELECT sum(quarantined) AS broken,
            json_agg(json_build_array(extract(epoch FROM minute) * 1000, records, quarantined)) AS minutes
          FROM exchange.stream_minute
          WHERE system = w.system AND stream = w.stream AND minute >= coalesce(g.counts_from, '-infinity')
            -- One more, of which a part may be within the window.
            AND minute > statement_timestamp() - make_interval(mins => w.minutes + 1)
          OFFSET 0
        ) m
        WHERE m.broken > 0`,
      values: [
        windows.map(({ system }) => system),
        windows.map(({ stream }) => stream),
        windows.map(({ windowMinutes }) => windowMinutes),
      ],
    }),
  );
  return new Map(
    rows.map(({ system, stream, minutes }) => [
      `${system}/${stream}`,
      minutes.map(([from, records, quarantined]) => ({ from: new Date(from), records, quarantined })),
    ]),
  );
}
