const MS = 1_000;

/**
 * Lets through so many a second on average; a second's worth at once after a pause, none to begin with, so that who is started
 * again and again is no faster. What is taken is paid for afterwards: how many records a chunk has is known once it was read.
 */
export class TokenBucket {
  #perSecond: number;
  #tokens: number;
  #at: number;

  /** @param now in ms, of a clock that only goes forward */
  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#tokens = 0;
    this.#at = now;
  }

  setRate(perSecond: number): void {
    this.#perSecond = perSecond;
  }

  take(count: number, now: number): void {
    this.#fill(now);
    this.#tokens -= count;
  }

  /** Milliseconds until the next may be taken. */
  waitMs(now: number): number {
    this.#fill(now);
    return this.#tokens > 0 ? 0 : Math.ceil((-this.#tokens * MS) / this.#perSecond) + 1;
  }

  #fill(now: number): void {
    const since = Math.max(now - this.#at, 0);
    this.#tokens = Math.min(this.#tokens + (since * this.#perSecond) / MS, this.#perSecond);
    this.#at = now;
  }
}
