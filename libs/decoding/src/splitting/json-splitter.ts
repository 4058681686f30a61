import { ROW_BYTES_MAX } from '../csv/csv-row-scanner.ts';
import { markBytes } from '../csv/read-csv-rows.ts';
import type { DecodeOptions } from '../decoded-batch.ts';
import { JsonSteps } from './json-steps.ts';
import { PendingBytes } from './pending-bytes.ts';
import {
  countLines,
  NOTHING,
  PROLOGUE_BYTES_MAX,
  type Prologue,
  type RowSplitter,
  type SplitRow,
} from './row-splitter.ts';

const COMMA = 0x2c;
const CLOSE_LIST = 0x5d;
/** Refused by every JSON decoder, wherever in a list it stands. */
const TWO_COMMAS = Buffer.from(',,');

/**
 * Elements of a JSON list, at the root or at a pointer through objects; its prologue is all before the first element, and
 * each later row starts with its comma. Where there is no such list, or no comma, the rest of the file is passed on in a way
 * that its decoder refuses.
 */
export class JsonSplitter implements RowSplitter {
  prologue: Prologue | null = null;
  readonly between = Buffer.from(',');
  closing = NOTHING;
  readonly #options: DecodeOptions;
  readonly #steps: JsonSteps;
  readonly #pending = new PendingBytes();
  #isFirst = true;
  #state: 'rows' | 'ended' | 'lost' = 'rows';

  constructor(options: DecodeOptions) {
    this.#options = options;
    this.#steps = new JsonSteps(options.charset);
  }

  push(bytes: Buffer): SplitRow[] {
    this.#pending.push(bytes);
    if (!this.prologue) this.#findPrologue();
    return this.prologue ? this.#split() : [];
  }

  finish(): { rows: SplitRow[]; epilogue: Buffer } {
    this.prologue ??= { bytes: NOTHING, lines: 0 };
    return { rows: [], epilogue: this.#pending.bytes };
  }

  goTo(offset: number): void {
    this.#pending.goTo(offset);
    this.#isFirst = false;
    this.#state = 'rows';
  }

  #findPrologue(): void {
    const { bytes } = this.#pending;
    const { charset, records = '' } = this.#options;
    const list = this.#steps.findList(bytes, markBytes(bytes, charset), records);
    if (list) {
      const taken = this.#pending.take(list.start);
      this.prologue = { bytes: taken, lines: countLines(taken) };
      this.closing = Buffer.from(`]${'}'.repeat(list.depth)}`);
    } else if (bytes.length > PROLOGUE_BYTES_MAX + ROW_BYTES_MAX) {
      this.prologue = { bytes: NOTHING, lines: 0 };
      this.#state = 'lost';
    }
  }

  #split(): SplitRow[] {
    const rows: SplitRow[] = [];
    const { bytes, offset } = this.#pending;
    let at = 0;
    while (this.#state === 'rows') {
      const end = this.#elementEnd(bytes, at);
      if (end < 0) {
        if (bytes.length - at > ROW_BYTES_MAX) this.#state = 'lost';
        break;
      }
      const row = bytes.subarray(at, end);
      rows.push({ bytes: row, end: offset + end, lines: countLines(row) });
      this.#isFirst = false;
      at = end;
    }
    this.#pending.take(at);
    const rest = this.#pending.bytes.length;
    if (this.#state === 'lost' || rest > PROLOGUE_BYTES_MAX + ROW_BYTES_MAX) rows.push(...this.#passOn());
    return rows;
  }

  /** -1: not there yet, or there is none. */
  #elementEnd(bytes: Buffer, from: number): number {
    let at = this.#steps.skipBlank(bytes, from);
    if (at === bytes.length) return -1;
    if (bytes[at] === CLOSE_LIST) {
      this.#state = 'ended';
      return -1;
    }
    if (!this.#isFirst) {
      if (bytes[at] !== COMMA) {
        this.#state = 'lost';
        return -1;
      }
      at = this.#steps.skipBlank(bytes, at + 1);
    }
    const end = this.#steps.skipValue(bytes, at);
    // Nothing where a value should be: a comma too much.
    if (end === at) this.#state = bytes[at] === CLOSE_LIST ? 'ended' : 'lost';
    return end === at ? -1 : end;
  }

  #passOn(): SplitRow[] {
    const bytes = this.#pending.take(this.#pending.bytes.length);
    if (bytes.length === 0) return [];
    return [
      { bytes: Buffer.concat([TWO_COMMAS, bytes]), end: this.#pending.offset, lines: countLines(bytes) },
    ];
  }
}
