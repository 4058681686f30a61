import { Health } from './health.ts';
import { createLogger, type Logger, type LogLevel } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { RunningApp } from './run-process.ts';
import { Shutdown } from './shutdown.ts';
import { startTracing } from './tracing.ts';

/** What every app has before its own parts are made. */
export interface Chassis {
  readonly service: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly shutdown: Shutdown;
}

/** An app that answers at an address. */
export interface RunningServer extends RunningApp {
  readonly url: string;
}

export interface StartAppOptions {
  readonly service: string;
  readonly config: { readonly logLevel: LogLevel; readonly otlpEndpoint?: string };
  /** The logger of the one who starts it; otherwise the app has its own. */
  readonly log?: Logger | undefined;
  /** False where several apps share the process: its own numbers are then nobody's. */
  readonly isAlone: boolean;
}

/**
 * Starts an app: `start` makes its parts on the chassis and resolves with the address at which it listens. When that fails,
 * what was opened until then is closed again.
 */
export async function startApp(
  { service, config, isAlone, log = createLogger({ service, level: config.logLevel }) }: StartAppOptions,
  start: (chassis: Chassis) => Promise<string>,
): Promise<RunningServer> {
  const shutdown = new Shutdown({ log });
  try {
    const { otlpEndpoint } = config;
    const tracing = await startTracing({ service, ...(otlpEndpoint === undefined ? {} : { otlpEndpoint }) });
    shutdown.add('flush', 'tracing', () => tracing.stop());
    const metrics = createMetrics({ service, processMetrics: isAlone });
    const url = await start({ service, log, metrics, health: new Health(log), shutdown });
    return { url, stop: (reason) => shutdown.run(reason) };
  } catch (error) {
    await shutdown.run('start failed');
    throw error;
  }
}
