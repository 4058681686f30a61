import type { KeyObject } from 'node:crypto';
import type { Schemas } from '@exchange/catalog';
import type { EventBatch, Gap, LoggedEvent } from '@exchange/event-log';
import { withSpan, type Logger, type Metrics } from '@exchange/runtime';
import { errorCodeOf, inTransaction, moveOverGap, positionOf, type Store } from '@exchange/store';
import { feedBatch } from './feed-batch.store.ts';
import { subjectFeed, type SubjectFeed } from './subject-feed.ts';

export interface PlatformFeedSettings {
  readonly schemas: Schemas;
  readonly pool: Store['pool'];
  readonly group: string;
  readonly personKey: KeyObject;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** The consumer of all subjects: what the transport calls for each batch, gap and assigned partition. */
export class PlatformFeed {
  private readonly feeds: ReadonlyMap<string, SubjectFeed>;
  private readonly settings: PlatformFeedSettings;
  private readonly counters: ReturnType<typeof counters>;

  constructor(settings: PlatformFeedSettings) {
    this.settings = settings;
    this.feeds = new Map(
      [...settings.schemas.subjects.values()].map((schema) => [schema.topic, subjectFeed(schema)]),
    );
    this.counters = counters(settings.metrics);
  }

  get topics(): readonly string[] {
    return [...this.feeds.keys()];
  }

  /** Where the group stands in a partition; null = it has never read there. */
  from(topic: string, partition: number): Promise<number | null> {
    const { pool, group } = this.settings;
    return positionOf(pool, { group, topic, partition });
  }

  /** Applies a batch; see `feedBatch`. */
  async onBatch(batch: EventBatch): Promise<void> {
    const { topic, partition, events } = batch;
    const feed = this.feeds.get(topic);
    if (!feed) throw new Error(`no subject has the topic ${topic}`);
    const { pool, group, personKey } = this.settings;
    const attributes = {
      'messaging.destination.name': topic,
      'messaging.destination.partition.id': String(partition),
      'messaging.batch.message_count': events.length,
      'messaging.consumer.group.name': group,
    };
    const links = events.map(({ event }) => event.traceparent).filter((parent) => parent !== undefined);
    const startedAt = performance.now();
    await withSpan(
      `process ${topic}`,
      attributes,
      () =>
        feedBatch(feed, batch, {
          pool,
          group,
          personKey,
          onFailureKept: (...kept) => this.onFailureKept(...kept),
        }),
      { links, kind: 'consumer' },
    );
    this.counters.events.inc({ topic }, events.length);
    this.counters.duration.observe({ topic }, (performance.now() - startedAt) / 1_000);
  }

  /** Notes what retention took away, loudly, and goes on with what is left. */
  async onGap({ topic, partition, expected, earliest }: Gap): Promise<void> {
    const { pool, group, log } = this.settings;
    await inTransaction(pool, (client) =>
      moveOverGap(client, { group, topic, partition, from: expected, to: earliest }),
    );
    this.counters.gaps.inc({ topic });
    log.error('feed.gap', { topic, partition, expected, earliest });
  }

  onError(error: unknown, { topic, partition }: { topic: string; partition: number }): void {
    this.counters.retries.inc({ topic, code: errorCodeOf(error) });
    this.settings.log.warn('feed.retrying', { topic, partition }, error);
  }

  private onFailureKept({ topic, partition, position, event }: LoggedEvent, error: unknown): void {
    const code = errorCodeOf(error);
    this.counters.failures.inc({ topic, code });
    this.settings.log.error('feed.event_kept_aside', { topic, partition, position, event: event.id }, error);
  }
}

function counters(metrics: Metrics) {
  return {
    events: metrics.counter('exchange_consumed_events_total', 'Events that were applied or found known', [
      'topic',
    ]),
    retries: metrics.counter('exchange_consumer_retries_total', 'Batches that are being retried', [
      'topic',
      'code',
    ]),
    failures: metrics.counter('exchange_delivery_failures_total', 'Events kept aside', ['topic', 'code']),
    gaps: metrics.counter('exchange_consumer_gaps_total', 'Positions that retention had passed', ['topic']),
    duration: metrics.histogram('exchange_consumer_batch_seconds', 'Time to apply a batch', ['topic']),
  };
}
