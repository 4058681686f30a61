import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { isObservable, lastValueFrom, throwError, type Observable } from 'rxjs';
import type { EventBatch, EventLog, RunningSubscription, Subscription } from './port.ts';

export interface EventLogTransportOptions extends Pick<
  Subscription,
  'group' | 'from' | 'onGap' | 'onError' | 'batchEventsMax'
> {
  readonly eventLog: EventLog;
}

/** What is called with one partition's batch; its effect and the move of the position have taken place when it resolves. */
export type BatchHandler = (batch: EventBatch) => Promise<void>;

/**
 * The event log as a transport of Nest: a pattern is a topic, its handler gets whole batches. Handlers are added with
 * `onTopic`, or written as methods with `@EventPattern('wujin.<subject>.v1')`; these need the filter `HandErrorsOn`, because
 * Nest would turn their errors into a message without a code, and the driver could not tell a moved position from an outage.
 */
export class EventLogTransport extends Server implements CustomTransportStrategy {
  // An event's failure goes to the driver, which tells `onError` of it: Nest need not log it as well.
  override readonly propagatesEventHandlerErrors = true;
  private readonly options: EventLogTransportOptions;
  private running: Promise<RunningSubscription> | null = null;

  constructor(options: EventLogTransportOptions) {
    super();
    this.options = options;
  }

  /** Adds a handler for topics that are known only when the app runs, e.g. from a catalogue. */
  onTopic(topic: string, handler: BatchHandler): void {
    this.addHandler(topic, handler, true);
  }

  /** Subscribes to the topics of all handlers; `callback` gets the error when that fails. */
  listen(callback: (error?: unknown) => void): void {
    const { eventLog, group, from, onGap, onError, batchEventsMax } = this.options;
    this.running = eventLog.subscribe({
      group,
      topics: [...this.getHandlers().keys()],
      from,
      onBatch: (batch) => this.handle(batch),
      onGap,
      ...(onError === undefined ? {} : { onError }),
      ...(batchEventsMax === undefined ? {} : { batchEventsMax }),
    });
    void this.report(callback);
  }

  /** Finishes the batches at hand and gives the partitions back. */
  async close(): Promise<void> {
    const { running } = this;
    this.running = null;
    await (await running?.catch(() => null))?.stop();
  }

  /** The transport has no events of its own: failures go to `onError` of its options. */
  on(): void {}

  unwrap<T>(): T {
    return this.options.eventLog as T;
  }

  private async report(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.running;
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  }

  private async handle(batch: EventBatch): Promise<void> {
    const handler = this.getHandlerByPattern(batch.topic);
    if (!handler) throw new Error(`no handler for the topic ${batch.topic}`);
    const result: unknown = await handler(batch);
    // Nest hands a failure of a decorated method over as a stream that ends with it.
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }
}

/** Exception filter for decorated handlers (`@UseFilters(new HandErrorsOn())`): the driver gets the error as it was thrown. */
export class HandErrorsOn {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
