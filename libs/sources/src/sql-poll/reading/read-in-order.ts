import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '@exchange/contracts';
import type { Chunk } from '../../port.ts';
import type { SqlColumn } from '../dialects/column.ts';
import { SourceError } from '../../source-error.ts';
import type { SqlSession } from '../session/sql-session.ts';
import { highestStatement, newestStatement } from '../statements/table-reading.ts';
import type { OverlapWindow } from './overlap-window.ts';
import type { OrderedRow, PageReader } from './read-page.ts';
import { CHUNK_CHARACTERS_MAX, rowChunk } from './row-chunk.ts';
import type { RowIndex } from './row-index.ts';
import type { TableLayout } from './table-layout.ts';
import { longVisible, latestRevision } from './time-bounds.ts';

export interface OrderedReading {
  readonly session: SqlSession;
  readonly layout: TableLayout;
  readonly pages: PageReader;
  readonly window: OverlapWindow;
  readonly windowRowsMax: number;
  readonly utcOffset: string;
  /** Names the rows of a chunk in its checkpoint, by their place in the order. */
  readonly namesRows: boolean;
  /** Remembers the rows, where the table is reconciled now and then. */
  readonly index: RowIndex | null;
  readonly now: () => number;
}

/**
 * The rows of a table with a growing revision or sequence, each change once, although transactions commit out of order (see
 * `OverlapWindow`). Ends when there is no more at present; waits while rows are there that are too many to be taken young.
 */
