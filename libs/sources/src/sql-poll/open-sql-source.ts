import assert from 'node:assert';
import { isJsonObject, type Json } from '@exchange/contracts';
import type { HeldAmount } from '@exchange/store';
import type { Comparison, ComparisonWish } from '../comparison.ts';
import type { Chunk, ConnectionReport, Settlement, Source } from '../port.ts';
import { SourceError } from '../source-error.ts';
import { writtenResults } from './handover/written-results.ts';
import { OverlapWindow } from './reading/overlap-window.ts';
import { readChangedRows } from './reading/read-changed-rows.ts';
import { checkpointBehindAll, readHeld, readInOrder, type OrderedReading } from './reading/read-in-order.ts';
import { PageReader } from './reading/read-page.ts';
import { isIndexedFromStart, RowIndex } from './reading/row-index.ts';
import { findLayout, type TableLayout } from './reading/table-layout.ts';
import { TableComparison } from './reconciling/table-comparison.ts';
import { openSession } from './session/open-session.ts';
import type { SqlSession } from './session/sql-session.ts';
import type { SqlSourceOptions } from './sql-source-options.ts';
import { planReading, type SqlPlan } from './sql-plan.ts';
import { SQL_DEFAULTS, type DigestRead, type OverlapSettings, type SqlRead } from './sql-settings.ts';
import { countStatement, unorderedStatement } from './statements/table-reading.ts';
import { testSqlConnection } from './test-sql-connection.ts';

/** A table or view of a legacy system's database as a source. Settings that are wrong are told by `test` and `read`. */
export function openSqlSource(options: SqlSourceOptions): Source {
  return new SqlSource(options);
}

class SqlSource implements Source {
  readonly #options: SqlSourceOptions;
  #planned: SqlPlan | null = null;
  #session: Promise<SqlSession> | null = null;
  #isClosed = false;
  #hasToldDrift = false;
  /** The window behind the checkpoint that was given last: it knows more than the checkpoint when nothing new came since. */
  #window: { readonly behind: string; readonly window: OverlapWindow } | null = null;
  /** The last one that was begun: it is told what is taken beside it. */
  #comparison: TableComparison | null = null;
  #compared: { readonly session: SqlSession; readonly pages: PageReader } | null = null;

  constructor(options: SqlSourceOptions) {
    this.#options = options;
  }

  async *read(after: Json | null, signal: AbortSignal): AsyncGenerator<Chunk> {
    const plan = this.#plan();
    const session = await this.#open(plan);
    // A query that runs is not waited for, except where another one may be writing results back at the same time.
    const isCut = !plan.session.writesResults;
    yield* this.#whileWanted(this.#rowsOf(plan, session, after, signal), signal, isCut);
  }

  async settle(checkpoint: Json, settlement: Settlement): Promise<boolean> {
    const { settings, rowDigests } = this.#options;
    const { strategy } = settings.read;
    if (!isJsonObject(checkpoint)) return false;
    if (strategy === 'handover' && settlement.kind !== 'forgotten') {
      const plan = this.#plan();
      const session = await this.#open(plan);
      try {
        await session.write(writtenResults(plan, checkpoint['rows'] as string[], settlement));
      } catch (error) {
        await this.#forgetSession();
        throw error;
      }
      return true;
    }
    if (settlement.kind === 'unreadable') return false;
    const { token } = checkpoint;
    if (typeof token === 'string') await rowDigests?.settle(token);
    return true;
  }

