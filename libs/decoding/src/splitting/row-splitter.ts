/** A row of a file, with what stands between it and the row before. */
export interface SplitRow {
  readonly bytes: Buffer;
  /** Offset in the file right after it: where a reader may go on. */
  readonly end: number;
  /** Line feeds that are passed with it. */
  readonly lines: number;
}

/** What stands before the rows and is needed to read any of them: titles and header, the start of a document. */
export interface Prologue {
  readonly bytes: Buffer;
  readonly lines: number;
}

/**
 * Takes the bytes of a file as they come and finds its rows, without decoding them. Keeps no more than one row and what was
 * pushed last. A prologue and any run of rows, closed by `closing` (or, for the last rows, by the file's own end), are a body
 * that `decodeBatch` reads as it would read the whole file.
 */
export interface RowSplitter {
  /** Null until it is complete; rows come only after that. */
  readonly prologue: Prologue | null;
  /** What a row starts with unless it is the first; the first of a body must not. Empty: nothing. */
  readonly between: Buffer;
  readonly closing: Buffer;
  push(bytes: Buffer): SplitRow[];
  /** The rest of the rows, and what stands after the last one. */
  finish(): { readonly rows: SplitRow[]; readonly epilogue: Buffer };
  /** Goes on at an offset that was the `end` of a row, once the prologue is known. What was pushed is forgotten. */
  goTo(offset: number): void;
}

/** A prologue that is longer is none: the file is not what it is said to be, and its decoder will say so. */
export const PROLOGUE_BYTES_MAX = 1_048_576;

export const NOTHING: Buffer = Buffer.alloc(0);
const LINE_FEED = 0x0a;

export function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}
