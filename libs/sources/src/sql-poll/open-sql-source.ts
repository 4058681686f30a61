import { isJsonObject, type Json } from '@exchange/contracts';
import type { Chunk, ConnectionReport, Settlement, Source } from '../port.ts';
import { SourceError } from '../source-error.ts';
import { writtenResults } from './handover/written-results.ts';
import { OverlapWindow } from './reading/overlap-window.ts';
import { readChangedRows } from './reading/read-changed-rows.ts';
import { readInOrder } from './reading/read-in-order.ts';
import { PageReader } from './reading/read-page.ts';
import { findLayout, type TableLayout } from './reading/table-layout.ts';
import { openSession } from './session/open-session.ts';
import type { SqlSession } from './session/sql-session.ts';
import type { SqlSourceOptions } from './sql-source-options.ts';
import { planReading, type SqlPlan } from './sql-plan.ts';
import { SQL_DEFAULTS, type OverlapSettings } from './sql-settings.ts';
import { unorderedStatement } from './statements/table-reading.ts';
import { testSqlConnection } from './test-sql-connection.ts';

/** A table or view of a legacy system's database as a source. Settings that are wrong are told by `test` and `read`. */
export function openSqlSource(options: SqlSourceOptions): Source {
  return new SqlSource(options);
}

class SqlSource implements Source {
  readonly #options: SqlSourceOptions;
  #session: Promise<SqlSession> | null = null;
  #isClosed = false;
  #hasToldDrift = false;
  /** The window behind the checkpoint that was given last: it knows more than the checkpoint when nothing new came since. */
  #window: { readonly behind: string; readonly window: OverlapWindow } | null = null;

  constructor(options: SqlSourceOptions) {
    this.#options = options;
  }

  async *read(after: Json | null, signal: AbortSignal): AsyncGenerator<Chunk> {
    const plan = this.#plan();
    const session = await this.#open(plan);
    // A query that runs is not waited for, except where another one may be writing results back at the same time.
    const cut = (): void => {
      if (!plan.session.writesResults) void this.#forgetSession();
    };
    signal.addEventListener('abort', cut, { once: true });
    try {
      const layout = await findLayout(session, plan);
      await this.#tellDrift(session, layout);
      yield* this.#chunks(plan, session, layout, after, signal);
    } catch (error) {
      // What an abort breaks off is no failure.
      if (signal.aborted) return;
      await this.#forgetSession();
      throw error;
    } finally {
      signal.removeEventListener('abort', cut);
    }
  }

  async settle(checkpoint: Json, settlement: Settlement): Promise<boolean> {
    const { settings, rowDigests } = this.#options;
    const { strategy } = settings.read;
    if (!isJsonObject(checkpoint)) return false;
    if (strategy === 'handover') {
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
    if (strategy === 'digest') await rowDigests?.settle(checkpoint['token'] as string);
    return true;
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
    return planReading(settings, connection, stream);
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

  async #forgetSession(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await session?.then(
      (open) => open.close(),
      () => undefined,
    );
  }

  #chunks(
    plan: SqlPlan,
    session: SqlSession,
    layout: TableLayout,
    after: Json | null,
    signal: AbortSignal,
  ): AsyncIterable<Chunk> {
    const { rowDigests, stream, now } = this.#options;
    const { read } = plan;
    const pages = new PageReader(session, layout, plan.pageRows);
    if (read.strategy === 'digest') {
      if (!rowDigests) throw new Error('the strategy "digest" needs row digests');
      const { vanishedShareMax = SQL_DEFAULTS.vanishedShareMax } = read;
      return readChangedRows(
        {
          name: { system: stream.system, stream: stream.stream },
          layout,
          pages,
          digests: rowDigests,
          chunkRowsMax: plan.pageRows,
          vanishedShareMax,
        },
        signal,
      );
    }
    const windowRowsMax = read.windowRowsMax ?? SQL_DEFAULTS.windowRowsMax;
    const window = this.#windowBehind(after, read, windowRowsMax);
    const { utcOffset } = plan.session;
    const namesRows = read.strategy === 'handover';
    const reading = { session, layout, pages, window, windowRowsMax, utcOffset, namesRows, now };
    return this.#remember(readInOrder(reading, signal), window);
  }

  #windowBehind(after: Json | null, read: OverlapSettings, rowsMax: number): OverlapWindow {
    if (this.#window?.behind === identity(after)) return this.#window.window;
    const overlapMs = (read.overlapSeconds ?? SQL_DEFAULTS.overlapSeconds) * 1_000;
    const window = new OverlapWindow(after, { overlapMs, rowsMax });
    this.#window = { behind: identity(after), window };
    return window;
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
    const statement = unorderedStatement(layout.reading);
    if (statement && (await session.query(statement)).length > 0) {
      const columns = layout.reading.order.filter(({ isNullable }) => isNullable).map(({ name }) => name);
      onDrift({ kind: 'rows-without-order', columns });
    }
  }
}

/** The same for a checkpoint that was stored as jsonb, which changes the order of members. */
function identity(checkpoint: Json | null): string {
  return isJsonObject(checkpoint) ? JSON.stringify([checkpoint['after'], checkpoint['taken']]) : '';
}
