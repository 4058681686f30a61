import type { Catalog } from '@exchange/catalog';
import { updateCycleSeconds } from '@exchange/pipeline';
import { Periodic, type Logger, type Metrics } from '@exchange/runtime';
import { listAlarms, listReaders, listStreamHealth, type Store } from '@exchange/store';

const WATCH_MS = 10_000;
const STREAM = ['system', 'stream'] as const;

/** Shows how the streams fare, whichever process takes or reads them. */
export function watchHealth(catalog: Catalog, store: Store, metrics: Metrics, log: Logger): Periodic {
  const open = metrics.gauge('exchange_alarms_open', 'Alarms that are open', ['rule', ...STREAM]);
  const ratio = metrics.gauge(
    'exchange_stream_quarantine_ratio',
    'Quarantined records among those of the last hour',
    STREAM,
  );
  const age = metrics.gauge(
    'exchange_source_age_seconds',
    'Time since the last record came (of="record"), or the source was last read to its end (of="look")',
    [...STREAM, 'of'],
  );
  const cycle = metrics.gauge(
    'exchange_source_update_cycle_seconds',
    'How old the last record usually is at most',
    STREAM,
  );
  for (const [system, { streams }] of catalog.systems)
    for (const [stream, { manifest }] of streams) {
      const seconds = updateCycleSeconds(manifest);
      if (seconds !== null) cycle.set({ system, stream }, seconds);
    }
  const watch = async (): Promise<void> => {
    const alarms = await listAlarms(store.pool);
    const health = await listStreamHealth(store.pool);
    const readers = await listReaders(store.pool);
    const now = Date.now();
    open.reset();
    for (const { rule, system, stream } of alarms) open.set({ rule, system, stream }, 1);
    ratio.reset();
    for (const { system, stream, hour, recordAt } of health) {
      if (hour.records > 0) ratio.set({ system, stream }, hour.quarantined / hour.records);
      if (recordAt) age.set({ system, stream, of: 'record' }, (now - recordAt.getTime()) / 1_000);
    }
    for (const { system, stream, lane, lookedAt } of readers)
      if (lane === 'live' && lookedAt)
        age.set({ system, stream, of: 'look' }, (now - lookedAt.getTime()) / 1_000);
  };
  return new Periodic(WATCH_MS, watch, {
    onError: (error) => log.debug('health.watch_failed', {}, error),
    isAtOnce: true,
  });
}
