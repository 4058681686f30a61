import { Periodic, type Chassis } from '@exchange/runtime';
import { sweep, type Store, type Sweep } from '@exchange/store';

const SWEEP_INTERVAL_MS = 6 * 3_600_000;

/** Deletes what an app's tables need not keep any longer, now and every six hours until the app stops. */
export function startSweeping(
  pool: Store['pool'],
  sweeps: readonly Sweep[],
  { log, shutdown }: Pick<Chassis, 'log' | 'shutdown'>,
): void {
  let isStopping = false;
  const run = async (): Promise<void> => {
    for (const one of sweeps) {
      const rows = await sweep(pool, one, { isStopping: () => isStopping });
      if (rows > 0) log.debug('store.swept', { table: one.name, rows });
    }
  };
  const sweeping = new Periodic(SWEEP_INTERVAL_MS, run, {
    onError: (error) => log.warn('store.sweep_failed', {}, error),
    isAtOnce: true,
  });
  shutdown.add('stop-reading', 'sweeping', () => {
    isStopping = true;
    return sweeping.stop();
  });
}
