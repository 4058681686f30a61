import { isUtf8 } from 'node:buffer';
import type { Charset } from '../charset.ts';
import type { DecodeOptions } from '../decoded-batch.ts';
import { csvFields } from './csv-fields.ts';
import { CsvRowScanner } from './csv-row-scanner.ts';

/** A row of a CSV body, blank ones included. */
export interface CsvRow {
  /** Empty when the row is broken. */
  readonly fields: readonly string[];
  /** Offsets in the body, without the line break. */
  readonly start: number;
  readonly end: number;
  /** Of the row in UTF-8. */
  readonly bytes: number;
  /** Line of the body on which it starts, from 1, and how many it takes up. */
  readonly line: number;
  readonly lines: number;
  readonly broken: 'unclosed' | 'misplaced' | 'bytes' | null;
}

const LINE_FEED = '\n';

/** `isWhole`: the body is known to be in its charset. */
export function* readCsvRows(
  body: Buffer,
  charset: Charset,
  { separator = ',', quote = '"' }: NonNullable<DecodeOptions['csv']>,
  isWhole: boolean,
): Generator<CsvRow, void, void> {
  const hasQuotes = quote === '"';
  const scanner = new CsvRowScanner({ separator, hasQuotes, charset });
  const texts = isWhole ? new LineTexts(body, charset) : null;
  let line = 1;
  for (let at = markBytes(body, charset); at < body.length; at = scanner.end) {
    scanner.scan(body, at, true);
    const { contentEnd: end, lines } = scanner;
    const text = texts ? texts.next(lines) : textOf(body.subarray(at, end), charset);
    const broken = scanner.broken ?? (text === null ? 'bytes' : null);
    const fields = broken || text === null ? [] : csvFields(text, separator, hasQuotes);
    const bytes = charset === 'utf-8' ? end - at : Buffer.byteLength(text ?? '');
    yield { fields, start: at, end, bytes, line, lines, broken };
    line += lines;
  }
}

/** The byte order mark, in the charset's own bytes. */
export function markBytes(body: Buffer, charset: Charset): number {
  const mark = charset === 'utf-8' ? 'efbbbf' : '84319533';
  return body.toString('hex', 0, mark.length / 2) === mark ? mark.length / 2 : 0;
}

/**
 * The text of one row after the other. The body is decoded once, for a decoder costs more to call than to run; line feeds
 * lead from the rows' bytes to their text, as there are as many in both.
 */
class LineTexts {
  readonly #text: string;
  #at = 0;

  constructor(body: Buffer, charset: Charset) {
    this.#text = new TextDecoder(charset === 'utf-8' ? 'utf-8' : 'gb18030').decode(body);
  }

  /** The next row's text, of so many lines, without its line break. */
  next(lines: number): string {
    const start = this.#at;
    let feed = this.#text.indexOf(LINE_FEED, start);
    for (let line = 1; line < lines && feed !== -1; line++) feed = this.#text.indexOf(LINE_FEED, feed + 1);
    const end = feed === -1 ? this.#text.length : feed;
    this.#at = end + 1;
    return this.#text.slice(start, end > start && this.#text[end - 1] === '\r' ? end - 1 : end);
  }
}

function textOf(row: Buffer, charset: Charset): string | null {
  if (charset === 'utf-8') return isUtf8(row) ? row.toString() : null;
  try {
    return new TextDecoder('gb18030', { fatal: true, ignoreBOM: true }).decode(row);
  } catch {
    return null;
  }
}
