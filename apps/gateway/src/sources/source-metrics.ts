import { Periodic, type Logger, type Metrics } from '@exchange/runtime';
import { circuitOf, listReaders, type Store } from '@exchange/store';

const WATCH_MS = 5_000;
const LABELS = ['system', 'stream', 'lane'] as const;
const CIRCUITS = { closed: 0, 'half-open': 1, open: 2 } as const;

/** Shows how the sources fare, whichever process reads them, so that an alarm can tell of one that fails or falls silent. */
export function watchSources(store: Store, metrics: Metrics, log: Logger): Periodic {
  const paused = metrics.gauge('exchange_source_paused', '1 while a source waits for somebody', LABELS);
  const failures = metrics.gauge(
    'exchange_source_failed_attempts',
    'Attempts in a row that failed to read a source',
    LABELS,
  );
  const circuit = metrics.gauge(
    'exchange_source_circuit',
    'How a source that fails is treated: 0 read (closed), 1 tried once (half-open), 2 left alone (open)',
    LABELS,
  );
  const looked = metrics.gauge(
    'exchange_source_looked_timestamp_seconds',
    'When a source was last read to its end',
    LABELS,
  );
  const claimed = metrics.gauge(
    'exchange_source_claimed_timestamp_seconds',
    'When something last came from a source',
    LABELS,
  );
  const watch = async (): Promise<void> => {
    for (const reader of await listReaders(store.pool)) {
      const { system, stream, lane } = reader;
      const labels = { system, stream, lane };
      paused.set(labels, reader.state === 'paused' ? 1 : 0);
      failures.set(labels, reader.failedAttempts);
      circuit.set(labels, CIRCUITS[circuitOf(reader, new Date())]);
      if (reader.lookedAt) looked.set(labels, reader.lookedAt.getTime() / 1_000);
      if (reader.claimedAt) claimed.set(labels, reader.claimedAt.getTime() / 1_000);
    }
  };
  return new Periodic(WATCH_MS, watch, {
    onError: (error) => log.debug('sources.watch_failed', {}, error),
    isAtOnce: true,
  });
}
