import type { DecodeOptions } from '../decoded-batch.ts';
import { csvFields } from '../csv/csv-fields.ts';
import { CsvRowScanner, ROW_BYTES_MAX } from '../csv/csv-row-scanner.ts';
import { markBytes } from '../csv/read-csv-rows.ts';
import { TableHead } from '../csv/table-head.ts';
import { PendingBytes } from './pending-bytes.ts';
import {
  NOTHING,
  PROLOGUE_BYTES_MAX,
  type Prologue,
  type RowSplitter,
  type SplitRow,
} from './row-splitter.ts';

const LINE_FEED = 0x0a;
const LINE_BREAK = Buffer.from('\n');

/**
 * Rows of a CSV file; its prologue is all that stands above the data. `hasHeader` false: lines, as of NDJSON, without a
 * prologue. Of a line that is longer than `ROW_BYTES_MAX` the first so many bytes are passed on (and rejected as too large);
 * what follows up to the line break is not kept.
 */
export class CsvSplitter implements RowSplitter {
  prologue: Prologue | null;
  readonly between = NOTHING;
  readonly closing = NOTHING;
  readonly #options: DecodeOptions;
  readonly #scanner: CsvRowScanner;
  readonly #head: TableHead;
  readonly #pending = new PendingBytes();
  readonly #hasQuotes: boolean;
  readonly #separator: string;
  #headRows: Buffer[] = [];
  #headLines = 0;
  #headBytes = 0;
  /** The start of a line that is too long, while its end is looked for. */
  #long: Buffer | null = null;

  constructor(options: DecodeOptions, hasHeader: boolean) {
    const { separator = ',', quote = '"' } = options.csv ?? {};
    this.#options = options;
    this.#separator = separator;
    this.#hasQuotes = hasHeader && quote === '"';
    this.#scanner = new CsvRowScanner({ separator, hasQuotes: this.#hasQuotes, charset: options.charset });
    this.#head = new TableHead(options.csv ?? {});
    this.prologue = hasHeader ? null : { bytes: NOTHING, lines: 0 };
  }

  push(bytes: Buffer): SplitRow[] {
    this.#pending.push(bytes);
    return this.#split(false);
  }

  finish(): { rows: SplitRow[]; epilogue: Buffer } {
    const rows = this.#split(true);
    if (this.#long) rows.push({ ...this.#endOfLong(NOTHING, 0), end: this.#pending.offset });
    // A file without a header has no rows either: all of it is shown to the decoder, which says what is missing.
    this.prologue ??= { bytes: Buffer.concat(this.#headRows), lines: this.#headLines };
    return { rows, epilogue: NOTHING };
  }

  goTo(offset: number): void {
    this.#pending.goTo(offset);
    this.#long = null;
  }

  #split(isLast: boolean): SplitRow[] {
    const rows: SplitRow[] = [];
    const { bytes, offset } = this.#pending;
    let at = 0;
    while (at < bytes.length) {
      const row = this.#long ? this.#endOfLong(bytes, at) : this.#nextRow(bytes, at, isLast);
      if (!row) break;
      at = row.end;
      if (this.#long) break;
      if (this.prologue) rows.push({ ...row, end: offset + row.end });
      else this.#takeHead(row);
    }
    this.#pending.take(at);
    return rows;
  }

  /** Null: the row's end is not there yet. `end` is its offset in `bytes`. */
  #nextRow(bytes: Buffer, from: number, isLast: boolean): SplitRow | null {
    const scanner = this.#scanner;
    // The first value may be quoted behind the byte order mark.
    const isStart = from === 0 && this.#pending.offset === 0;
    const start = from + (isStart ? markBytes(bytes, this.#options.charset) : 0);
    const isFound = scanner.scan(bytes, start, isLast);
    const length = (isFound ? scanner.end : bytes.length) - from;
    if (length > ROW_BYTES_MAX + 1) {
      this.#long = bytes.subarray(from, from + ROW_BYTES_MAX);
      return this.#endOfLong(bytes, from);
    }
    return isFound
      ? { bytes: bytes.subarray(from, scanner.end), end: scanner.end, lines: scanner.lines }
      : null;
  }

  /** Passes over the rest of the line that is too long; `#long` stays set until its end was seen. */
  #endOfLong(bytes: Buffer, from: number): SplitRow {
    const feed = bytes.indexOf(LINE_FEED, from);
    if (feed === -1 && bytes.length > 0) return { bytes: NOTHING, end: bytes.length, lines: 0 };
    const row = Buffer.concat([this.#long ?? NOTHING, LINE_BREAK]);
    this.#long = null;
    return { bytes: row, end: feed + 1, lines: 1 };
  }

  #takeHead({ bytes, lines }: SplitRow): void {
    const { charset } = this.#options;
    const mark = this.#headRows.length === 0 ? markBytes(bytes, charset) : 0;
    this.#headRows.push(bytes);
    this.#headLines += lines;
    this.#headBytes += bytes.length;
    const decoder = new TextDecoder(charset === 'utf-8' ? 'utf-8' : 'gb18030');
    const text = decoder.decode(bytes.subarray(mark)).replace(/\r?\n$/u, '');
    const isHeader =
      !this.#scanner.broken && this.#head.isHeader(csvFields(text, this.#separator, this.#hasQuotes));
    if (isHeader || this.#head.hasFailed || this.#headBytes > PROLOGUE_BYTES_MAX) {
      this.prologue = { bytes: Buffer.concat(this.#headRows), lines: this.#headLines };
    }
  }
}
