import { ExchangeError } from '@exchange/contracts';
import { Problem } from '@exchange/runtime';

export interface StreamLimits {
  readonly streamsMax: number;
  readonly streamsPerTokenMax: number;
}

/** The right to one stream, from before it is prepared until it has ended. */
export interface StreamPlace {
  readonly tokenId: string;
}

const RETRY_AFTER_SECONDS = 10;

/** How many streams there may be, in all and for one token. */
export class StreamPlaces {
  private readonly limits: StreamLimits;
  private readonly taken = new Set<StreamPlace>();
  private isClosed = false;
  private readonly emptied = Promise.withResolvers<void>();

  constructor(limits: StreamLimits) {
    this.limits = limits;
  }

  /** Throws a `Problem` when there is none left, `ExchangeError('stopping')` after `close`. Give it back with `free`. */
  take(tokenId: string): StreamPlace {
    if (this.isClosed) throw new ExchangeError('stopping', 'the process stops', { retryable: true });
    const { streamsMax, streamsPerTokenMax } = this.limits;
    const headers = { 'Retry-After': String(RETRY_AFTER_SECONDS) };
    if (this.taken.size >= streamsMax)
      throw new Problem({
        status: 503,
        code: 'too-many-streams',
        detail: {
          zh: '本服务的订阅连接已满，请稍后再试',
          en: 'this service has no room for another stream, try later',
        },
        headers,
      });
    const ofToken = [...this.taken].filter((place) => place.tokenId === tokenId).length;
    if (ofToken >= streamsPerTokenMax)
      throw new Problem({
        status: 429,
        code: 'too-many-streams-of-token',
        detail: {
          zh: `一个令牌最多同时打开 ${streamsPerTokenMax} 个订阅`,
          en: `a token may have ${streamsPerTokenMax} streams open at once`,
        },
        headers,
      });
    const place = { tokenId };
    this.taken.add(place);
    return place;
  }

  free(place: StreamPlace): void {
    this.taken.delete(place);
    if (this.isClosed && this.taken.size === 0) this.emptied.resolve();
  }

  /** Gives no more places; resolves when all have been given back. */
  async close(): Promise<void> {
    this.isClosed = true;
    if (this.taken.size > 0) await this.emptied.promise;
  }
}
