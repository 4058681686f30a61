import { ExchangeError, type Json } from '@exchange/contracts';
import { reportsToldMax, type Acceptance, type Outcome, type ReadFrom } from '@exchange/pipeline';
import type { PauseReason, ReaderFailure, ReaderName, SourceReaders } from '@exchange/store';
import type { Chunk, Source } from '../port.ts';
import { SourceError } from '../source-error.ts';
import { backOffMs } from './back-off.ts';
import { readAhead } from './read-ahead.ts';
import { untilNextMs, type Schedule } from './schedule.ts';
import { wait } from './wait.ts';

export interface StreamReaderPorts {
  readonly name: ReaderName;
  readonly readers: SourceReaders;
  readonly schedule: Schedule;
  readonly open: () => Source;
  /** The delivery rule. Throws a retryable ExchangeError when it is not known whether the chunk was claimed. */
  readonly accept: (chunk: Chunk, from: ReadFrom) => Promise<Acceptance>;
  readonly random: () => number;
  readonly onFailure?: (failure: ReaderFailure, error: unknown) => void;
  /** Stops this reader until somebody lets it go on, and tells who has to know. */
  readonly pause: (reason: PauseReason) => Promise<void>;
}

const OUTCOME_POLL_MS = 200;
const FULL_PAUSE_MS = 1_000;

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

  constructor(ports: StreamReaderPorts) {
    this.#ports = ports;
  }

  /** Resolves when the signal aborts, the lease is lost or the reader is paused. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { name, readers, schedule, random } = this.#ports;
    while (!signal.aborted) {
      try {
        if (!(await this.#readToEnd(signal))) break;
        if (signal.aborted) break;
        this.#failures = 0;
        await readers.looked(name);
        await wait(untilNextMs(schedule, new Date(), random), signal);
      } catch (error) {
        await this.#close();
        if (signal.aborted || isLeaseLost(error)) break;
        this.#failures += 1;
        await this.#report(error);
        const isLasting = error instanceof SourceError && error.isLasting;
        const asked = error instanceof SourceError ? (error.retryAfterMs ?? 0) : 0;
        await wait(Math.max(backOffMs(this.#failures, isLasting, random), asked), signal);
      }
    }
    await this.#close();
    await readers.release(name).catch(() => undefined);
  }

  /** False when the reader was paused. */
  async #readToEnd(signal: AbortSignal): Promise<boolean> {
    for (;;) {
      const end = await this.#readOn(signal);
      if (end !== 'put-aside') return end === 'end';
    }
  }

  /** Reads on from where the reader stands. After a chunk that was put aside the source has to be asked anew. */
  async #readOn(signal: AbortSignal): Promise<'end' | 'paused' | 'put-aside'> {
    const { name, readers } = this.#ports;
    const source = (this.#source ??= this.#ports.open());
    const position = await readers.position(name);
    if (position.unsettled !== null) {
      const outcome = await this.#outcomeOf(position.unsettled, signal);
      if (!outcome) return 'end';
      await this.#settle(source, position.checkpoint, position.unsettled, outcome);
    }
    let { sequence } = position;
    let hasFailed = position.failedAttempts > 0;
    const { checkpoint } = position;
    for await (const chunk of readAhead((left) => source.read(checkpoint, left), signal)) {
      const taken = await this.#take(source, chunk, sequence, signal);
      if (taken === 'stop') return signal.aborted ? 'end' : 'paused';
      // What was read ahead belongs to what was put aside. The reading has ended before the next one begins.
      if (taken === 'put-aside') return 'put-aside';
      sequence += 1;
      this.#failures = 0;
      // A queue never comes to its end: that it gives something again is what ends a failure.
      if (hasFailed) await readers.looked(name);
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
          const outcome = pending ? await this.#outcomeOf(receipt.id, signal) : acceptance.outcome;
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
        case 'no-mapping':
        case 'closed':
          throw new SourceError(
            'settings',
            {
              zh: '该数据流已停用或没有已发布的映射',
              en: 'the stream is disabled or has no published mapping',
            },
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

  async #settle(source: Source, checkpoint: Json, receiptId: string, outcome: Outcome): Promise<void> {
    const { records, quarantined } = outcome;
    const reports =
      quarantined > reportsToldMax ? await this.#ports.readers.reports(receiptId, records) : outcome.reports;
    await source.settle(checkpoint, { kind: 'done', receiptId, outcome: { ...outcome, reports } });
    await this.#ports.readers.settled(this.#ports.name, outcome);
  }

  /** Waits until the drainer has run the receipt; null when the reader was told to stop meanwhile. */
  async #outcomeOf(receiptId: string, signal: AbortSignal): Promise<Outcome | null> {
    while (!signal.aborted) {
      const outcome = await this.#ports.readers.outcome(receiptId);
      if (outcome) return outcome;
      await wait(OUTCOME_POLL_MS, signal);
    }
    return null;
  }

  async #pause(reason: PauseReason): Promise<'stop'> {
    await this.#ports.pause(reason);
    return 'stop';
  }

  async #report(cause: unknown): Promise<void> {
    const failure = failureOf(cause);
    this.#ports.onFailure?.(failure, cause);
    await this.#ports.readers.failed(this.#ports.name, failure).catch(() => undefined);
  }

  async #close(): Promise<void> {
    const source = this.#source;
    this.#source = null;
    await source?.close().catch(() => undefined);
  }
}

function failureOf(error: unknown): ReaderFailure {
  if (error instanceof SourceError) return { failed: error.failed, zh: error.zh, en: error.message };
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
