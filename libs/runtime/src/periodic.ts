/** Runs something again and again, never twice at once. The interval is counted from the end of a run. */
export class Periodic {
  readonly #intervalMs: number;
  readonly #run: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    intervalMs: number,
    run: () => Promise<void>,
    options: { onError: (error: unknown) => void; isAtOnce?: boolean },
  ) {
    this.#intervalMs = intervalMs;
    this.#run = run;
    this.#onError = options.onError;
    this.#schedule(options.isAtOnce ? 0 : intervalMs);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#run()
        .catch(this.#onError)
        .finally(() => {
          if (!this.#isStopped) this.#schedule(this.#intervalMs);
        });
    }, delayMs);
  }
}
