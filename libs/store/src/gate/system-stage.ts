import { recordAudit } from '../audit.ts';
import type { Store } from '../open-store.ts';
import { withStoreErrors } from '../store-error.ts';

/** The stages of a system in the exchange, in order: 申请 → 联调测试 → 试运行 → 正式运行 → 注销. */
export const SYSTEM_STAGES = ['applied', 'joint-test', 'trial-run', 'in-operation', 'retired'] as const;
export type SystemStage = (typeof SYSTEM_STAGES)[number];

interface StageOfSystem {
  readonly system: string;
  readonly stage: SystemStage;
  readonly changedAt: Date;
  readonly changedBy: string;
}

/** Where a system may go from each stage: one step forward, back from a trial run that failed, and out. */
const STEPS: Readonly<Record<SystemStage, readonly SystemStage[]>> = {
  applied: ['joint-test', 'retired'],
  'joint-test': ['trial-run', 'retired'],
  'trial-run': ['in-operation', 'joint-test', 'retired'],
  'in-operation': ['retired'],
  retired: [],
};

type StageChange =
  | { readonly kind: 'changed'; readonly from: SystemStage }
  /** There is no such step; `steps` are those that there are. */
  | { readonly kind: 'refused'; readonly from: SystemStage; readonly steps: readonly SystemStage[] }
  /** The system is not registered. */
  | { readonly kind: 'unknown' };

/** Takes a system one step further, with an entry in the audit. */
export async function changeStage(
  store: Store,
  system: string,
  to: SystemStage,
  by: string,
): Promise<StageChange> {
  return withStoreErrors(() =>
    store.data.transaction(async (manager) => {
      const [row] = await manager.query<Array<{ stage: SystemStage }>>(
        'SELECT stage FROM exchange.system_stage WHERE system = $1 FOR UPDATE',
        [system],
      );
      if (!row) return { kind: 'unknown' };
      const from = row.stage;
      const steps = STEPS[from];
      if (!steps.includes(to)) return { kind: 'refused', from, steps };
      await manager.query(
        'UPDATE exchange.system_stage SET stage = $2, changed_at = clock_timestamp(), changed_by = $3 WHERE system = $1',
        [system, to, by],
      );
      await recordAudit(manager, {
        actor: by,
        action: 'system.stage',
        object: system,
        before: { stage: from },
        after: { stage: to },
      });
      return { kind: 'changed', from };
    }),
  );
}

/** The stages of all registered systems. */
export async function listStages(store: Store): Promise<StageOfSystem[]> {
  const { rows } = await withStoreErrors(() =>
    store.pool.query<StageOfSystem>(
      `SELECT system, stage, changed_at AS "changedAt", changed_by AS "changedBy" FROM exchange.system_stage
       ORDER BY system`,
    ),
  );
  return rows;
}