  async latest(signal: AbortSignal): Promise<Json> {
    const plan = this.#plan();
    const { read } = plan;
    assert(read.strategy !== 'digest', 'a table without any usable cursor has no latest checkpoint');
    return this.#ask(plan, signal, (session, layout) => {
      const window = this.#newWindow(null, read);
      return checkpointBehindAll(this.#ordered(plan, read, session, layout, window, null));
    });
  }

  async held(after: Json | null, signal: AbortSignal): Promise<HeldAmount | null> {
    if (after !== null) return null;
    const plan = this.#plan();
    try {
      return await this.#ask(plan, signal, async (session, layout) => {
        const [row] = await session.query(countStatement(layout.reading));
        return { unit: 'records', amount: Number(row?.['rows'] ?? 0) };
      });
    } catch (error) {
      // A table that takes too long to be counted, for the caller or the database, is read all the same.
      if (signal.aborted) return null;
      if (error instanceof SourceError && error.failed === 'protocol') return null;
      throw error;
    }
  }

  async compare(after: Json | null, wish: ComparisonWish, signal: AbortSignal): Promise<Comparison | null> {
    const plan = this.#plan();
    const { read } = plan;
    if (read.strategy !== 'cursor' || this.#window?.behind !== identity(after)) return null;
    const { window } = this.#window;
    // Before some rows are settled there is nothing to hold the table against.
    if (window.settled === undefined && !window.isUntouched) return null;
    const index = await this.#ask(plan, signal, async (_session, layout) =>
      this.#indexOf(read, layout, after),
    );
    if (!index) return null;
    const comparison = new TableComparison({
      pages: () => this.#pagesToCompare(plan),
      index,
      settled: window.settled,
      standing: () => ({ ...window.checkpoint(), ...index.standing }),
      chunkRowsMax: plan.pageRows,
      keysMax: read.reconcile?.keysMax ?? SQL_DEFAULTS.reconcileKeysMax,
      vanishedShareMax: SQL_DEFAULTS.vanishedShareMax,
      gone: wish.gone ?? read.reconcile?.gone ?? 'tell',
      hasUnordered: async () => {
        const session = await this.#open(plan);
        return hasUnorderedRows(session, await findLayout(session, plan));
      },
      isFirst: wish.isFirst,
      clock: () => performance.now(),
    });
    this.#comparison = comparison;
    return {
      slice: (left) => this.#whileWanted(this.#remember(comparison.slice(left), window), left, true),
      get result() {
        return comparison.result;
      },
    };
  }

  test(): Promise<ConnectionReport> {
    return testSqlConnection(this.#options);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#forgetSession();
  }

  #plan(): SqlPlan {
    const { settings, connection, stream } = this.#options;
    return (this.#planned ??= planReading(settings, connection, stream));
  }

  async #open(plan: SqlPlan): Promise<SqlSession> {
    if (this.#isClosed) throw new SourceError('tcp', { zh: '连接已关闭', en: 'the source was closed' });
    this.#session ??= openSession(plan.dialect, this.#options.connection, plan.session);
    try {
      return await this.#session;
    } catch (error) {
      this.#session = null;
      throw error;
    }
  }

  async #ask<T>(
    plan: SqlPlan,
    signal: AbortSignal,
    ask: (session: SqlSession, layout: TableLayout) => Promise<T>,
  ): Promise<T> {
    const session = await this.#open(plan);
    const cut = (): void => void this.#forgetSession();
    signal.addEventListener('abort', cut, { once: true });
    try {
      return await ask(session, await findLayout(session, plan));
    } catch (error) {
      await this.#forgetSession();
      throw error;
    } finally {
      signal.removeEventListener('abort', cut);
    }
  }

  async #forgetSession(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await session?.then(
      (open) => open.close(),
      () => undefined,
    );
  }

  async *#rowsOf(
    plan: SqlPlan,
    session: SqlSession,
    after: Json | null,
    signal: AbortSignal,
  ): AsyncGenerator<Chunk> {
    const layout = await findLayout(session, plan);
    await this.#tellDrift(session, layout);
    yield* this.#chunks(plan, session, layout, after, signal);
  }

  #chunks(
    plan: SqlPlan,
    session: SqlSession,
    layout: TableLayout,
    after: Json | null,
    signal: AbortSignal,
  ): AsyncIterable<Chunk> {
    const { rowDigests, stream, isHistory } = this.#options;
    const { read } = plan;
    if (read.strategy === 'digest') {
      if (!rowDigests) throw new Error('the strategy "digest" needs row digests');
      const { vanishedShareMax = SQL_DEFAULTS.vanishedShareMax } = read;
      return readChangedRows(
        {
          name: { system: stream.system, stream: stream.stream },
          layout,
          pages: new PageReader(session, layout, plan.pageRows),
          digests: rowDigests,
          chunkRowsMax: plan.pageRows,
          vanishedShareMax,
        },
        signal,
      );
    }
    const window = this.#windowBehind(after, read);
    // The index is the live reader's: what a back-fill brings may be older than what that has remembered.
    const index = isHistory ? null : this.#indexOf(read, layout, after);
    const reading = this.#ordered(plan, read, session, layout, window, index);
    return this.#remember(isHistory ? readHeld(reading, signal) : readInOrder(reading, signal), window);
  }

  #ordered(
    plan: SqlPlan,
    read: OrderedRead,
    session: SqlSession,
    layout: TableLayout,
    window: OverlapWindow,
    index: RowIndex | null,
  ): OrderedReading {
    return {
      session,
      layout,
      pages: new PageReader(session, layout, plan.pageRows),
      window,
      windowRowsMax: rowsMaxOf(read),
      utcOffset: plan.session.utcOffset,
      namesRows: read.strategy === 'handover',
      index,
      now: this.#options.now,
    };
  }

  #indexOf(read: SqlRead, layout: TableLayout, after: Json | null): RowIndex | null {
    const { rowDigests: digests, stream } = this.#options;
    if (read.strategy !== 'cursor' || !read.reconcile || !digests) return null;
    const name = { system: stream.system, stream: stream.stream };
    const isWhole = isIndexedFromStart(after);
    const onTaken = (numbers: readonly number[]): void => this.#comparison?.meet(numbers);
    return new RowIndex({ name, digests, layout, read, settings: read.reconcile, isWhole, onTaken });
  }

  async #pagesToCompare(plan: SqlPlan): Promise<PageReader> {
    const session = await this.#open(plan);
    if (this.#compared?.session === session) return this.#compared.pages;
    const pages = new PageReader(session, await findLayout(session, plan), plan.pageRows);
    this.#compared = { session, pages };
    return pages;
  }

  /** @param isCut whether an abort ends the session at once, with the query that runs on it */
  async *#whileWanted(
    chunks: AsyncIterable<Chunk>,
    signal: AbortSignal,
    isCut: boolean,
  ): AsyncGenerator<Chunk> {
    const cut = (): void => void this.#forgetSession();
    if (isCut) signal.addEventListener('abort', cut, { once: true });
    try {
      yield* chunks;
    } catch (error) {
      // What an abort breaks off is no failure.
      if (signal.aborted) return;
      await this.#forgetSession();
      throw error;
    } finally {
      signal.removeEventListener('abort', cut);
    }
  }

  #windowBehind(after: Json | null, read: OrderedRead): OverlapWindow {
    if (this.#window?.behind === identity(after)) return this.#window.window;
    const window = this.#newWindow(after, read);
    this.#window = { behind: identity(after), window };
    return window;
  }

  #newWindow(after: Json | null, read: OrderedRead): OverlapWindow {
    const overlapMs = (read.overlapSeconds ?? SQL_DEFAULTS.overlapSeconds) * 1_000;
    return new OverlapWindow(after, { overlapMs, rowsMax: rowsMaxOf(read) });
  }

  async *#remember(chunks: AsyncIterable<Chunk>, window: OverlapWindow): AsyncGenerator<Chunk> {
    for await (const chunk of chunks) {
      this.#window = { behind: identity(chunk.checkpoint), window };
      yield chunk;
    }
  }

  async #tellDrift(session: SqlSession, layout: TableLayout): Promise<void> {
    const { onDrift } = this.#options;
    if (!onDrift || this.#hasToldDrift) return;
    this.#hasToldDrift = true;
    if (layout.unknown.length > 0) onDrift({ kind: 'unknown-columns', columns: layout.unknown });
    if (await hasUnorderedRows(session, layout)) {
      const columns = layout.reading.order.filter(({ isNullable }) => isNullable).map(({ name }) => name);
      onDrift({ kind: 'rows-without-order', columns });
    }
  }
}

type OrderedRead = Exclude<SqlRead, DigestRead>;

async function hasUnorderedRows(session: SqlSession, { reading }: TableLayout): Promise<boolean> {
  const statement = unorderedStatement(reading);
  return statement !== null && (await session.query(statement)).length > 0;
}

function rowsMaxOf({ windowRowsMax = SQL_DEFAULTS.windowRowsMax }: OverlapSettings): number {
  return windowRowsMax;
}

/** The same for a checkpoint that was stored as jsonb, which changes the order of members. */
function identity(checkpoint: Json | null): string {
  return isJsonObject(checkpoint) ? JSON.stringify([checkpoint['after'], checkpoint['taken']]) : '';
}
