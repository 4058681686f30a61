import { BackOff } from './back-off.ts';
import type { PartitionSource } from './partition-source.ts';
import type { LoggedEvent, Position, Positions } from './port.ts';

interface Listener {
  readonly onEvents: (events: readonly LoggedEvent[]) => void;
  /** A listener that still waits for the start keeps the tail alive but hears nothing yet. */
  isListening: boolean;
}

export interface SharedTailOptions {
  readonly topic: string;
  readonly source: PartitionSource;
  /** Next position of every partition, now. */
  readonly ends: () => Promise<Positions>;
  readonly onError: (error: unknown) => void;
  /** Called when the last listener has gone. */
  readonly onIdle: () => void;
}

const eventsMax = 1000;

/** Reads what is appended to a topic once and tells any number of listeners; it rests when there are none. */
export class SharedTail {
  readonly #options: SharedTailOptions;
  readonly #listeners = new Set<Listener>();
  readonly #controller = new AbortController();
  readonly #positions = new Map<number, Position>();
  #started: Promise<void> | null = null;
  #loops: Promise<unknown> = Promise.resolve();

  constructor(options: SharedTailOptions) {
    this.#options = options;
  }

  /** `onEvents` hears everything from the returned positions on, and nothing before them. */
  async listen(onEvents: Listener['onEvents']): Promise<{ from: Positions; stop: () => void }> {
    const listener: Listener = { onEvents, isListening: false };
    this.#listeners.add(listener);
    try {
      this.#started ??= this.#start();
      await this.#started;
    } catch (error) {
      this.#leave(listener);
      throw error;
    }
    listener.isListening = true;
    return { from: new Map(this.#positions), stop: () => this.#leave(listener) };
  }

  /** Resolves when nothing of it runs any more. */
  async stop(): Promise<void> {
    this.#controller.abort();
    await this.#started?.catch(() => undefined);
    await this.#loops;
  }

  #leave(listener: Listener): void {
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
    this.#controller.abort();
    this.#options.onIdle();
  }

  async #start(): Promise<void> {
    for (const [partition, position] of await this.#options.ends()) this.#positions.set(partition, position);
    this.#loops = Promise.all([...this.#positions.keys()].map((partition) => this.#follow(partition)));
  }

  async #follow(partition: number): Promise<void> {
    const { topic, source, onError } = this.#options;
    const { signal } = this.#controller;
    const backOff = new BackOff(50, 5000);
    while (!signal.aborted) {
      try {
        const position = this.#positions.get(partition) as Position;
        const fetched = await source.fetch({ topic, partition, position, eventsMax }, signal);
        if (signal.aborted) return;
        backOff.reset();
        // Positions of a tail are minutes old at most, a gap means a log that was reset: listeners see it by the positions.
        this.#positions.set(partition, fetched.kind === 'gap' ? fetched.earliest : fetched.next);
        if (fetched.kind === 'events' && fetched.events.length > 0) this.#tell(fetched.events);
      } catch (error) {
        if (!signal.aborted) onError(error);
        await backOff.wait(signal);
      }
    }
  }

  /** A listener that throws must not cost the others their events. */
  #tell(events: readonly LoggedEvent[]): void {
    for (const { isListening, onEvents } of this.#listeners) {
      try {
        if (isListening) onEvents(events);
      } catch (error) {
        this.#options.onError(error);
      }
    }
  }
}
