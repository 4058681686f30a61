import type { DisclosureSettings } from '@exchange/credit';
import type { Schemas } from '@exchange/catalog';
import type { SubjectSchema } from '@exchange/contracts';
import type { EventBatch, Gap, LoggedEvent } from '@exchange/event-log';
import { withSpan, type Logger, type Metrics } from '@exchange/runtime';
import { errorCodeOf, inTransaction, moveOverGap, positionOf, type Store } from '@exchange/store';
import { decisionTopics, type DecisionTopic } from './decision.ts';
import { linkBatch } from './link-batch.store.ts';

export interface CreditLinkageSettings {
  readonly schemas: Schemas;
  readonly publication: SubjectSchema;
  readonly disclosure: DisclosureSettings;
  readonly pool: Store['pool'];
  readonly group: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Called when something may have come into the outbox. */
  readonly onOutgoing: () => void;
}

/** The consumer of decisions: what the transport calls for each batch, gap and assigned partition. */
export class CreditLinkage {
  private readonly decisions: ReadonlyMap<string, DecisionTopic>;
  private readonly settings: CreditLinkageSettings;
  private readonly counters: ReturnType<typeof counters>;

  constructor(settings: CreditLinkageSettings) {
    this.settings = settings;
    this.decisions = new Map(decisionTopics(settings.schemas).map((decision) => [decision.topic, decision]));
    this.counters = counters(settings.metrics);
  }

  get topics(): readonly string[] {
    return [...this.decisions.keys()];
  }

  /** Where the group stands in a partition; null = it has never read there. */
  from(topic: string, partition: number): Promise<number | null> {
    const { pool, group } = this.settings;
    return positionOf(pool, { group, topic, partition });
  }

  /** Applies a batch; see `linkBatch`. */
  async onBatch(batch: EventBatch): Promise<void> {
    const { topic, partition, events } = batch;
    const decision = this.decisions.get(topic);
    if (!decision) throw new Error(`${topic} is no topic of decisions`);
    const { pool, group, disclosure, publication } = this.settings;
    const attributes = {
      'messaging.destination.name': topic,
      'messaging.destination.partition.id': String(partition),
      'messaging.batch.message_count': events.length,
      'messaging.consumer.group.name': group,
    };
    const links = events.map(({ event }) => event.traceparent).filter((parent) => parent !== undefined);
    const settings = { pool, group, decision, disclosure, publication };
    const onFailureKept = (...kept: Parameters<CreditLinkage['onFailureKept']>) =>
      this.onFailureKept(...kept);
    await withSpan(`process ${topic}`, attributes, () => linkBatch(batch, { ...settings, onFailureKept }), {
      links,
      kind: 'consumer',
    });
    this.counters.events.inc({ topic }, events.length);
    this.settings.onOutgoing();
  }

  /** Notes what retention took away, loudly, and goes on with what is left. */
  async onGap({ topic, partition, expected, earliest }: Gap): Promise<void> {
    const { pool, group, log } = this.settings;
    await inTransaction(pool, (client) =>
      moveOverGap(client, { group, topic, partition, from: expected, to: earliest }),
    );
    this.counters.gaps.inc({ topic });
    log.error('linkage.gap', { topic, partition, expected, earliest });
  }

  onError(error: unknown, { topic, partition }: { topic: string; partition: number }): void {
    this.counters.retries.inc({ topic, code: errorCodeOf(error) });
    this.settings.log.warn('linkage.retrying', { topic, partition }, error);
  }

  private onFailureKept({ topic, partition, position, event }: LoggedEvent, error: unknown): void {
    this.counters.failures.inc({ topic, code: errorCodeOf(error) });
    this.settings.log.error(
      'linkage.event_kept_aside',
      { topic, partition, position, event: event.id },
      error,
    );
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
  };
}
