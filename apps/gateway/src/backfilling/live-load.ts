import type { Acceptance } from '@exchange/pipeline';
import type { LiveRoom } from '@exchange/sources';
import { isAnyStreamPending, type Store } from '@exchange/store';
import type { InFlightBytes } from '../admission/in-flight-bytes.ts';

/** Of the bytes that may be in flight, what back-fills keep away from. */
export const HISTORICAL_SHARE = 0.25;
/** A live record that takes longer, in ms, has to share with nobody. Well above the usual, well below a second. */
const SLOW_MS = 150;
/** One that is under way for so long suffers, however large it is. */
const UNDER_WAY_SLOW_MS = 1_000;
/** For so long what was slow keeps back-fills waiting. */
const WINDOW_MS = 1_000;
/** A larger batch takes its time by itself. */
const SMALL_BATCH_RECORDS = 100;
const PENDING_LOOK_MS = 500;

/** How the live records fare in this process at this moment, which is what decides whether a back-fill may go on. */
export class LiveLoad {
  readonly #inFlight: InFlightBytes;
  readonly #store: Store;
  /** Of the window that is running, and of the one before. */
  #slowest = { since: 0, ms: 0, msBefore: 0 };
  /** When those that are under way were begun, the oldest first. */
  readonly #underWay = new Set<{ readonly since: number }>();
  #pending: { readonly until: number; readonly answer: Promise<boolean> } | null = null;

  constructor(inFlight: InFlightBytes, store: Store) {
    this.#inFlight = inFlight;
    this.#store = store;
  }

  /** Runs the acceptance of a live batch, and notes how long it takes. */
  async watch(accept: () => Promise<Acceptance>): Promise<Acceptance> {
    const startedAt = performance.now();
    const begun = { since: startedAt };
    this.#underWay.add(begun);
    const acceptance = await accept().finally(() => this.#underWay.delete(begun));
    const isSmall = acceptance.kind === 'accepted' && acceptance.outcome.records <= SMALL_BATCH_RECORDS;
    if (isSmall) this.#note(performance.now(), performance.now() - startedAt);
    return acceptance;
  }

  /** Rejects with `store-unavailable` when the store cannot be asked. */
  async room(): Promise<LiveRoom> {
    if (await this.#isPending()) return 'nothing';
    const now = performance.now();
    this.#note(now, 0);
    const [oldest] = this.#underWay;
    const isSlow =
      Math.max(this.#slowest.ms, this.#slowest.msBefore) > SLOW_MS ||
      (oldest !== undefined && now - oldest.since > UNDER_WAY_SLOW_MS);
    return isSlow || this.#inFlight.isAbove(HISTORICAL_SHARE) ? 'little' : 'plenty';
  }

  #note(now: number, ms: number): void {
    const { since, ms: last } = this.#slowest;
    const windows = Math.floor((now - since) / WINDOW_MS);
    if (windows > 0) this.#slowest = { since: now, ms, msBefore: windows === 1 ? last : 0 };
    else this.#slowest.ms = Math.max(last, ms);
  }

  /** Of any stream: the log that one cannot reach is away for all. */
  #isPending(): Promise<boolean> {
    const now = performance.now();
    if (this.#pending && this.#pending.until > now) return this.#pending.answer;
    const answer = isAnyStreamPending(this.#store.pool);
    answer.catch(() => (this.#pending = null));
    this.#pending = { until: now + PENDING_LOOK_MS, answer };
    return answer;
  }
}
