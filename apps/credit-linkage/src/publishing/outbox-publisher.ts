import type { EventLog } from '@exchange/event-log';
import type { Logger, Metrics } from '@exchange/runtime';
import { publishOutbox, type Outbox, type Store } from '@exchange/store';

/** What another process put into the outbox, or a failure left in it, is found within this time. */
const POLL_INTERVAL_MS = 500;
const APPEND_DEADLINE_MS = 10_000;

export interface OutboxPublisherSettings {
  readonly pool: Store['pool'];
  readonly eventLog: EventLog;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Keeps the outbox empty: when it is woken, and every now and then. */
export class OutboxPublisher {
  private readonly settings: OutboxPublisherSettings;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private state: 'idle' | 'running' | 'woken' | 'stopped' = 'idle';

  constructor(settings: OutboxPublisherSettings) {
    this.settings = settings;
  }

  start(): void {
    this.wake();
  }

  /** Something may have come into the outbox. */
  wake(): void {
    if (this.state === 'running') this.state = 'woken';
    if (this.state !== 'idle') return;
    clearTimeout(this.timer);
    this.state = 'running';
    this.running = this.run();
  }

  /** Resolves when nothing of it runs any more. What is left in the outbox stays there. */
  async stop(): Promise<void> {
    this.state = 'stopped';
    clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    const { pool, eventLog, log, metrics } = this.settings;
    const outbox: Outbox = {
      table: 'credit.outbox',
      append: (events) => eventLog.append(events, { deadlineMs: APPEND_DEADLINE_MS }),
    };
    const published = metrics.counter('exchange_outbox_events_total', 'Events that were published', []);
    try {
      while (this.state !== 'stopped') {
        if (this.state === 'woken') this.state = 'running';
        const count = await publishOutbox(pool, outbox);
        published.inc(count);
        // Read anew: whoever woke it meanwhile has changed it.
        if (count === 0 && (this.state as string) !== 'woken') break;
      }
    } catch (error) {
      log.warn('outbox.retrying', {}, error);
    }
    if (this.state === 'stopped') return;
    this.state = 'idle';
    this.timer = setTimeout(() => this.wake(), POLL_INTERVAL_MS);
  }
}
