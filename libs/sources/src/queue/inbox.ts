import type { SourceError } from '../source-error.ts';
import type { Message } from './broker.ts';

/** Messages that arrived and are in no chunk yet. */
export class Inbox {
  readonly #messages: Message[] = [];
  #bytes = 0;
  #lost: SourceError | null = null;
  #blocked: SourceError | null = null;
  #wake: (() => void) | null = null;

  get messages(): readonly Message[] {
    return this.#messages;
  }

  get bytes(): number {
    return this.#bytes;
  }

  put(message: Message): void {
    if (this.#blocked) return;
    this.#messages.push(message);
    this.#bytes += message.body.length;
    this.#wake?.();
  }

  /** What arrived is of no use any more: it cannot be acknowledged, and comes again. */
  lose(error: SourceError): void {
    this.#lost ??= error;
    this.take(this.#messages.length);
    this.#wake?.();
  }

  /** What arrived can still be taken, and nothing that comes after it. */
  block(error: SourceError): void {
    this.#blocked ??= error;
    this.#wake?.();
  }

  take(count: number): Message[] {
    const taken = this.#messages.splice(0, count);
    for (const { body } of taken) this.#bytes -= body.length;
    return taken;
  }

  /**
   * Resolves with true when something more arrives, with false after `ms`, when the signal aborts or nothing more can be
   * taken. Throws when what arrived is lost, or nothing is left in front of what cannot be taken.
   */
  async more(signal: AbortSignal, ms?: number): Promise<boolean> {
    const before = this.#messages.length;
    if (!this.#lost && !this.#blocked && !signal.aborted) await this.#sleep(signal, ms);
    if (this.#lost) throw this.#lost;
    if (this.#blocked && this.#messages.length === 0) throw this.#blocked;
    return this.#messages.length > before;
  }

  #sleep(signal: AbortSignal, ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      this.#wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }
}
