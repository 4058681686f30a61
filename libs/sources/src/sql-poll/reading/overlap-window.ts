import type { Json } from '@exchange/contracts';
import { isJsonObject } from '@exchange/contracts';

/**
 * A row's mark: 8 characters of base64url for its place in the order, then 8 for its content. A row that changes within one
 * tick of its revision stays at its place: what counts there is its last content, so that one which comes back is seen as
 * a change. Rows that share the 48 bits of their places are taken again and again while they are young, and none is missed.
 */
const MARK_LENGTH = 16;
const PLACE_LENGTH = 8;
const MARKS_MAX = 5;
/** Of rows that the checkpoint notes: at some time before the first look. */
const BEFORE = -1;

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
 * last mark that is old enough are *young*: they are taken at once, too, and place and content of each are kept as digests,
 * until the position has moved over it. With every look the young rows are read again, and those that are known are passed over.
 *
 * Marks are times of the reader's own clock, so that neither the zone nor the clock of the database matters.
 */
export class OverlapWindow {
  readonly #limits: WindowLimits;
  #after: readonly string[] | null;
  #marks: Mark[];
  /** Place → content that was taken there last, and when the look began in which it was last met. */
  readonly #taken: Map<string, { readonly content: string; readonly metAt: number }>;
  #lookedAt = 0;
  #settled: Mark | undefined;

  constructor(checkpoint: Json | null, limits: WindowLimits) {
    this.#limits = limits;
    const { after, marks, taken } = parseCheckpoint(checkpoint);
    this.#after = after;
    this.#marks = marks;
    this.#taken = new Map(taken.map((mark) => [placeOf(mark), { content: contentOf(mark), metAt: BEFORE }]));
  }

  /** Values of the order's columns of the last settled row that was taken. */
  get after(): readonly string[] | null {
    return this.#after;
  }

  get hasTaken(): boolean {
    return this.#taken.size > 0;
  }

  /** Up to which revision everything was taken in the last look that came to its end; undefined: nothing is settled yet. */
  get settled(): string | undefined {
    return this.#settled?.[1];
  }

  /** No row with a revision was ever seen. */
  get isUntouched(): boolean {
    return this.#marks.length === 0;
  }

  /** Begins a look at the table, in which `highest` is the highest revision that is visible. */
  beginLook(now: number, highest: string | null): void {
    this.#lookedAt = now;
    for (const [place, { content, metAt }] of this.#taken)
      if (metAt === BEFORE) this.#taken.set(place, { content, metAt: now });
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
    this.#settled = mature.at(-1);
    return this.#settled?.[1];
  }

  /** Milliseconds until more is settled than now; null when nothing is waited for. */
  untilSettled(now: number): number | null {
    const next = this.#marks.find(([at]) => now - at < this.#limits.overlapMs);
    return next ? next[0] + this.#limits.overlapMs - now : null;
  }

  /** Whether a settled row was taken when it was young. */
  passSettled(mark: string): boolean {
    const taken = this.#taken.get(placeOf(mark));
    this.#taken.delete(placeOf(mark));
    return taken?.content === contentOf(mark);
  }

  /** Moves the position; every row up to it was taken. */
  moveTo(after: readonly string[]): void {
    this.#after = after;
  }

  /** Takes a young row: `new`, `known`, or `full` when it must wait. */
  takeYoung(mark: string): 'new' | 'known' | 'full' {
    const [place, content] = [placeOf(mark), contentOf(mark)];
    const taken = this.#taken.get(place);
    if (!taken && this.#taken.size >= 2 * this.#limits.rowsMax) return 'full';
    this.#taken.set(place, { content, metAt: this.#lookedAt });
    return taken?.content === content ? 'known' : 'new';
  }

  /**
   * Everything that is settled was read. Young rows that were last met before the mark was made stood below it: those that are
   * still noted were changed or are gone. So rows that are noted stay few also while no look reaches the end of the table.
   */
  endSettled(): void {
    const [at] = this.#settled ?? [0];
    for (const [place, { metAt }] of this.#taken) if (metAt < at) this.#taken.delete(place);
  }

  /** Ends a look that reached the end of the table: young rows that it did not meet were changed or are gone. */
  endLook(): void {
    for (const [place, { metAt }] of this.#taken) if (metAt !== this.#lookedAt) this.#taken.delete(place);
  }

  checkpoint(): { [name: string]: Json } {
    return {
      after: this.#after && [...this.#after],
      marks: this.#marks.map((mark) => [...mark]),
      taken: [...this.#taken].map(([place, { content }]) => place + content).join(''),
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
  const each: string[] = [];
  for (let start = 0; start < taken.length; start += MARK_LENGTH)
    each.push(taken.slice(start, start + MARK_LENGTH));
  return { after, marks: [...marks], taken: each };
}

function placeOf(mark: string): string {
  return mark.slice(0, PLACE_LENGTH);
}

function contentOf(mark: string): string {
  return mark.slice(PLACE_LENGTH, MARK_LENGTH);
}
