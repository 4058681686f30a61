/** With the pauses between attempts about two minutes. */
const ATTEMPTS_MAX = 8;
/** Attempts that are further apart have nothing to do with each other. */
const APART_MS = 600_000;
const TAKEN_AS_IS_MS = 3_600_000;

interface Seen {
  readonly attempts: number;
  readonly lastMs: number;
  readonly asIsUntilMs: number;
}

const NEVER: Seen = { attempts: 0, lastMs: -Infinity, asIsUntilMs: -Infinity };

/**
 * Lists that ended below the total that their provider promised. Such a list is asked for again some times, because a provider
 * that is not at one with itself would have us leave records out; where it stays so, the total is taken to be wrong, for an
 * hour, so that a stream does not wait for ever. Outlives the source, which is opened anew after each failure.
 */
export class ShortLists {
  readonly #streams = new Map<string, Seen>();

  /** Whether the list is taken as it is, at last. `nowMs` is of a clock that does not go back. */
  isTakenAsIs(stream: string, nowMs: number): boolean {
    const seen = this.#streams.get(stream) ?? NEVER;
    if (nowMs < seen.asIsUntilMs) return true;
    const attempts = (nowMs - seen.lastMs > APART_MS ? 0 : seen.attempts) + 1;
    const isEnough = attempts > ATTEMPTS_MAX;
    this.#streams.set(
      stream,
      isEnough ? { ...NEVER, asIsUntilMs: nowMs + TAKEN_AS_IS_MS } : { ...seen, attempts, lastMs: nowMs },
    );
    return isEnough;
  }
}
