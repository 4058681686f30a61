import type { Json } from '@exchange/contracts';
import { isJsonObject } from '@exchange/contracts';

/**
 * Bytes of a row's digest, 16 characters of base64url. Two rows of a window that share one would make the second be taken
 * for a repetition: with 96 bits that does not happen.
 */
const DIGEST_LENGTH = 16;
const MARKS_MAX = 5;

/** When it was, in ms, and the highest revision that was visible then. */
type Mark = readonly [at: number, revision: string];

export interface WindowLimits {
  readonly overlapMs: number;
  readonly rowsMax: number;
}

/**
 * Which rows of a table with a growing revision were taken, although transactions commit out of order.
 *
 * A row whose revision is not above one that was visible at time t was written before t, so `overlapMs` after t all such rows
 * are visible: up to the *mark* (t, revision) the table is settled, and a plain position says what was taken. Rows above the
 * last mark that is old enough are *young*: they are taken at once, too, and the digest of each is kept, until the position
 * has moved over it. With every look the young rows are read again, and those whose digest is kept are passed over.
 *
 * Marks are times of the reader's own clock, so that neither the zone nor the clock of the database matters.
 */
export class OverlapWindow {
  readonly #limits: WindowLimits;
  #after: readonly string[] | null;
  #marks: Mark[];
  /** Digest → number of the look in which it was last met. */
  readonly #taken: Map<string, number>;
  #look = 0;

  constructor(checkpoint: Json | null, limits: WindowLimits) {
    this.#limits = limits;
    const { after, marks, taken } = parseCheckpoint(checkpoint);
    this.#after = after;
    this.#marks = marks;
    this.#taken = new Map(taken.map((digest) => [digest, 0]));
  }

  /** Values of the order's columns of the last settled row that was taken. */
  get after(): readonly string[] | null {
    return this.#after;
  }

  get hasTaken(): boolean {
    return this.#taken.size > 0;
  }

  /** Begins a look at the table, in which `highest` is the highest revision that is visible. */
  beginLook(now: number, highest: string | null): void {
    this.#look += 1;
    const last = this.#marks.at(-1);
    if (highest === null || last?.[1] === highest) return;
    if (last && now - last[0] < this.#limits.overlapMs / (MARKS_MAX - 1)) return;
    if (this.#marks.length < MARKS_MAX) this.#marks.push([now, highest]);
  }

  /** Up to which revision no further row can come to light. */
  settledUpTo(now: number): string | undefined {
    const mature = this.#marks.filter(([at]) => now - at >= this.#limits.overlapMs);
    // The newest of them says all that the older ones say.
    if (mature.length > 1) this.#marks = this.#marks.slice(mature.length - 1);
    return mature.at(-1)?.[1];
  }

  /** Milliseconds until more is settled than now; null when nothing is waited for. */
  untilSettled(now: number): number | null {
    const next = this.#marks.find(([at]) => now - at < this.#limits.overlapMs);
    return next ? next[0] + this.#limits.overlapMs - now : null;
  }

  /** Whether a settled row was taken when it was young. */
  passSettled(digest: string): boolean {
    return this.#taken.delete(digest);
  }

  /** Moves the position; every row up to it was taken. */
  moveTo(after: readonly string[]): void {
    this.#after = after;
  }

  /** Takes a young row: `new`, `known`, or `full` when it must wait. */
  takeYoung(digest: string): 'new' | 'known' | 'full' {
    const isKnown = this.#taken.has(digest);
    if (!isKnown && this.#taken.size >= 2 * this.#limits.rowsMax) return 'full';
    this.#taken.set(digest, this.#look);
    return isKnown ? 'known' : 'new';
  }

  /** Ends a look that reached the end of the table: young rows that it did not meet were changed or are gone. */
  endLook(): void {
    for (const [digest, look] of this.#taken) if (look !== this.#look) this.#taken.delete(digest);
  }

  checkpoint(): { [name: string]: Json } {
    return {
      after: this.#after && [...this.#after],
      marks: this.#marks.map((mark) => [...mark]),
      taken: [...this.#taken.keys()].join(''),
    };
  }
}

function parseCheckpoint(checkpoint: Json | null): {
  after: string[] | null;
  marks: Mark[];
  taken: string[];
} {
  if (checkpoint === null) return { after: null, marks: [], taken: [] };
  if (!isJsonObject(checkpoint)) throw new Error('this is no checkpoint of a revision cursor');
  const { after, marks, taken } = checkpoint as unknown as {
    after: string[] | null;
    marks: Mark[];
    taken: string;
  };
  const digests: string[] = [];
  for (let start = 0; start < taken.length; start += DIGEST_LENGTH)
    digests.push(taken.slice(start, start + DIGEST_LENGTH));
  return { after, marks: [...marks], taken: digests };
}
