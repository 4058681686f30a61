import { NOTHING, type Prologue, type RowSplitter, type SplitRow } from './row-splitter.ts';

/** How much goes into one body; whatever comes first ends it. */
export interface BodyLimits {
  readonly rowsMax: number;
  readonly bytesMax: number;
}

export const BODY_LIMITS: BodyLimits = { rowsMax: 1_000, bytesMax: 4_194_304 };

/** A run of rows as a body of its own. */
export interface FilledBody {
  readonly body: Buffer;
  /** Line of the file that its first line of data is. */
  readonly firstLine: number;
  /** Where the rows after it start. */
  readonly end: FilePlace;
  /** Nothing of the file comes after it. */
  readonly isLast: boolean;
}

export interface FilePlace {
  readonly offset: number;
  /** From 1. */
  readonly line: number;
}

/**
 * Fills bodies with the rows of a file. A body is given when the next row is there, so that the last one is known to be the
 * last; a file without rows gives one body all the same.
 */
export class BodyFiller {
  readonly #splitter: RowSplitter;
  readonly #limits: BodyLimits;
  #rows: Buffer[] = [];
  #bytes = 0;
  #from: FilePlace | null;
  #to: FilePlace | null;

  /** `from`: the `end` of an earlier body; null: the first row. */
  constructor(splitter: RowSplitter, limits: BodyLimits, from: FilePlace | null) {
    this.#splitter = splitter;
    this.#limits = limits;
    this.#from = from;
    this.#to = from;
  }

  push(bytes: Buffer): FilledBody[] {
    return this.#fill(this.#splitter.push(bytes));
  }

  finish(): FilledBody[] {
    const { rows, epilogue } = this.#splitter.finish();
    const bodies = this.#fill(rows);
    bodies.push(this.#body(epilogue, true));
    return bodies;
  }

  #fill(rows: readonly SplitRow[]): FilledBody[] {
    const { rowsMax, bytesMax } = this.#limits;
    const bodies: FilledBody[] = [];
    for (const row of rows) {
      const isFull = this.#rows.length >= rowsMax || this.#bytes + row.bytes.length > bytesMax;
      if (isFull && this.#rows.length > 0) bodies.push(this.#body(this.#splitter.closing, false));
      this.#rows.push(row.bytes);
      this.#bytes += row.bytes.length;
      this.#to = { offset: row.end, line: this.#start().line + row.lines };
      this.#from ??= this.#firstPlace();
    }
    return bodies;
  }

  #start(): FilePlace {
    return this.#to ?? this.#firstPlace();
  }

  #firstPlace(): FilePlace {
    const { bytes, lines } = this.#prologue();
    return { offset: bytes.length, line: lines + 1 };
  }

  #prologue(): Prologue {
    return this.#splitter.prologue ?? { bytes: NOTHING, lines: 0 };
  }

  #body(tail: Buffer, isLast: boolean): FilledBody {
    const body = Buffer.concat([this.#prologue().bytes, ...this.#joined(), tail]);
    const firstLine = (this.#from ?? this.#firstPlace()).line;
    const end = this.#start();
    this.#rows = [];
    this.#bytes = 0;
    this.#from = end;
    return { body, firstLine, end, isLast };
  }

  #joined(): Buffer[] {
    const { between } = this.#splitter;
    const [first, ...others] = this.#rows;
    if (!first) return [];
    const hasBetween = between.length > 0 && first.indexOf(between) === blankLength(first);
    return [hasBetween ? first.subarray(blankLength(first) + between.length) : first, ...others];
  }
}

function blankLength(bytes: Buffer): number {
  const found = bytes.findIndex((byte) => byte > 0x20);
  return found === -1 ? bytes.length : found;
}
