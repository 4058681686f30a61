import { Periodic, type Logger, type Metrics } from '@exchange/runtime';
import { listReconciliations, type Store } from '@exchange/store';

const WATCH_MS = 30_000;
/** The last one may have failed, or be running. */
const RECENT_RUNS = 5;
const KINDS = ['missing', 'changed', 'gone'] as const;

/** Shows when each stream was last reconciled and what was found then, whichever process did it. */
export function watchReconciliations(store: Store, metrics: Metrics, log: Logger): Periodic {
  const finished = metrics.gauge(
    'exchange_reconciliation_finished_timestamp_seconds',
    'When a stream was last reconciled to the end',
    ['system', 'stream'],
  );
  const differences = metrics.gauge(
    'exchange_reconciliation_differences',
    'Differences that the last reconciliation found, mended ones included',
    ['system', 'stream', 'kind'],
  );
  const watch = async (): Promise<void> => {
    const seen = new Set<string>();
    for (const { system, stream, result, finishedAt } of await listReconciliations(store.pool, {
      perStream: RECENT_RUNS,
    })) {
      if (!result || !finishedAt || seen.has(`${system}/${stream}`)) continue;
      seen.add(`${system}/${stream}`);
      finished.set({ system, stream }, finishedAt.getTime() / 1_000);
      for (const kind of KINDS) differences.set({ system, stream, kind }, Number(result[kind]));
    }
  };
  return new Periodic(WATCH_MS, watch, {
    onError: (error) => log.debug('reconciliations.watch_failed', {}, error),
    isAtOnce: true,
  });
}
