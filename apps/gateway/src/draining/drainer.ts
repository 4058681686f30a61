import { ExchangeError } from '@exchange/contracts';
import { drainStream, type DrainPorts } from '@exchange/pipeline';
import { Periodic, type Logger } from '@exchange/runtime';
import type { PostgresPendingQueue } from '@exchange/store';

const LOOK_MS = 500;
const BACKOFF_MS = 1_000;
const BLOCKED_BACKOFF_MS = 30_000;

type StreamPorts = Omit<DrainPorts, 'queue' | 'isStopping'>;

/**
 * Runs the receipts that are pending or that a dead process left behind. In each process; the lease of the stream says
 * which one drains it. A process that cannot reach the log gives the lease back, so that one that can goes on.
 */
export class Drainer {
  readonly #queue: PostgresPendingQueue;
  readonly #ports: StreamPorts;
  readonly #log: Logger;
  readonly #draining = new Map<string, Promise<void>>();
  readonly #notBefore = new Map<string, number>();
  #looking: Periodic | null = null;
  #isStopping = false;

  constructor(queue: PostgresPendingQueue, ports: StreamPorts, log: Logger) {
    this.#queue = queue;
    this.#ports = ports;
    this.#log = log;
  }

  start(): void {
    this.#looking = new Periodic(LOOK_MS, () => this.#look(), {
      onError: (error) => this.#log.debug('drainer.look_failed', {}, error),
    });
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#looking?.stop();
    await Promise.all(this.#draining.values());
  }

  async #look(): Promise<void> {
    try {
      for (const { system, stream } of await this.#queue.streamsToDrain()) {
        const name = `${system}/${stream}`;
        if (
          this.#isStopping ||
          this.#draining.has(name) ||
          (this.#notBefore.get(name) ?? 0) > performance.now()
        )
          continue;
        if (!(await this.#queue.acquire(system, stream))) continue;
        this.#draining.set(
          name,
          this.#drain(system, stream).finally(() => this.#draining.delete(name)),
        );
      }
    } catch (error) {
      this.#log.debug('drainer.look_failed', {}, error);
    }
  }

  async #drain(system: string, stream: string): Promise<void> {
    const name = `${system}/${stream}`;
    try {
      const ports = { ...this.#ports, queue: this.#queue, isStopping: () => this.#isStopping };
      const completed = await drainStream(system, stream, ports);
      if (completed > 0) this.#log.warn('drainer.stream_drained', { system, stream, receipts: completed });
      this.#notBefore.delete(name);
    } catch (error) {
      const isOutage = error instanceof ExchangeError && error.retryable;
      // What no waiting cures keeps its stream back for the sake of order, and must be looked at by somebody.
      if (isOutage) this.#log.warn('drainer.stream_waits', { system, stream }, error);
      else this.#log.error('drainer.stream_blocked', { system, stream }, error);
      this.#notBefore.set(name, performance.now() + (isOutage ? BACKOFF_MS : BLOCKED_BACKOFF_MS));
    }
    await this.#queue
      .giveBack(system, stream)
      .catch((error: unknown) => this.#log.debug('drainer.lease_kept', { system, stream }, error));
  }
}
