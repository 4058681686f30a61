import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '@exchange/contracts';
import type { Chunk } from '../../port.ts';
import type { SqlColumn } from '../dialects/column.ts';
import type { SqlSession } from '../session/sql-session.ts';
import { highestStatement } from '../statements/table-reading.ts';
import type { OverlapWindow } from './overlap-window.ts';
import type { OrderedRow, PageReader } from './read-page.ts';
import { CHUNK_CHARACTERS_MAX, rowChunk } from './row-chunk.ts';
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

/** Goes once from the position to the end of the table. True when young rows had to be left. */
async function* look(reading: OrderedReading, signal: AbortSignal): AsyncGenerator<Chunk, boolean> {
  const { session, layout, window, utcOffset, now } = reading;
  const [first] = layout.reading.order as [SqlColumn];
  const [row] = await session.query(
    highestStatement(layout.reading, latestRevision(first.kind, now(), utcOffset)),
  );
  const highest = row?.['highest'];
  window.beginLook(now(), highest === null || highest === undefined ? null : String(highest));
  for (;;) {
    const upTo = window.settledUpTo(now()) ?? longVisible(first.kind, now(), utcOffset);
    if (upTo !== undefined) yield* readSettled(reading, upTo, signal);
    if (signal.aborted) return false;
    // What was young when a long reading began is settled when it has come so far.
    if (window.settledUpTo(now()) === upTo || window.settledUpTo(now()) === undefined)
      return yield* readYoung(reading, upTo, signal);
  }
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
      const isTaken = window.hasTaken && window.passSettled(digestOf(row));
      window.moveTo(row.position);
      if (!isTaken) chunk.add(row);
      if (chunk.isFull) yield chunk.take();
    }
    if (chunk.hasRows) yield chunk.take();
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
      const taken = met++ < windowRowsMax ? window.takeYoung(digestOf(row)) : 'full';
      isFull = taken === 'full';
      if (isFull) break;
      if (taken === 'new') chunk.add(row);
      after = row.position;
      if (chunk.isFull) yield chunk.take();
    }
    if (chunk.hasRows) yield chunk.take();
  }
  if (!isFull && !signal.aborted) window.endLook();
  return isFull;
}

/** Of the whole row: a row that changes again within one tick of its revision is another one. */
function digestOf({ line, position }: OrderedRow): string {
  return hash('sha256', `${line}\n${position.join('\n')}`, 'base64url').slice(0, 16);
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

  take(): Chunk {
    const rows = this.#rows;
    this.#rows = [];
    this.#characters = 0;
    const checkpoint: { [name: string]: Json } = this.#reading.window.checkpoint();
    if (this.#reading.namesRows) checkpoint['rows'] = rows.map(({ position }) => position[0]!);
    return rowChunk(
      rows.map(({ line }) => line),
      checkpoint,
    );
  }
}
