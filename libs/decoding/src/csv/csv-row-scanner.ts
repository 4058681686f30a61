import type { Charset } from '../charset.ts';
import { gbCharacterEnd } from '../character-bytes.ts';

/** How the rows of a CSV file are written. */
export interface CsvRules {
  /** One ASCII character. */
  readonly separator: string;
  /** False: a quote is a character like any other. */
  readonly hasQuotes: boolean;
  readonly charset: Charset;
}

/** A value with more lines is taken for a quote that was never closed, so that one cannot swallow a file. */
export const ROW_LINES_MAX = 500;
/** As above, in bytes of the file's own charset; no line is kept longer. */
export const ROW_BYTES_MAX = 4_194_304;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;

/**
 * Finds where the rows of a CSV file end, in the file's own bytes. No second byte of GBK or GB18030 looks like a quote, a
 * comma or a line break; where the separator is one that such a byte may look like, characters are stepped over whole.
 *
 * A row with a quote out of place (not closed, or in the middle of a value) is broken, and ends with the line on which it
 * starts: what follows is read as rows again, so the damage is one row, or few where the break stood within a value. What
 * is said of a row depends on nothing that stands before it or after its end, so pieces of a file give the same rows as
 * the whole.
 */
export class CsvRowScanner {
  /** After the row's line break. */
  end = 0;
  /** Before it. */
  contentEnd = 0;
  /** Lines that the row takes up. */
  lines = 1;
  broken: 'unclosed' | 'misplaced' | null = null;

  readonly #separator: number;
  readonly #hasQuotes: boolean;
  readonly #stepsOver: boolean;
  #bytes: Buffer | null = null;
  #quote = -1;

  constructor({ separator, hasQuotes, charset }: CsvRules) {
    this.#separator = separator.charCodeAt(0);
    this.#hasQuotes = hasQuotes;
    this.#stepsOver = charset !== 'utf-8' && this.#separator >= 0x30 && this.#separator !== 0x3b;
  }

  /** The row that starts at `from`. False: it cannot be told before more bytes are there (never when `isLast`). */
  scan(bytes: Buffer, from: number, isLast: boolean): boolean {
    const feed = bytes.indexOf(LINE_FEED, from);
    if (feed === -1 && !isLast) return false;
    const lineEnd = feed === -1 ? bytes.length : feed;
    this.lines = 1;
    this.broken = null;
    if (!this.#hasQuotes || this.#nextQuote(bytes, from) >= lineEnd) return this.#endAt(bytes, from, lineEnd);
    const end = this.#walk(bytes, from, isLast);
    if (end === MORE) return false;
    if (end >= 0) return this.#endAt(bytes, from, end);
    this.lines = 1;
    this.broken = end === UNCLOSED ? 'unclosed' : 'misplaced';
    return this.#endAt(bytes, from, lineEnd);
  }

  /** Offset of the line break that ends a row with quotes, or why there is none. */
  #walk(bytes: Buffer, from: number, isLast: boolean): number {
    const { length } = bytes;
    let at = from;
    for (;;) {
      if (bytes[at] === QUOTE) {
        const close = closingQuote(bytes, at, isLast);
        const seen = close < 0 ? length : close;
        this.lines += countFeeds(bytes, at, seen);
        if (this.lines > ROW_LINES_MAX || seen - from > ROW_BYTES_MAX) return UNCLOSED;
        if (close < 0) return isLast ? UNCLOSED : MORE;
        at = close + 1;
        if (at === length) return at;
        if (bytes[at] === CARRIAGE_RETURN && at + 1 === length) return isLast ? length : MORE;
        if (bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED) return at + 1;
      } else {
        at = this.#valueEnd(bytes, at);
        if (this.lines > 1 && at - from > ROW_BYTES_MAX) return UNCLOSED;
        if (at === length) return isLast ? at : MORE;
      }
      if (bytes[at] === LINE_FEED) return at;
      // On a later line it is rather the first line's quote that was never closed.
      if (bytes[at] !== this.#separator) return this.lines > 1 ? UNCLOSED : MISPLACED;
      at++;
    }
  }

  /** The separator, quote or line break after a value without quotes. */
  #valueEnd(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length) {
      const byte = bytes[at]!;
      if (byte === this.#separator || byte === LINE_FEED || byte === QUOTE) return at;
      at = this.#stepsOver ? gbCharacterEnd(bytes, at) : at + 1;
    }
    return bytes.length;
  }

  #nextQuote(bytes: Buffer, from: number): number {
    if (this.#bytes !== bytes || this.#quote < from) {
      this.#bytes = bytes;
      const found = bytes.indexOf(QUOTE, from);
      this.#quote = found === -1 ? bytes.length : found;
    }
    return this.#quote;
  }

  #endAt(bytes: Buffer, from: number, feed: number): true {
    this.end = Math.min(feed + 1, bytes.length);
    this.contentEnd = feed > from && bytes[feed - 1] === CARRIAGE_RETURN ? feed - 1 : feed;
    return true;
  }
}

const MORE = -1;
const UNCLOSED = -2;
const MISPLACED = -3;

/** The quote that closes the one at `open`; -1 when it is not there, or cannot be told from half of a doubled one. */
function closingQuote(bytes: Buffer, open: number, isLast: boolean): number {
  for (let at = open + 1; ;) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote === -1 || (quote + 1 === bytes.length && !isLast)) return -1;
    if (bytes[quote + 1] !== QUOTE) return quote;
    at = quote + 2;
  }
}

function countFeeds(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED, from); at !== -1 && at < to; at = bytes.indexOf(LINE_FEED, at + 1))
    count++;
  return count;
}
