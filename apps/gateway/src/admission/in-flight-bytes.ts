/** Bounds the bytes of all bodies that are being received and worked on, whatever the number of connections. */
export class InFlightBytes {
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether more than a share of what may be in flight is. */
  isAbove(share: number): boolean {
    return this.#bytes > this.#bytesMax * share;
  }

  /**
   * Null when there is no room now. A single body is always let in when nothing else is in flight.
   *
   * @param share of the bound that may be in flight with it: what can wait leaves the rest to what cannot
   */
  reserve(bytes: number, share = 1): Reservation | null {
    const bytesMax = this.#bytesMax * share;
    if (this.#bytes > 0 && this.#bytes + bytes > bytesMax) return null;
    this.#bytes += bytes;
    let held = bytes;
    let isReleased = false;
    return {
      grow: (more) => {
        if (isReleased) return false;
        if (this.#bytes > held && this.#bytes + more > bytesMax) return false;
        this.#bytes += more;
        held += more;
        return true;
      },
      release: () => {
        this.#bytes -= held;
        held = 0;
        isReleased = true;
      },
    };
  }
}

export interface Reservation {
  /** Asks for more, e.g. when a compressed body turns out to be larger. Never granted after the release. */
  grow(moreBytes: number): boolean;
  /** Idempotent. */
  release(): void;
}
