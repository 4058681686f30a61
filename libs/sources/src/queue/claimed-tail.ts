import { DIGEST_LENGTH } from './identity-digest.ts';

/** More than any window between us and a broker holds in practice; beyond it the oldest are forgotten. */
const MESSAGES_MAX = 8_192;

/**
 * The messages that were claimed last, in order, as digests: those whose acknowledgement may not have reached the broker. It
 * is part of the checkpoint, so it moves in the claim's own transaction.
 *
 * A broker that lost the connection sends again, in order, what was not acknowledged: first the end of what was claimed,
 * because acknowledgements arrive in order, then what was sent to us and not claimed. So the claimed ones among them are the
 * longest beginning of what comes again that is also an end of the tail. Where equal messages make this ambiguous (A claimed,
 * an equal A sent and not claimed, a broken connection), a message may be skipped that was not claimed; but what is skipped is
 * always a repetition of the very messages that were claimed last, so no record is left in another state. That is why it is
 * the order that counts and not a set of digests: after A, B an unclaimed A would be taken for the first one.
 */
export class ClaimedTail {
  #digests: string[];
  /** How many messages were claimed before the first one of `#digests`. */
  #offset = 0;

  constructor(encoded: string) {
    this.#digests = [];
    for (let at = 0; at + DIGEST_LENGTH <= encoded.length; at += DIGEST_LENGTH)
      this.#digests.push(encoded.slice(at, at + DIGEST_LENGTH));
  }

  get length(): number {
    return this.#digests.length;
  }

  /** Adds messages that are about to be claimed; returns a mark for `forget`. */
  append(digests: readonly string[]): number {
    this.#digests.push(...digests);
    const surplus = this.#digests.length - MESSAGES_MAX;
    if (surplus > 0) this.#drop(surplus);
    return this.#offset + this.#digests.length;
  }

  /** The broker has the acknowledgements of everything up to the mark. */
  forget(mark: number): void {
    if (mark > this.#offset) this.#drop(mark - this.#offset);
  }

  /** How many of the messages that come again, from the first one on, were claimed. */
  claimedAmong(again: readonly string[]): number {
    const tail = this.#digests;
    for (let count = Math.min(again.length, tail.length); count > 0; count--) {
      const start = tail.length - count;
      let same = 0;
      while (same < count && tail[start + same] === again[same]) same++;
      if (same === count) return count;
    }
    return 0;
  }

  encode(): string {
    return this.#digests.join('');
  }

  #drop(count: number): void {
    this.#digests.splice(0, count);
    this.#offset += count;
  }
}
