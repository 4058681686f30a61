import type { LoggedEvent } from '@exchange/event-log';
import type { Metrics } from '@exchange/runtime';

/** What the streams of a process count. */
export interface StreamMetrics {
  opened(topic: string): void;
  closed(topic: string): void;
  sent(topic: string, events: number): void;
  /** A reader left the window, or came back, and reads from the log. */
  readFromLog(topic: string): void;
  /** An event that no reader can be given: not the gateway's. */
  unreadable(topic: string): void;
  arrived(topic: string, events: readonly LoggedEvent[]): void;
}

export function streamMetrics(metrics: Metrics): StreamMetrics {
  const open = metrics.gauge('exchange_streams_open', 'Streams that are open', ['topic']);
  const sent = metrics.counter('exchange_stream_events_sent_total', 'Events sent to readers', ['topic']);
  const reads = metrics.counter(
    'exchange_stream_log_reads_total',
    'Reads of the log for readers behind the window',
    ['topic'],
  );
  const unreadable = metrics.counter(
    'exchange_stream_events_unreadable_total',
    'Events left out of streams because they are not what the gateway writes',
    ['topic'],
  );
  const age = metrics.histogram(
    'exchange_stream_event_age_seconds',
    'Time from the receipt of a record to its arrival at the streams',
    ['topic'],
  );
  return {
    opened: (topic) => open.inc({ topic }),
    closed: (topic) => open.dec({ topic }),
    sent: (topic, events) => sent.inc({ topic }, events),
    readFromLog: (topic) => reads.inc({ topic }),
    unreadable: (topic) => unreadable.inc({ topic }),
    arrived: (topic, events) => {
      const now = Date.now();
      for (const { event } of events) {
        const receivedAt = Date.parse(event.receivedTime);
        if (!Number.isNaN(receivedAt)) age.observe({ topic }, (now - receivedAt) / 1_000);
      }
    },
  };
}
