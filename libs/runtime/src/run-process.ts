import { configReport, ConfigError, EXIT_BAD_CONFIG } from './config.ts';
import type { Logger } from './logger.ts';

/** What `start` of an app gives back. */
export interface RunningApp {
  /** Ends the app in order; resolves with whether everything ended well. */
  stop(reason: string): Promise<boolean>;
}

/** How long the event loop may stay alive after a clean stop before something is said to be left open. */
const LINGER_MS = 3_000;
const EXIT_SECOND_SIGNAL = 130;

/**
 * The body of an app's `main.ts`: starts it, ends it on SIGTERM or SIGINT (exit code 0 when all ended well, else 1; a
 * second signal ends at once), and ends with 1 on an error that nobody caught. Wrong configuration ends with 78.
 */
export function runProcess(log: Logger, start: () => Promise<RunningApp>): void {
  let starting: Promise<RunningApp>;
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) process.exit(EXIT_SECOND_SIGNAL);
    stopping = true;
    const clean = await (await starting).stop(signal);
    leave(log, clean ? 0 : 1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(
      signal,
      () => void stop(signal).catch((error: unknown) => die(log, 'process.stop_failed', error)),
    );
  process.on('uncaughtException', (error) => die(log, 'process.uncaught_exception', error));
  process.on('unhandledRejection', (error) => die(log, 'process.unhandled_rejection', error));
  // The signals are heard before the start begins: one that comes in between must not kill a half-started app.
  starting = start();
  starting.catch((error: unknown) => {
    if (!(error instanceof ConfigError)) die(log, 'process.start_failed', error);
    process.stderr.write(configReport(error));
    process.exit(EXIT_BAD_CONFIG);
  });
}

function die(log: Logger, event: `process.${string}`, error: unknown): never {
  log.fatal(event, {}, error);
  process.exit(1);
}

function leave(log: Logger, exitCode: number): void {
  process.exitCode = exitCode;
  const overdue = setTimeout(() => {
    log.warn('process.lingering', { open: process.getActiveResourcesInfo().join(',') });
    process.exit();
  }, LINGER_MS);
  overdue.unref();
}