export async function* readInOrder(reading: OrderedReading, signal: AbortSignal): AsyncGenerator<Chunk> {
  const { window, now } = reading;
  while (!signal.aborted) {
    const isHeldBack = yield* look(reading, signal);
    const waitMs = isHeldBack ? window.untilSettled(now()) : null;
    if (waitMs === null) return;
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * What the table holds when the reading begins, once: a back-fill. Without a window, because what becomes visible later is the
 * live reader's; so nothing is waited for, and a position is all that has to be remembered.
 */
export async function* readHeld(reading: OrderedReading, signal: AbortSignal): AsyncGenerator<Chunk> {
  // Rows that are dated into the future, too.
  const highest = await highestOf(reading, undefined);
  if (highest !== null) yield* readSettled(reading, highest, signal);
}

/** Goes once from the position to the end of the table. True when young rows had to be left. */
async function* look(reading: OrderedReading, signal: AbortSignal): AsyncGenerator<Chunk, boolean> {
  const { layout, window, utcOffset, now } = reading;
  const [first] = layout.reading.order as [SqlColumn];
  const highest = await highestOf(reading, latestRevision(first.kind, now(), utcOffset));
  // The time behind the query: what is written until then may have a revision below.
  window.beginLook(now(), highest);
  for (;;) {
    const upTo = window.settledUpTo(now()) ?? longVisible(first.kind, now(), utcOffset);
    if (upTo !== undefined) yield* readSettled(reading, upTo, signal);
    if (signal.aborted) return false;
    window.endSettled();
    // What was young when a long reading began is settled when it has come so far.
    if (window.settledUpTo(now()) === upTo || window.settledUpTo(now()) === undefined)
      return yield* readYoung(reading, upTo, signal);
  }
}

async function highestOf(
  { session, layout }: OrderedReading,
  upTo: string | undefined,
): Promise<string | null> {
  const [row] = await session.query(highestStatement(layout.reading, upTo));
  const highest = row?.['highest'];
  return highest === null || highest === undefined ? null : String(highest);
}

async function* readSettled(
  reading: OrderedReading,
  upTo: string,
  signal: AbortSignal,
): AsyncGenerator<Chunk, void> {
  const { pages, window } = reading;
  const chunk = new GrowingChunk(reading);
  for (let isLast = false; !isLast && !signal.aborted;) {
    const page = await pages.read({ ...(window.after ? { after: window.after } : {}), upTo });
    ({ isLast } = page);
    for (const row of page.rows) {
      const isTaken = window.hasTaken && window.passSettled(markOf(row));
      window.moveTo(row.position);
      if (!isTaken) chunk.add(row);
      if (chunk.isFull) yield await chunk.take();
    }
    if (chunk.hasRows) yield await chunk.take();
  }
}

async function* readYoung(
  reading: OrderedReading,
  above: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Chunk, boolean> {
  const { pages, window, windowRowsMax } = reading;
  const chunk = new GrowingChunk(reading);
  let { after } = window;
  let met = 0;
  let isFull = false;
  for (let isLast = false; !isLast && !isFull && !signal.aborted;) {
    const page = await pages.read({
      ...(after ? { after } : {}),
      ...(above === undefined ? {} : { above }),
    });
    ({ isLast } = page);
    for (const row of page.rows) {
      const taken = met++ < windowRowsMax ? window.takeYoung(markOf(row)) : 'full';
      isFull = taken === 'full';
      if (isFull) break;
      if (taken === 'new') chunk.add(row);
      after = row.position;
      if (chunk.isFull) yield await chunk.take();
    }
    if (chunk.hasRows) yield await chunk.take();
  }
  if (!isFull && !signal.aborted) window.endLook();
  return isFull;
}

/**
 * The checkpoint behind everything that is visible now. The newest rows, as many as may be young, are noted as taken, so that
 * what commits late among them is still read and nothing of them is read again; those before them are passed.
 */
export async function checkpointBehindAll(reading: OrderedReading): Promise<Json> {
  const { session, layout, pages, window, windowRowsMax, utcOffset, now } = reading;
  const [first] = layout.reading.order as [SqlColumn];
  const latest = latestRevision(first.kind, now(), utcOffset);
  const highest = await highestOf(reading, latest);
  window.beginLook(now(), highest);
  const newest = await session.query(newestStatement(layout.reading, latest, windowRowsMax + 1));
  const before = newest[windowRowsMax];
  if (before) window.moveTo(layout.reading.order.map((_, index) => String(before[`c${index}`])));
  for (let { after } = window, isLast = false; !isLast;) {
    const page = await pages.read(after ? { after } : {});
    ({ isLast } = page);
    for (const row of page.rows) {
      if (window.takeYoung(markOf(row)) === 'full') throw tooManyYoung(layout.reading.table);
      after = row.position;
    }
  }
  return window.checkpoint();
}

function tooManyYoung(table: string): SourceError {
  return new SourceError('settings', {
    zh: `${table} 中日期在将来的行过多，或此刻写入过快，无法确定起点；请加大 windowRowsMax 或稍后再试`,
    en: `too many rows of ${table} are dated into the future or are being written now to tell where to start: set a larger windowRowsMax, or try again later`,
  });
}

/** As `OverlapWindow` knows a row: its place, and its content at that place. */
function markOf({ line, position }: OrderedRow): string {
  return `${digestOf(position.join('\n'))}${digestOf(line)}`;
}

function digestOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 8);
}

class GrowingChunk {
  readonly #reading: OrderedReading;
  #rows: OrderedRow[] = [];
  #characters = 0;

  constructor(reading: OrderedReading) {
    this.#reading = reading;
  }

  get hasRows(): boolean {
    return this.#rows.length > 0;
  }

  get isFull(): boolean {
    return this.#characters > CHUNK_CHARACTERS_MAX;
  }

  add(row: OrderedRow): void {
    this.#rows.push(row);
    this.#characters += row.line.length;
  }

  async take(): Promise<Chunk> {
    const rows = this.#rows;
    const { window, namesRows, index } = this.#reading;
    this.#rows = [];
    this.#characters = 0;
    const checkpoint: { [name: string]: Json } = window.checkpoint();
    if (namesRows) checkpoint['rows'] = rows.map(({ position }) => position[0]!);
    if (index) Object.assign(checkpoint, await index.remember(rows));
    return rowChunk(
      rows.map(({ line }) => line),
      checkpoint,
    );
  }
}
