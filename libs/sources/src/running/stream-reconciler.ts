import { ExchangeError } from '@exchange/contracts';
import type { BegunReconciliation, ReaderFailure, ReaderPosition } from '@exchange/store';
import type { Comparison, ComparisonResult } from '../comparison.ts';
import type { Chunk, Source } from '../port.ts';
import { SourceError } from '../source-error.ts';

/** When a stream is reconciled, and where it is told what came of it. */
export interface ReconciliationPorts {
  /** Begins what is due or was asked for; null when nothing is. */
  readonly begin: () => Promise<BegunReconciliation | null>;
  readonly done: (begun: BegunReconciliation, result: ComparisonResult) => Promise<void>;
  readonly failed: (begun: BegunReconciliation, failure: ReaderFailure, error: unknown) => Promise<void>;
}

export interface LivePlace {
  /** Null: it was not looked at yet. */
  readonly source: Source | null;
  readonly position: () => Promise<ReaderPosition>;
  /** As the live reader takes what it reads itself. False: it has to stop. */
  readonly take: (source: Source, chunk: Chunk, sequence: number) => Promise<boolean>;
}

/** idle: there is nothing to do. needs-look: something is to be done, but the live reader has to look at the source before. */
export type ReconcilerStep = 'worked' | 'idle' | 'needs-look' | 'stop';

/** How often it is asked whether something is due. */
const ASK_MS = 5_000;
/** A source that is away for a moment does not cost the whole run, which is begun anew. */
const FAILURES_MAX = 3;
const AGAIN_MS = 60_000;

/**
 * Reconciles a stream in the pauses of its live reader. A reconciliation that fails again and again is told and comes
 * again at its next time: it is no failure of the reader.
 */
export class StreamReconciler {
  readonly #ports: ReconciliationPorts;
  #begun: BegunReconciliation | null = null;
  #comparison: Comparison | null = null;
  #askedAt = -Infinity;
  /** Of the run that is under way. */
  #failures = 0;
  #notBefore = -Infinity;

  constructor(ports: ReconciliationPorts) {
    this.#ports = ports;
  }

  /** Does one slice. Throws what the exchange itself fails with. */
  async step(place: LivePlace, signal: AbortSignal): Promise<ReconcilerStep> {
    if (performance.now() < this.#notBefore || !(await this.#isBegun())) return 'idle';
    try {
      return await this.#work(place, this.#begun!, signal);
    } catch (error) {
      const begun = this.#begun!;
      this.forget();
      if (signal.aborted || error instanceof ExchangeError) throw error;
      const isPassing = error instanceof SourceError && !error.isLasting;
      this.#failures = isPassing ? this.#failures + 1 : FAILURES_MAX;
      if (this.#failures < FAILURES_MAX) {
        this.#notBefore = performance.now() + AGAIN_MS;
        return 'idle';
      }
      this.#failures = 0;
      await this.#ports.failed(begun, failureOf(error), error);
      return 'idle';
    }
  }

  /** What is under way is begun anew: its source was closed. */
  forget(): void {
    this.#begun = null;
    this.#comparison = null;
  }

  async #isBegun(): Promise<boolean> {
    if (this.#begun) return true;
    if (performance.now() - this.#askedAt < ASK_MS) return false;
    this.#askedAt = performance.now();
    this.#begun = await this.#ports.begin();
    return this.#begun !== null;
  }

  async #work(
    { source, position, take }: LivePlace,
    begun: BegunReconciliation,
    signal: AbortSignal,
  ): Promise<ReconcilerStep> {
    if (!source) return 'needs-look';
    const { checkpoint, sequence: first } = await position();
    const comparison = (this.#comparison ??= (await source.compare?.(checkpoint, begun, signal)) ?? null);
    if (!comparison) return 'needs-look';
    let sequence = first;
    for await (const chunk of comparison.slice(signal)) {
      if (!(await take(source, chunk, sequence))) return 'stop';
      sequence += 1;
    }
    if (comparison.result) {
      // A process that was stalled in its last slice tells nothing beside the one that reads now.
      await position();
      await this.#ports.done(begun, comparison.result);
      this.#failures = 0;
      this.forget();
    }
    return 'worked';
  }
}

function failureOf(error: unknown): ReaderFailure {
  if (error instanceof SourceError) return { failed: error.failed, zh: error.zh, en: error.message };
  return {
    failed: 'unexpected',
    zh: '核对程序内部错误，请将日志交给维护人员',
    en: 'an unexpected error in the reconciliation: give the log to the maintainers',
  };
}
