import type { Json } from '@exchange/contracts';
import type { GoneRows } from '@exchange/store';
import type { Comparison, ComparisonResult } from '../../comparison.ts';
import type { Chunk } from '../../port.ts';
import { NumberSet } from '../reading/number-set.ts';
import type { OrderedRow, Page, PageReader } from '../reading/read-page.ts';
import type { IndexedRow, RowIndex } from '../reading/row-index.ts';
import { StagedChunk } from '../reading/staged-chunk.ts';
import { areTooManyGone, listAll } from '../row-digests.ts';
import type { PageRange } from '../statements/table-reading.ts';
import { toldKey } from './told-key.ts';

export interface TableComparisonParts {
  /** Opens the table, again after a connection was lost between two slices. */
  readonly pages: () => Promise<PageReader>;
  readonly index: RowIndex;
  /** Up to which revision every visible row was taken; undefined: none was yet. */
  readonly settled: string | undefined;
  /** Where the live reader stands: what the comparison gives does not move it. */
  readonly standing: () => { [name: string]: Json };
  readonly chunkRowsMax: number;
  readonly keysMax: number;
  readonly vanishedShareMax: number;
  readonly gone: GoneRows;
  /** Whether rows have no place in the order, so that they are never met. */
  readonly hasUnordered: () => Promise<boolean>;
  /** Nothing was compared before, so rows that the index does not know were read before it was kept. */
  readonly isFirst: boolean;
  /** Milliseconds, of any clock that runs on. */
  readonly clock: () => number;
}

const SLICE_MS = 2_000;
const KEYS_TOLD = 20;
const ROWS_OF_STEP = 10_000;
/** A page that is read again for its missing rows may meanwhile hold more rows, or wider ones. */
const PAGES_AGAIN_MAX = 8;

type Step = Chunk | 'step';

/** Rows to be read again: where their page began. */
interface DifferingPage {
  readonly after: readonly string[] | undefined;
  readonly keys: Set<string>;
}

/**
 * Compares a table that is read by a revision with the index of what was taken of it, in bounded memory. The whole table is read in
 * the order of its revision. A row with a settled revision must have been taken as it is: one that is not was missed, and is
 * read again and given. Rows above are met only, because the live reader may be just about to take them. A row that changes
 * while the table is read moves up in the order, so it is met sooner or later: what was not met, and was in the index when the
 * comparison began, is gone.
 */
