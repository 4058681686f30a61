import type { Detail } from '@exchange/contracts';
import type { ClosedBecause } from '@exchange/pipeline';
import type pg from 'pg';
import type { SystemStage } from '../gate/system-stage.ts';
import type { StreamName } from '../registration/stream-name.ts';
import { withStoreErrors } from '../store-error.ts';

/** How a stream fares, whichever way its records come. */
export interface StreamHealth extends StreamName {
  readonly stage: SystemStage;
  readonly stageSince: Date;
  /** What keeps it closed at this moment; null: nothing. */
  readonly because: ClosedBecause | null;
  /** End of the last maintenance, past or to come. */
  readonly maintenanceUntil: Date | null;
  /** What the failure policy did to it last; null: nothing ever. */
  readonly policy: {
    readonly state: 'open' | 'blocked' | 'stopped';
    readonly since: Date;
    readonly until: Date | null;
    /** Of a stream that it closed. */
    readonly reason: Detail | null;
  } | null;
  /**
   * When records came last, to the minute; null: never. Of receipts that were completed for a process that died, to the quarter
   * of an hour before.
   */
  readonly recordAt: Date | null;
  /** What came within the last hour. */
  readonly hour: { readonly records: number; readonly quarantined: number };
}

type Row = Omit<StreamHealth, 'policy' | 'hour'> & {
  state: 'open' | 'blocked' | 'stopped' | null;
  since: Date | null;
  until: Date | null;
  reason: Detail | null;
  records: string;
  quarantined: string;
};

/** All registered streams, as they stand. */
export async function listStreamHealth(client: pg.ClientBase | pg.Pool): Promise<StreamHealth[]> {
  const { rows } = await withStoreErrors(() =>
    client.query<Row>({
      name: 'stream-health',
      text: `SELECT g.system, g.stream, g.stage, t.changed_at AS "stageSince", g.because,
          g.maintenance_until AS "maintenanceUntil", p.state, p.since, p.until, p.reason,
          greatest(last.minute, arrived.slice) AS "recordAt",
          hour.records, hour.quarantined
        FROM exchange.gate g
        JOIN exchange.system_stage t ON t.system = g.system
        LEFT JOIN exchange.stream_gate p ON p.system = g.system AND p.stream = g.stream
        LEFT JOIN LATERAL (
          SELECT m.minute FROM exchange.stream_minute m
          WHERE m.system = g.system AND m.stream = g.stream AND m.records > 0 ORDER BY m.minute DESC LIMIT 1
        ) last ON true
        LEFT JOIN LATERAL (
          SELECT a.slice FROM exchange.arrived a
          WHERE a.system = g.system AND a.stream = g.stream AND a.records + a.deleted > 0 ORDER BY a.slice DESC LIMIT 1
        ) arrived ON true
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(m.records), 0) AS records, coalesce(sum(m.quarantined), 0) AS quarantined
          FROM exchange.stream_minute m
          WHERE m.system = g.system AND m.stream = g.stream AND m.minute > statement_timestamp() - interval '1 hour'
        ) hour
        ORDER BY g.system, g.stream`,
    }),
  );
  return rows.map(({ state, since, until, reason, records, quarantined, ...row }) => ({
    ...row,
    policy: state && since && { state, since, until, reason },
    hour: { records: Number(records), quarantined: Number(quarantined) },
  }));
}
