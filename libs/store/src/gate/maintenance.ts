import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import { withStoreErrors } from '../store-error.ts';

/** While it lasts nothing is taken from the system, and nothing is read. */
export interface Maintenance {
  readonly system: string;
  readonly until: Date;
  /** In the administrator's words; its senders are told. */
  readonly reason: string;
  readonly setBy: string;
}

/** Begins the maintenance of a system, or changes its end. False when the system is not registered. */
export async function setMaintenance(
  store: Store,
  { system, until, reason, setBy }: Maintenance,
): Promise<boolean> {
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      const [set] = await manager.query<Array<{ system: string }>>(
        `INSERT INTO exchange.maintenance (system, until, reason, set_by)
         SELECT system, $2, $3, $4 FROM exchange.system_stage WHERE system = $1
         ON CONFLICT (system) DO UPDATE SET until = excluded.until, reason = excluded.reason, set_by = excluded.set_by,
           set_at = excluded.set_at
         RETURNING system`,
        [system, until, reason, setBy],
      );
      if (!set) return false;
      const after = { until, reason };
      await recordAudit(manager, {
        actor: setBy,
        action: 'maintenance.set',
        object: system,
        before: null,
        after,
      });
      return true;
    }),
  );
}

/** Ends the maintenance of a system before its time; that it ended now is kept. False when there is none. */
export async function endMaintenance(store: Store, system: string, by: string): Promise<boolean> {
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      const [ended] = await manager.query<[Array<{ until: Date; reason: string }>]>(
        `WITH before AS (
           SELECT system, until, reason FROM exchange.maintenance
           WHERE system = $1 AND until > clock_timestamp() FOR UPDATE
         )
         UPDATE exchange.maintenance m SET until = clock_timestamp() FROM before b WHERE m.system = b.system
         RETURNING b.until, b.reason`,
        [system],
      );
      const before = ended[0];
      if (!before) return false;
      await recordAudit(manager, {
        actor: by,
        action: 'maintenance.end',
        object: system,
        before,
        after: null,
      });
      return true;
    }),
  );
}

/** What is under maintenance now. */
export async function listMaintenance(store: Store): Promise<Maintenance[]> {
  const { rows } = await withStoreErrors(() =>
    store.pool.query<Maintenance>(
      `SELECT system, until, reason, set_by AS "setBy" FROM exchange.maintenance WHERE until > clock_timestamp()
       ORDER BY system`,
    ),
  );
  return rows;
}
