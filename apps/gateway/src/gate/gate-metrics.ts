import { Periodic, type Logger, type Metrics } from '@exchange/runtime';
import { closedStreams, listStages, type Store } from '@exchange/store';

const WATCH_MS = 5_000;

/** Shows at which stage each system is, and which streams take nothing. */
export function watchGates(store: Store, metrics: Metrics, log: Logger): Periodic {
  const stages = metrics.gauge('exchange_system_stage', '1 for the stage of a system', ['system', 'stage']);
  const closed = metrics.gauge(
    'exchange_stream_closed',
    '1 for a stream that takes no live records, by the reason',
    ['system', 'stream', 'because'],
  );
  const watch = async (): Promise<void> => {
    const [systems, streams] = await Promise.all([listStages(store), closedStreams(store.pool)]);
    // What is over is no longer shown.
    stages.reset();
    closed.reset();
    for (const { system, stage } of systems) stages.set({ system, stage }, 1);
    for (const { system, stream, closure } of streams)
      closed.set({ system, stream, because: closure.because }, 1);
  };
  return new Periodic(WATCH_MS, watch, {
    onError: (error) => log.debug('gate.watch_failed', {}, error),
    isAtOnce: true,
  });
}
