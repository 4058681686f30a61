import { ExchangeError, type ExchangeEvent } from '@exchange/contracts';
import { deadlinePassed } from './deadline.ts';

export interface AppendQueueOptions {
  /**
   * Makes the events durable in their order. Rejects with an ExchangeError. When the signal is given nobody waits any more:
   * what still hangs must be torn down, so that the next call starts from a fresh connection.
   */
  readonly send: (events: readonly ExchangeEvent[], signal: AbortSignal) => Promise<void>;
  /**
   * Asked of each append when its turn comes: a rejection refuses that append alone. null = nothing to wait for. In the
   * queue, so that an append which has to wait for its answer is not overtaken.
   */
  readonly check: (events: readonly ExchangeEvent[]) => Promise<void> | null;
  /** Limits of one send. */
  readonly eventsMax: number;
  readonly bytesMax: number;
  /** Limit of everything that waits or is under way. */
  readonly queuedBytesMax: number;
  /** How long the first of several small appends waits for others, 0 = not at all. */
  readonly lingerMs: number;
}

interface Waiter {
  readonly events: readonly ExchangeEvent[];
  /** Index of the first event that no send has taken. */
  taken: number;
  isChecked: boolean;
  isSettled: boolean;
  readonly settle: (error: unknown) => void;
}

/** What an event takes besides its value: attributes and the headers that they become. */
const envelopeBytes = 400;

/**
 * Joins concurrent appends: while one send is under way the next ones wait and then share a send. One at a time, so events
 * of one key keep their order; and what was queued behind a send that failed fails with it, lest it overtake.
 */
export class AppendQueue {
  readonly #options: AppendQueueOptions;
  #queue: Waiter[] = [];
  #queuedBytes = 0;
  #running: Promise<void> | null = null;
  #current: { waiters: Set<Waiter>; controller: AbortController } | null = null;
  #closed = false;

  constructor(options: AppendQueueOptions) {
    this.#options = options;
  }

  /** See `EventLog.append`. */
  append(events: readonly ExchangeEvent[], deadlineMs: number): Promise<void> {
    if (events.length === 0) return Promise.resolve();
    if (this.#closed) return Promise.reject(stopping());
    const bytes = events.reduce((sum, event) => sum + bytesOf(event), 0);
    if (this.#queuedBytes > 0 && this.#queuedBytes + bytes > this.#options.queuedBytesMax)
      return Promise.reject(
        new ExchangeError('over-capacity', 'too much is waiting to be appended to the log', {
          retryable: true,
        }),
      );
    this.#queuedBytes += bytes;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiter.settle(deadlinePassed(deadlineMs)), deadlineMs);
      const settle = (error: unknown): void => {
        if (waiter.isSettled) return;
        waiter.isSettled = true;
        clearTimeout(timer);
        this.#queuedBytes -= bytes;
        if (error) reject(error as Error);
        else resolve();
        this.#abandonIfUnawaited();
      };
      const waiter: Waiter = { events, taken: 0, isChecked: false, isSettled: false, settle };
      this.#queue.push(waiter);
      this.#running ??= this.#run();
    });
  }

  /** Refuses new appends and resolves when those that were taken are settled. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  #abandonIfUnawaited(): void {
    const current = this.#current;
    if (!current || ![...current.waiters].every((waiter) => waiter.isSettled)) return;
    // Whoever comes from now on may be sent: the callers before know that their events have failed.
    this.#current = null;
    current.controller.abort();
    this.#failQueued(overtaking());
  }

  #failQueued(error: unknown): void {
    for (const waiter of this.#queue) waiter.settle(error);
  }

  async #run(): Promise<void> {
    if (this.#options.lingerMs > 0)
      await new Promise((resolve) => setTimeout(resolve, this.#options.lingerMs));
    else await Promise.resolve();
    while (this.#queue.length > 0) {
      await this.#checkWaiting();
      const { events, waiters } = this.#take();
      if (events.length > 0) await this.#sendOnce(events, waiters);
    }
    this.#running = null;
  }

  async #checkWaiting(): Promise<void> {
    // Appends that come meanwhile are at the end of the queue and reached, too.
    for (const waiter of this.#queue) {
      if (waiter.isChecked || waiter.isSettled) continue;
      try {
        const answer = this.#options.check(waiter.events);
        if (answer) await answer;
      } catch (error) {
        waiter.settle(error);
      }
      waiter.isChecked = true;
    }
  }

  /** The next events of the queue up to the limits. */
  #take(): { events: ExchangeEvent[]; waiters: Set<Waiter> } {
    const events: ExchangeEvent[] = [];
    const waiters = new Set<Waiter>();
    let bytes = 0;
    for (let waiter = this.#queue[0]; waiter?.isChecked || waiter?.isSettled; waiter = this.#queue[0]) {
      while (!waiter.isSettled && waiter.taken < waiter.events.length) {
        const event = waiter.events[waiter.taken] as ExchangeEvent;
        bytes += bytesOf(event);
        const isFull = events.length >= this.#options.eventsMax || bytes > this.#options.bytesMax;
        if (isFull && events.length > 0) return { events, waiters };
        events.push(event);
        waiters.add(waiter);
        waiter.taken += 1;
      }
      this.#queue.shift();
    }
    return { events, waiters };
  }

  async #sendOnce(events: readonly ExchangeEvent[], waiters: Set<Waiter>): Promise<void> {
    const controller = new AbortController();
    this.#current = { waiters, controller };
    try {
      await this.#options.send(events, controller.signal);
      this.#current = null;
      for (const waiter of waiters) if (waiter.taken === waiter.events.length) waiter.settle(null);
    } catch (error) {
      this.#current = null;
      for (const waiter of waiters) waiter.settle(error);
      if (!controller.signal.aborted) this.#failQueued(error);
    }
  }
}

function bytesOf(event: ExchangeEvent): number {
  return Buffer.byteLength(event.value) + envelopeBytes;
}

function overtaking(): ExchangeError {
  const message = 'an append before this one was not confirmed in time';
  return new ExchangeError('log-unavailable', message, { retryable: true });
}

function stopping(): ExchangeError {
  return new ExchangeError('stopping', 'the event log is being closed', { retryable: true });
}
