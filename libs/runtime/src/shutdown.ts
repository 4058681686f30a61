import { ExchangeError } from '@exchange/contracts';
import type { Logger } from './logger.ts';

/** What is done at the end, in this order. */
export const SHUTDOWN_PHASES = ['stop-accepting', 'stop-reading', 'drain', 'flush', 'close'] as const;
export type ShutdownPhase = (typeof SHUTDOWN_PHASES)[number];

/** Longest time for one step of a phase; together they stay below the 30 s that orchestrators grant. */
const STEP_TIMEOUT_MS: Readonly<Record<ShutdownPhase, number>> = {
  'stop-accepting': 2_000,
  'stop-reading': 6_000,
  drain: 10_000,
  flush: 5_000,
  close: 4_000,
};

export interface ShutdownOptions {
  readonly log: Logger;
  /** Overrides the longest time of each step. */
  readonly stepTimeoutMs?: number;
}

interface Step {
  readonly phase: ShutdownPhase;
  readonly name: string;
  readonly work: () => Promise<void> | void;
}

/**
 * The one ordered end of an app. Steps of a phase run side by side, except in `close`, where what was opened last is
 * closed first, one after the other. A step that fails or takes too long is logged and does not keep the next from running.
 */
export class Shutdown {
  private readonly steps: Step[] = [];
  private readonly options: ShutdownOptions;
  private ending: Promise<boolean> | null = null;

  constructor(options: ShutdownOptions) {
    this.options = options;
  }

  /** True from the first moment of the end: a server is no longer ready then. */
  get isStopping(): boolean {
    return this.ending !== null;
  }

  /** Throws `ExchangeError('stopping')` once the end has begun: what is opened now would never be closed. */
  add(phase: ShutdownPhase, name: string, work: () => Promise<void> | void): void {
    if (this.isStopping)
      throw new ExchangeError('stopping', `"${name}" was started while stopping`, { retryable: false });
    this.steps.push({ phase, name, work });
  }

  /** Ends the app once; later calls wait for the same end. Resolves with whether every step ended well and in time. */
  run(reason: string): Promise<boolean> {
    this.ending ??= this.end(reason);
    return this.ending;
  }

  private async end(reason: string): Promise<boolean> {
    const { log } = this.options;
    const startedAt = performance.now();
    log.debug('shutdown.started', { reason });
    let clean = true;
    for (const phase of SHUTDOWN_PHASES) {
      const steps = this.steps.filter((step) => step.phase === phase);
      clean = (phase === 'close' ? await this.inReverse(steps) : await this.sideBySide(steps)) && clean;
    }
    log.debug('shutdown.finished', { reason, clean, ms: Math.round(performance.now() - startedAt) });
    return clean;
  }

  private async sideBySide(steps: readonly Step[]): Promise<boolean> {
    const ended = await Promise.all(steps.map((step) => this.runStep(step)));
    return ended.every(Boolean);
  }

  private async inReverse(steps: readonly Step[]): Promise<boolean> {
    let clean = true;
    for (const step of steps.toReversed()) clean = (await this.runStep(step)) && clean;
    return clean;
  }

  private async runStep({ phase, name, work }: Step): Promise<boolean> {
    const timeoutMs = this.options.stepTimeoutMs ?? STEP_TIMEOUT_MS[phase];
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, 'late');
    });
    try {
      const ended = await Promise.race([Promise.resolve().then(work), late]);
      if (ended !== 'late') return true;
      this.options.log.warn('shutdown.step_late', { phase, step: name, timeoutMs });
    } catch (error) {
      this.options.log.warn('shutdown.step_failed', { phase, step: name }, error);
    } finally {
      clearTimeout(timer);
    }
    return false;
  }
}
