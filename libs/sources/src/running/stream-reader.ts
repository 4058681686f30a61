import { ExchangeError, type Json } from '@exchange/contracts';
import { reportsToldMax, type Acceptance, type Outcome, type ReadFrom } from '@exchange/pipeline';
import type { PauseReason, ReaderFailure, ReaderName, SourceReaders } from '@exchange/store';
import type { Chunk, Source } from '../port.ts';
import { SourceError } from '../source-error.ts';
import { backOffMs } from './back-off.ts';
import type { Backfill } from './backfill.ts';
import { readAhead } from './read-ahead.ts';
import { untilNextMs, type Schedule } from './schedule.ts';
import { StreamReconciler, type ReconciliationPorts } from './stream-reconciler.ts';
import { untilCompleted } from './until-completed.ts';
import { wait } from './wait.ts';

export interface StreamReaderPorts {
  readonly name: ReaderName;
  readonly readers: SourceReaders;
  readonly schedule: Schedule;
  /** `onUpToDate`: to be told when the source has nothing more at present although its reading goes on, as a queue's does. */
  readonly open: (onUpToDate: () => void) => Source;
  /** The delivery rule. Throws a retryable ExchangeError when it is not known whether the chunk was claimed. */
  readonly accept: (chunk: Chunk, from: ReadFrom) => Promise<Acceptance>;
  readonly random: () => number;
  readonly onFailure?: (failure: ReaderFailure, error: unknown) => void;
  /** Something that somebody should know although reading goes on. */
  readonly onNotice?: (kind: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Of the lane `history`: sets the pace, and the reader ends where the source does. */
  readonly backfill?: Backfill;
  /** Of the lane `live`, where the stream is reconciled now and then. */
  readonly reconciliation?: ReconciliationPorts;
  /** Stops this reader until somebody lets it go on, and tells who has to know. */
  readonly pause: (reason: PauseReason) => Promise<void>;
}

const FULL_PAUSE_MS = 1_000;
/** A reader that waits for its schedule learns so soon that a reconciliation is asked for, and looks so soon where that needs it. */
const LOOK_FOR_RECONCILIATION_MS = 5_000;

/**
 * Reads one stream of a source, chunk by chunk, for as long as this process has its lease. What survives when the process dies:
 *
 * - before the claim: nothing happened; the next reader gets the chunk again.
 * - after the claim: receipt and checkpoint moved together. The receipt is run again by the drainer; the next reader goes on
 *   behind the chunk, and first tells the source what became of it.
 * - after the source was told: it is told once more.
 */
export class StreamReader {
  readonly #ports: StreamReaderPorts;
  #source: Source | null = null;
  /** In a row. */
  #failures = 0;
  /** Claims behind which the reading stands. */
  #sequence = 0;

  readonly #reconciler: StreamReconciler | null;

  constructor(ports: StreamReaderPorts) {
    this.#ports = ports;
    this.#reconciler = ports.reconciliation ? new StreamReconciler(ports.reconciliation) : null;
  }

