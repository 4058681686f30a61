import { setTimeout as sleep } from 'node:timers/promises';

const ANSWER_ROOM_BYTES = 64 * 1_048_576;
/** Of an interface whose answers are not known yet. */
const EXPECTED_BYTES = 1_048_576;
const PAUSE_MS = 50;

/** What one reader holds of the room. */
export interface Occupied {
  /** The answer is there, and has so many bytes. */
  resize(bytes: number): void;
  /** Idempotent. */
  leave(): void;
}

/**
 * Bounds the bytes of the pages of interfaces and pieces of files that a process has read and nobody has taken yet. How long
 * one is shows when it is there, so what is reserved for it is the length of the one before.
 */
export class AnswerRoom {
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax = ANSWER_ROOM_BYTES) {
    this.#bytesMax = bytesMax;
  }

  /** Waits until there is room; one reader is always let in. Rejects when the signal aborts. */
  async enter(signal: AbortSignal, expectedBytes = EXPECTED_BYTES): Promise<Occupied> {
    while (this.#bytes > 0 && this.#bytes + expectedBytes > this.#bytesMax)
      await sleep(PAUSE_MS, undefined, { signal });
    let held = expectedBytes;
    this.#bytes += held;
    const resize = (bytes: number): void => {
      this.#bytes += bytes - held;
      held = bytes;
    };
    return { resize, leave: () => resize(0) };
  }
}
