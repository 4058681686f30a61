import { CLOSED_TO_LIVE_ALONE, type ClosedBecause, type Closure } from '@exchange/pipeline';
import { Periodic, type Logger } from '@exchange/runtime';
import { closedStreams, type Store } from '@exchange/store';

const REFRESH_MS = 500;
const OF_WHOLE_SYSTEMS: readonly ClosedBecause[] = ['applied', 'joint-test', 'retired', 'maintenance'];

/**
 * The streams that were closed a moment ago, so that a body is not read in vain and a reader ends. What decides is the claim: a
 * stream that was closed since then is refused there, one that was opened is refused here for half a second more.
 */
export class KnownClosures {
  readonly #store: Store;
  readonly #refreshing: Periodic;
  #closures: ReadonlyMap<string, Closure> = new Map();
  /** Of systems all streams of which are closed for the same reason. */
  #systems: ReadonlyMap<string, Closure> = new Map();

  constructor(store: Store, log: Logger) {
    this.#store = store;
    this.#refreshing = new Periodic(REFRESH_MS, () => this.#refresh(), {
      // The store is down: what was known stays, and nothing is claimed whatever is known here.
      onError: (error) => log.debug('gate.refresh_failed', {}, error),
      isAtOnce: true,
    });
  }

  /** Null: not known to be closed to what is sent for real, or on trial. Without a stream: of the system as a whole. */
  of(system: string, stream: string | undefined, isTrial: boolean): Closure | null {
    const closure =
      (stream === undefined ? this.#systems.get(system) : this.#closures.get(`${system}/${stream}`)) ?? null;
    return closure && isTrial && CLOSED_TO_LIVE_ALONE.includes(closure.because) ? null : closure;
  }

  async stop(): Promise<void> {
    await this.#refreshing.stop();
  }

  async #refresh(): Promise<void> {
    const closed = await closedStreams(this.#store.pool);
    this.#closures = new Map(closed.map(({ system, stream, closure }) => [`${system}/${stream}`, closure]));
    this.#systems = new Map(
      closed
        .filter(({ closure }) => OF_WHOLE_SYSTEMS.includes(closure.because))
        .map(({ system, closure }) => [system, closure]),
    );
  }
}