export class TableComparison implements Comparison {
  readonly #parts: TableComparisonParts;
  readonly #steps: AsyncGenerator<Step, ComparisonResult, void>;
  readonly #met = new NumberSet();
  readonly #differing: DifferingPage[] = [];
  readonly #told = { missing: [] as string[], changed: [] as string[], gone: [] as string[] };
  readonly #counts = {
    source: 0,
    exchange: 0,
    missing: 0,
    changed: 0,
    gone: 0,
    adopted: 0,
    refetched: 0,
    withdrawn: 0,
    kept: 0,
  };
  #result: ComparisonResult | null = null;

  constructor(parts: TableComparisonParts) {
    this.#parts = parts;
    this.#steps = this.#compare();
  }

  get result(): ComparisonResult | null {
    return this.#result;
  }

  /** Rows that the live reader took meanwhile. */
  meet(numbers: readonly number[]): void {
    for (const number of numbers) this.#met.add(number);
  }

  async *slice(signal: AbortSignal): AsyncGenerator<Chunk> {
    const { clock } = this.#parts;
    const until = clock() + SLICE_MS;
    while (!signal.aborted) {
      const step = await this.#steps.next();
      if (step.done) {
        this.#result = step.value;
        return;
      }
      if (step.value !== 'step') yield step.value;
      else if (clock() >= until) return;
    }
  }

  async *#compare(): AsyncGenerator<Step, ComparisonResult> {
    const { index, keysMax, vanishedShareMax } = this.#parts;
    // What is remembered from now on may be of rows that were written behind the reading.
    const numberMax = await index.digests.highest(index.name);
    yield* this.#readTable();
    const gone = yield* this.#findGone(numberMax);
    // Asked behind the reading: a row that lost its revision meanwhile was not met, and is not gone.
    const hasUnordered = gone.size > 0 && (await this.#parts.hasUnordered());
    const wish = hasUnordered ? 'tell' : this.#parts.gone;
    const isWithdrawing = wish === 'withdraw';
    const { missing, changed, exchange } = this.#counts;
    const isTooMuchMissing = missing + changed > keysMax;
    const isTooMuchGone =
      isWithdrawing && (gone.size > keysMax || areTooManyGone(this.#counts.gone, exchange, vanishedShareMax));
    if (!isTooMuchMissing) yield* this.#mend();
    if (isWithdrawing && !isTooMuchGone) yield* this.#withdraw(gone);
    // What is forgotten too early, of a table that is being filled anew, is read again by the live reader.
    if (wish === 'keep') {
      yield* this.#forget([...gone.keys()]);
      this.#counts.kept = gone.size;
    }
    const isOverLimit = isTooMuchMissing || isTooMuchGone;
    return { ...this.#counts, isOverLimit, hasUnordered, keys: this.#told };
  }

  async *#readTable(): AsyncGenerator<Step> {
    const { settled } = this.#parts;
    let after: readonly string[] | undefined;
    const ranges = settled === undefined ? [{}] : [{ upTo: settled }, { above: settled }];
    for (const range of ranges) {
      for (let isLast = false; !isLast;) {
        const page = await this.#page({ ...range, ...(after ? { after } : {}) });
        await this.#meet(page.rows, 'upTo' in range, after);
        ({ isLast } = page);
        after = page.rows.at(-1)?.position ?? after;
        yield 'step';
      }
    }
  }

  async #meet(
    rows: readonly OrderedRow[],
    isSettled: boolean,
    after: readonly string[] | undefined,
  ): Promise<void> {
    const { index, isFirst } = this.#parts;
    const entries = rows.map((row) => index.entryOf(row));
    const known = await index.digests.find(
      index.name,
      entries.map(({ key }) => key),
    );
    const adopted: IndexedRow[] = [];
    const keys = new Set<string>();
    for (const [place, entry] of entries.entries()) {
      const taken = known[place];
      const digest = taken?.digest ?? null;
      if (!index.isWithdrawn(entry.digest)) this.#counts.source += 1;
      if (taken) this.#met.add(taken.number);
      if (!isSettled || digest === entry.digest) continue;
      if (digest === null ? isFirst && !index.isWhole : index.isOfOtherLayout(digest)) adopted.push(entry);
      else {
        this.#note(digest === null ? 'missing' : 'changed', entry.key);
        keys.add(entry.key);
      }
    }
    this.#counts.adopted += adopted.length;
    await index.set(adopted);
    const { missing, changed } = this.#counts;
    if (keys.size > 0 && missing + changed <= this.#parts.keysMax) this.#differing.push({ after, keys });
  }

  /** Rows of the index that were not met and that no other row stands in for, with their digests. */
  async *#findGone(numberMax: number): AsyncGenerator<Step, ReadonlyMap<string, string>> {
    const { index, keysMax } = this.#parts;
    const gone = new Map<string, string>();
    const removed: string[] = [];
    let unlisted = 0;
    let seen = 0;
    for await (const { number, key, digest } of this.#listed()) {
      const isWithdrawn = index.isWithdrawn(digest);
      if (++seen % ROWS_OF_STEP === 0) yield 'step';
      if (!isWithdrawn) this.#counts.exchange += 1;
      if (number > numberMax || this.#met.has(number)) continue;
      if (!isWithdrawn && gone.size <= keysMax) gone.set(key, digest);
      else if (!isWithdrawn) unlisted += 1;
      else if (removed.length < keysMax) removed.push(key);
    }
    yield* this.#forget(removed);
    yield* this.#leaveOutReplaced(gone, numberMax);
    for (const key of gone.keys()) this.#note('gone', key);
    this.#counts.gone += unlisted;
    yield 'step';
    return gone;
  }

  async *#forget(keys: readonly string[]): AsyncGenerator<Step> {
    const { index, chunkRowsMax } = this.#parts;
    for (let start = 0; start < keys.length; start += chunkRowsMax) {
      await index.set(keys.slice(start, start + chunkRowsMax).map((key) => ({ key, digest: null })));
      yield 'step';
    }
  }

  /** A record whose row was written anew under another key is not gone. */
  async *#leaveOutReplaced(gone: Map<string, string>, numberMax: number): AsyncGenerator<Step> {
    const { index } = this.#parts;
    if (gone.size === 0 || !index.namesRecords) return;
    const byRecord = new Map<string, string[]>();
    for (const key of gone.keys()) {
      const record = index.recordIn(key);
      byRecord.set(record, [...(byRecord.get(record) ?? []), key]);
    }
    let seen = 0;
    for await (const { number, key, digest } of this.#listed()) {
      if (++seen % ROWS_OF_STEP === 0) yield 'step';
      if ((number <= numberMax && !this.#met.has(number)) || index.isWithdrawn(digest)) continue;
      for (const replaced of byRecord.get(index.recordIn(key)) ?? []) gone.delete(replaced);
    }
  }

  async *#mend(): AsyncGenerator<Step> {
    const { index, chunkRowsMax, settled } = this.#parts;
    const chunk = new StagedChunk({ name: index.name, digests: index.digests, chunkRowsMax }, 'upsert');
    for (const { after, keys } of this.#differing) {
      let from = after;
      for (let again = 0, isLast = false; !isLast && keys.size > 0 && again < PAGES_AGAIN_MAX; again++) {
        const page = await this.#page({
          ...(settled === undefined ? {} : { upTo: settled }),
          ...(from ? { after: from } : {}),
        });
        ({ isLast } = page);
        from = page.rows.at(-1)?.position ?? from;
        for (const [line, entry] of await this.#stillDiffering(page, keys)) {
          if (chunk.isFull) yield await this.#give(chunk, 'refetched');
          chunk.add(line, entry);
        }
        yield 'step';
      }
    }
    if (chunk.rows > 0) yield await this.#give(chunk, 'refetched');
  }

  /** The rows as they are now; what the live reader has taken meanwhile is left to it. */
  async #stillDiffering(page: Page, keys: Set<string>): Promise<Array<readonly [string, IndexedRow]>> {
    const { index } = this.#parts;
    const rows = page.rows
      .map((row) => [row.line, index.entryOf(row)] as const)
      .filter(([, { key }]) => keys.delete(key));
    const known = await index.digests.find(
      index.name,
      rows.map(([, { key }]) => key),
    );
    return rows.filter(([, { digest }], place) => known[place]?.digest !== digest);
  }

  async *#withdraw(gone: ReadonlyMap<string, string>): AsyncGenerator<Step> {
    const { index, chunkRowsMax } = this.#parts;
    const chunk = new StagedChunk({ name: index.name, digests: index.digests, chunkRowsMax }, 'delete');
    const keys = [...gone.keys()];
    for (let start = 0; start < keys.length; start += chunkRowsMax) {
      const part = keys.slice(start, start + chunkRowsMax);
      const known = await index.digests.find(index.name, part);
      for (const [place, key] of part.entries()) {
        const row = known[place];
        // A row that was written again meanwhile, be it as it was.
        if (row?.digest !== gone.get(key) || this.#met.has(row!.number)) continue;
        if (chunk.isFull) yield await this.#give(chunk, 'withdrawn');
        chunk.add(key, { key, digest: null });
      }
      yield 'step';
    }
    if (chunk.rows > 0) yield await this.#give(chunk, 'withdrawn');
  }

  async #give(chunk: StagedChunk, as: 'refetched' | 'withdrawn'): Promise<Chunk> {
    this.#counts[as] += chunk.rows;
    return (await chunk.take(this.#parts.standing())).chunk;
  }

  async #page(range: PageRange): Promise<Page> {
    return (await this.#parts.pages()).read(range);
  }

  #listed() {
    const { digests, name } = this.#parts.index;
    return listAll(digests, name);
  }

  #note(as: 'missing' | 'changed' | 'gone', key: string): void {
    this.#counts[as] += 1;
    if (this.#told[as].length < KEYS_TOLD) this.#told[as].push(toldKey(key));
  }
}
