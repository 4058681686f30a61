import type { Logger } from './logger.ts';

/** Rejects when the thing that it asks after cannot be used now. */
export type HealthCheck = () => Promise<void>;

export interface Readiness {
  readonly ready: boolean;
  /** Names of the checks that failed. */
  readonly failing: readonly string[];
}

const CHECK_TIMEOUT_MS = 2_000;

/** Whether the app can accept work, asked of named checks that run side by side and are each bounded in time. */
export class Health {
  private readonly checks = new Map<string, { check: HealthCheck; timeoutMs: number }>();
  private readonly log: Logger;
  private lastFailing = '';
  private asking: Promise<Readiness> | null = null;

  constructor(log: Logger) {
    this.log = log;
  }

  register(name: string, check: HealthCheck, timeoutMs: number = CHECK_TIMEOUT_MS): void {
    this.checks.set(name, { check, timeoutMs });
  }

  /** Probes that come while one is running share its answer: a slow database is not asked by each of them. */
  readiness(): Promise<Readiness> {
    this.asking ??= this.ask().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  private async ask(): Promise<Readiness> {
    const outcomes = await Promise.all(
      [...this.checks].map(async ([name, { check, timeoutMs }]) =>
        (await passes(check, timeoutMs)) ? null : name,
      ),
    );
    const failing = outcomes.filter((name) => name !== null);
    this.report(failing.join(','));
    return { ready: failing.length === 0, failing };
  }

  // Only changes are logged: a probe every few seconds would fill the log with the same line.
  private report(failing: string): void {
    if (failing === this.lastFailing) return;
    this.lastFailing = failing;
    if (failing === '') this.log.warn('health.ready_again');
    else this.log.warn('health.not_ready', { failing });
  }
}

async function passes(check: HealthCheck, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, false);
  });
  const checked = Promise.resolve()
    .then(check)
    .then(
      () => true,
      () => false,
    );
  try {
    return await Promise.race([checked, late]);
  } finally {
    clearTimeout(timer);
  }
}
