import { gapKind, type EventBatch, type Gap, type LoggedEvent } from '@exchange/event-log';
import { withSpan, type Logger, type Metrics } from '@exchange/runtime';
import {
  deliverToTables,
  errorCodeOf,
  inTransaction,
  moveOverGap,
  positionOf,
  type Store,
  type TableEffect,
} from '@exchange/store';
import { GAP_ADVICE } from './gap-advice.ts';

type TransactionClient = Parameters<TableEffect<LoggedEvent>>[0];

/** Position of the next event that a group will read in a partition. */
export interface ReachedPosition {
  readonly topic: string;
  readonly partition: number;
  readonly position: number;
}

export interface GroupConsumerSettings {
  /** How it is called in logs: `<name>.gap`. */
  readonly name: string;
  /** Group under which its processes share the partitions and keep their positions. */
  readonly group: string;
  /** By topic: what its events do. These topics are consumed. */
  readonly effects: ReadonlyMap<string, TableEffect<LoggedEvent>>;
  readonly pool: Store['pool'];
  readonly log: Logger;
  readonly metrics: Metrics;
  /** What a gap does to the app's tables, within the transaction that moves the group's position over it. */
  readonly gapEffect?: (client: TransactionClient, gap: Gap) => Promise<void>;
  /** Runs a delivery when it is its turn, where partitions side by side would take all connections; default: at once. */
  readonly inTurn?: <T>(delivery: () => Promise<T>) => Promise<T>;
  /** Called after every batch that took effect and every gap, with where the group stands now. */
  readonly onMoved?: (reached: ReachedPosition) => void;
}

/** A consumer of topics into tables: what the transport calls for each batch, gap and assigned partition. */
export class GroupConsumer {
  readonly name: string;
  readonly group: string;
  private readonly settings: GroupConsumerSettings;
  private readonly counters: ReturnType<typeof counters>;

  constructor(settings: GroupConsumerSettings) {
    this.name = settings.name;
    this.group = settings.group;
    this.settings = settings;
    this.counters = counters(settings.metrics);
  }

  get topics(): readonly string[] {
    return [...this.settings.effects.keys()];
  }

  /** Where the group stands in a partition; null = it has never read there. */
  from(topic: string, partition: number): Promise<number | null> {
    const { pool, group } = this.settings;
    return positionOf(pool, { group, topic, partition });
  }

  /** Applies a batch; see `deliverToTables`. */
  async onBatch(batch: EventBatch): Promise<void> {
    const { inTurn, onMoved } = this.settings;
    await (inTurn ? inTurn(() => this.deliver(batch)) : this.deliver(batch));
    onMoved?.({ topic: batch.topic, partition: batch.partition, position: batch.next });
  }

  /** Notes loudly that the group's position is not in the log, and goes on with what is there. */
  async onGap(gap: Gap): Promise<void> {
    const { name, pool, group, log, gapEffect, onMoved } = this.settings;
    const { topic, partition, expected, earliest } = gap;
    const kind = gapKind(gap);
    await inTransaction(pool, async (client) => {
      await moveOverGap(client, { group, topic, partition, from: expected, to: earliest });
      await gapEffect?.(client, gap);
    });
    this.counters.gaps.inc({ topic, kind });
    log.error(`${name}.gap`, { kind, topic, partition, expected, earliest, ...GAP_ADVICE[kind] });
    onMoved?.({ topic, partition, position: earliest });
  }

  onError(error: unknown, { topic, partition }: { topic: string; partition: number }): void {
    const { name, log } = this.settings;
    this.counters.retries.inc({ topic, code: errorCodeOf(error) });
    log.warn(`${name}.retrying`, { topic, partition }, error);
  }

  private async deliver(batch: EventBatch): Promise<void> {
    const { topic, partition, events } = batch;
    const { pool, group, effects } = this.settings;
    const effect = effects.get(topic);
    if (!effect) throw new Error(`nothing is known to do with events of ${topic}`);
    const attributes = {
      'messaging.destination.name': topic,
      'messaging.destination.partition.id': String(partition),
      'messaging.batch.message_count': events.length,
      'messaging.consumer.group.name': group,
    };
    const links = events.map(({ event }) => event.traceparent).filter((parent) => parent !== undefined);
    const onFailureKept = (failed: LoggedEvent, error: unknown) => this.onFailureKept(failed, error);
    const startedAt = performance.now();
    await withSpan(
      `process ${topic}`,
      attributes,
      () => deliverToTables(batch, { pool, group, effect, onFailureKept }),
      { links, kind: 'consumer' },
    );
    this.counters.events.inc({ topic }, events.length);
    this.counters.duration.observe({ topic }, (performance.now() - startedAt) / 1_000);
  }

  private onFailureKept({ topic, partition, position, event }: LoggedEvent, error: unknown): void {
    const { name, log } = this.settings;
    this.counters.failures.inc({ topic, code: errorCodeOf(error) });
    log.error(`${name}.event_kept_aside`, { topic, partition, position, event: event.id }, error);
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
    gaps: metrics.counter(
      'exchange_consumer_gaps_total',
      'Positions that were not in the log: retention had passed them, or the log was made anew; the log line says what to do',
      ['topic', 'kind'],
    ),
    duration: metrics.histogram('exchange_consumer_batch_seconds', 'Time to apply a batch', ['topic']),
  };
}
