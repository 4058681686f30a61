import iconv from 'iconv-lite';
import { ROW_BYTES_MAX } from '../csv/csv-row-scanner.ts';
import type { DecodeOptions } from '../decoded-batch.ts';
import { PendingBytes } from './pending-bytes.ts';
import {
  countLines,
  NOTHING,
  PROLOGUE_BYTES_MAX,
  type Prologue,
  type RowSplitter,
  type SplitRow,
} from './row-splitter.ts';
import { XmlSteps } from './xml-steps.ts';

/**
 * Row elements of an XML document; its prologue is all before the first one. A row takes along what stands between it and
 * the row before. Where the document does not nest as it should, the rest of it is passed on as it is: its decoder says what
 * is wrong with it.
 */
export class XmlSplitter implements RowSplitter {
  prologue: Prologue | null = null;
  readonly between = NOTHING;
  closing = NOTHING;
  readonly #path: readonly string[];
  readonly #steps: XmlSteps;
  readonly #pending = new PendingBytes();
  /** Names of the open elements around the rows. */
  #open: string[] = [];
  #parents: readonly string[] = [];
  #isLost = false;

  constructor({ charset, records = '' }: DecodeOptions) {
    const encode = (text: string): string => iconv.encode(text, charset).toString('latin1');
    this.#path = records
      .split('/')
      .filter((segment) => segment !== '')
      .map(encode);
    this.#steps = new XmlSteps(charset);
  }

  push(bytes: Buffer): SplitRow[] {
    this.#pending.push(bytes);
    const rows = this.#split();
    const rest = this.#pending.bytes.length;
    const restMax = this.prologue ? ROW_BYTES_MAX : PROLOGUE_BYTES_MAX + ROW_BYTES_MAX;
    if (!this.#isLost && rest <= restMax) return rows;
    this.#isLost = true;
    this.prologue ??= { bytes: NOTHING, lines: 0 };
    const bytesLeft = this.#pending.take(rest);
    if (rest > 0) rows.push({ bytes: bytesLeft, end: this.#pending.offset, lines: countLines(bytesLeft) });
    return rows;
  }

  finish(): { rows: SplitRow[]; epilogue: Buffer } {
    this.prologue ??= { bytes: NOTHING, lines: 0 };
    return { rows: [], epilogue: this.#pending.bytes };
  }

  goTo(offset: number): void {
    this.#pending.goTo(offset);
    this.#open = [...this.#parents];
    this.#isLost = false;
  }

  #split(): SplitRow[] {
    const rows: SplitRow[] = [];
    if (this.#path.length === 0) return rows;
    const { bytes, offset } = this.#pending;
    const open = [...this.#open];
    let from = 0;
    let at = 0;
    while (!this.#isLost) {
      const tag = this.#steps.nextTag(bytes, at);
      if (!tag) break;
      if (tag.kind !== 'close' && this.#isRow(open, tag.name)) {
        const end = tag.kind === 'empty' ? tag.end : this.#elementEnd(bytes, tag.end);
        if (end < 0) break;
        if (!this.prologue) {
          from = tag.start;
          this.#startRows(bytes.subarray(0, from), open);
        }
        const row = bytes.subarray(from, end);
        rows.push({ bytes: row, end: offset + end, lines: countLines(row) });
        this.#open = [...open];
        from = end;
        at = end;
      } else {
        if (tag.kind === 'open') open.push(tag.name);
        else if (tag.kind === 'close' && open.pop() !== tag.name) this.#isLost = true;
        at = tag.end;
      }
    }
    this.#pending.take(from);
    return rows;
  }

  #startRows(before: Buffer, open: readonly string[]): void {
    this.prologue = { bytes: before, lines: countLines(before) };
    this.#parents = [...open];
    const tags = open.toReversed().map((name) => `</${name}>`);
    this.closing = Buffer.from(tags.join(''), 'latin1');
  }

  #isRow(open: readonly string[], name: string): boolean {
    const names = [...open, name];
    return (
      names.length === this.#path.length &&
      names.every((one, level) => one === this.#path[level] || localName(one) === this.#path[level])
    );
  }

  #elementEnd(bytes: Buffer, from: number): number {
    let depth = 1;
    for (let at = from; ;) {
      const tag = this.#steps.nextTag(bytes, at);
      if (!tag) return -1;
      if (tag.kind === 'open') depth++;
      else if (tag.kind === 'close' && --depth === 0) return tag.end;
      at = tag.end;
    }
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