  /** Resolves when the signal aborts, the lease is lost, the stream is closed, the reader is paused or a back-fill is done. */
  async run(signal: AbortSignal): Promise<void> {
    const { name, readers, random, backfill } = this.#ports;
    let hasJustLooked = false;
    while (!signal.aborted) {
      try {
        if (!(await this.#untilDue(hasJustLooked, signal)) || signal.aborted) break;
        if (!(await this.#readToEnd(signal))) break;
        if (signal.aborted) break;
        this.#failures = 0;
        await readers.looked(name, this.#sequence);
        hasJustLooked = true;
        if (backfill) {
          await backfill.finish(this.#sequence);
          break;
        }
      } catch (error) {
        hasJustLooked = false;
        await this.#close();
        if (signal.aborted || isLeaseLost(error)) break;
        this.#failures += 1;
        const isLasting = error instanceof SourceError && error.isLasting;
        const asked = error instanceof SourceError ? (error.retryAfterMs ?? 0) : 0;
        const retryMs = Math.max(backOffMs(this.#failures, isLasting, random), asked);
        await this.#report(error, retryMs);
        await wait(retryMs, signal);
      }
    }
    await this.#close();
    await readers.release(name).catch(() => undefined);
  }

  /** What counts is when the source was last read to its end, by whichever process: a restart neither repeats a look nor misses one. */
  async #untilDue(hasJustLooked: boolean, signal: AbortSignal): Promise<boolean> {
    const { name, readers, schedule, random, backfill } = this.#ports;
    if (backfill) return true;
    const lookedAgoMs = hasJustLooked ? 0 : (await readers.position(name)).lookedAgoMs;
    const leftMs = untilNextMs(schedule, lookedAgoMs, new Date(), random);
    if (this.#reconciler) return this.#reconcileFor(leftMs, this.#reconciler, signal);
    await wait(leftMs, signal);
    return true;
  }

  /** What is to be reconciled is, until the source is to be looked at again, however soon that is. False when the reader has to stop. */
  async #reconcileFor(ms: number, reconciler: StreamReconciler, signal: AbortSignal): Promise<boolean> {
    const until = performance.now() + ms;
    const place = {
      source: this.#source,
      position: () => this.#ports.readers.position(this.#ports.name),
      take: async (source: Source, chunk: Chunk, sequence: number) =>
        (await this.#take(source, chunk, sequence, signal)) === 'claimed',
    };
    for (;;) {
      const step = await reconciler.step(place, signal);
      if (step === 'stop') return false;
      if (step !== 'worked')
        await wait(Math.min(until - performance.now(), LOOK_FOR_RECONCILIATION_MS), signal);
      if (step === 'needs-look' || signal.aborted || until <= performance.now()) return true;
    }
  }

  /** False when the reader was paused, or its stream is closed. */
  async #readToEnd(signal: AbortSignal): Promise<boolean> {
    for (;;) {
      const end = await this.#readOn(signal);
      if (end !== 'put-aside') return end === 'end';
    }
  }

  /** Reads on from where the reader stands. After a chunk that was put aside the source has to be asked anew. */
  async #readOn(signal: AbortSignal): Promise<'end' | 'stopped' | 'put-aside'> {
    const { name, readers, backfill } = this.#ports;
    const source = (this.#source ??= this.#ports.open(() => void this.#upToDate()));
    const position = await readers.position(name);
    if (position.unsettled !== null) {
      const outcome = await untilCompleted(readers, position.unsettled, signal);
      if (!outcome) return 'end';
      await this.#settle(source, position.checkpoint, position.unsettled, outcome);
    }
    // The back-off goes on where another process left it.
    this.#failures = Math.max(this.#failures, position.failedAttempts);
    this.#sequence = position.sequence;
    let hasFailed = position.failedAttempts > 0;
    const { checkpoint } = position;
    const chunks = readAhead(
      (left) => source.read(checkpoint, left),
      signal,
      () => this.#close(),
    );
    for await (const chunk of chunks) {
      await backfill?.turn(signal);
      if (signal.aborted) return 'end';
      const taken = await this.#take(source, chunk, this.#sequence, signal);
      if (taken === 'stop') return signal.aborted ? 'end' : 'stopped';
      // What was read ahead belongs to what was put aside. The reading has ended before the next one begins.
      if (taken === 'put-aside') return 'put-aside';
      this.#sequence += 1;
      this.#failures = 0;
      if (hasFailed) await readers.recovered(name);
      hasFailed = false;
    }
    return 'end';
  }

  async #take(
    source: Source,
    chunk: Chunk,
    sequence: number,
    signal: AbortSignal,
  ): Promise<'claimed' | 'put-aside' | 'stop'> {
    const { name, readers, accept } = this.#ports;
    for (;;) {
      const acceptance = await accept(chunk, { lane: name.lane, sequence, checkpoint: chunk.checkpoint });
      switch (acceptance.kind) {
        case 'accepted': {
          const { receipt, pending } = acceptance;
          // While the log is away a source is simply not read on.
          const outcome = pending ? await untilCompleted(readers, receipt.id, signal) : acceptance.outcome;
          if (!outcome) return 'stop';
          await this.#settle(source, chunk.checkpoint, receipt.id, outcome);
          return 'claimed';
        }
        case 'blocked':
          return this.#pause({ rule: 'secrecy-marking' });
        case 'unreadable': {
          const { at, detail } = acceptance;
          if (!(await source.settle(chunk.checkpoint, { kind: 'unreadable', at, detail })))
            return this.#pause({ rule: 'unreadable', at, zh: detail.zh, en: detail.en });
          await readers.skip(name, sequence, chunk.checkpoint);
          return 'put-aside';
        }
        case 'full':
          await wait(FULL_PAUSE_MS, signal);
          if (signal.aborted) return 'stop';
          break;
        case 'closed':
          // No failure of the source: the lease is given back, and taken again when the stream is opened.
          return 'stop';
        case 'no-mapping':
          throw new SourceError(
            'settings',
            { zh: '该数据流没有已发布的映射', en: 'the stream has no published mapping' },
            { isLasting: false },
          );
        case 'running':
        case 'conflict':
          throw new Error(`a chunk has no idempotency key, yet its claim is "${acceptance.kind}"`);
        default:
          return acceptance satisfies never;
      }
    }
  }

  async #settle(
    source: Source,
    checkpoint: Json,
    receiptId: string,
    outcome: Outcome | 'gone',
  ): Promise<void> {
    if (outcome === 'gone') return this.#settleForgotten(source, checkpoint, receiptId);
    const { records, quarantined } = outcome;
    const reports =
      quarantined > reportsToldMax ? await this.#ports.readers.reports(receiptId, records) : outcome.reports;
    await source.settle(checkpoint, { kind: 'done', receiptId, outcome: { ...outcome, reports } });
    await this.#ports.readers.settled(this.#ports.name, outcome);
    await this.#ports.backfill?.passed(source, checkpoint, records);
  }

  async #settleForgotten(source: Source, checkpoint: Json, receiptId: string): Promise<void> {
    const { name, readers, onNotice } = this.#ports;
    onNotice?.('receipt-forgotten', { receipt: receiptId });
    await source.settle(checkpoint, { kind: 'forgotten', receiptId });
    await readers.settled(name, { records: 0, quarantined: 0 });
  }

  async #upToDate(): Promise<void> {
    // A lease that is lost shows at the next claim, too.
    await this.#ports.readers.looked(this.#ports.name).catch(() => undefined);
  }

  async #pause(reason: PauseReason): Promise<'stop'> {
    await this.#ports.pause(reason);
    return 'stop';
  }

  async #report(cause: unknown, retryMs: number): Promise<void> {
    const failure = failureOf(cause);
    this.#ports.onFailure?.(failure, cause);
    await this.#ports.readers.failed(this.#ports.name, failure, retryMs).catch(() => undefined);
  }

  async #close(): Promise<void> {
    const source = this.#source;
    this.#source = null;
    this.#reconciler?.forget();
    await source?.close().catch(() => undefined);
  }
}

function failureOf(error: unknown): ReaderFailure {
  if (error instanceof SourceError)
    return { failed: error.failed, zh: error.zh, en: error.message, isLasting: error.isLasting };
  if (error instanceof ExchangeError)
    return { failed: error.code, zh: '交换平台暂时不可用', en: error.message };
  return {
    failed: 'unexpected',
    zh: '读取程序内部错误，请将日志交给维护人员',
    en: 'an unexpected error in the reader: give its log to the maintainers',
  };
}

function isLeaseLost(error: unknown): boolean {
  return error instanceof ExchangeError && error.code === 'lease-lost';
}
