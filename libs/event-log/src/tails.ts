import type { PartitionSource } from './partition-source.ts';
import type { EventLog, LoggedEvent, Positions } from './port.ts';
import { SharedTail } from './shared-tail.ts';

/** The tails of a process: one per topic, as long as somebody listens. */
export class Tails {
  readonly #source: PartitionSource;
  readonly #bounds: EventLog['bounds'];
  readonly #onError: (error: unknown) => void;
  readonly #tails = new Map<string, SharedTail>();
  readonly #ending = new Set<Promise<void>>();

  constructor(source: PartitionSource, bounds: EventLog['bounds'], onError: (error: unknown) => void) {
    this.#source = source;
    this.#bounds = bounds;
    this.#onError = onError;
  }

  /** See `EventLog.tail`. */
  listen(
    topic: string,
    onEvents: (events: readonly LoggedEvent[]) => void,
  ): Promise<{ from: Positions; stop: () => void }> {
    const existing = this.#tails.get(topic);
    if (existing) return existing.listen(onEvents);
    const tail = new SharedTail({
      topic,
      source: this.#source,
      ends: async () =>
        new Map([...(await this.#bounds(topic))].map(([partition, { next }]) => [partition, next])),
      onError: this.#onError,
      onIdle: () => this.#end(topic, tail),
    });
    this.#tails.set(topic, tail);
    return tail.listen(onEvents);
  }

  /** Resolves when no tail runs any more. */
  async close(): Promise<void> {
    for (const [topic, tail] of this.#tails) this.#end(topic, tail);
    await Promise.all(this.#ending);
  }

  #end(topic: string, tail: SharedTail): void {
    if (this.#tails.get(topic) === tail) this.#tails.delete(topic);
    const ending = tail.stop();
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
  }
}
