import { Periodic, type Logger, type Metrics } from '@exchange/runtime';
import { listBackfills, type BackfillView, type Store } from '@exchange/store';

const WATCH_MS = 5_000;
const LABELS = ['system', 'stream'] as const;

/** Shows how far back-fills have come, whichever process reads them. Nothing here is for an alarm. */
export function watchBackfills(store: Store, metrics: Metrics, log: Logger): Periodic {
  const running = metrics.gauge('exchange_backfill_running', '1 while a back-fill is going on', LABELS);
  const records = metrics.gauge('exchange_backfill_records', 'Records that a back-fill has read', LABELS);
  const quarantined = metrics.gauge('exchange_backfill_quarantined', 'Records of them in quarantine', LABELS);
  const done = metrics.gauge(
    'exchange_backfill_done_ratio',
    'Share of what the source held that a back-fill has read, where the source can tell',
    LABELS,
  );
  const pace = metrics.gauge('exchange_backfill_records_per_second', 'Pace of a back-fill', LABELS);
  const watch = async (): Promise<void> => {
    for (const backfill of await listBackfills(store.pool)) {
      const { system, stream } = backfill;
      const labels = { system, stream };
      running.set(labels, backfill.state === 'running' ? 1 : 0);
      records.set(labels, backfill.records);
      quarantined.set(labels, backfill.quarantined);
      const ratio = doneRatio(backfill);
      if (ratio !== null) done.set(labels, ratio);
      pace.set(labels, backfill.state === 'running' ? (backfill.pace ?? 0) : 0);
    }
  };
  return new Periodic(WATCH_MS, watch, {
    onError: (error) => log.debug('backfills.watch_failed', {}, error),
    isAtOnce: true,
  });
}

function doneRatio({ held, ahead }: BackfillView): number | null {
  if (!held || ahead === null) return null;
  return held.amount === 0 ? 1 : Math.min(Math.max(1 - ahead / held.amount, 0), 1);
}
