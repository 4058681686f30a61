import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.ts';

/** Nest's own lines through our logger. Its chatter at start is debug: a healthy start logs nothing of the framework. */
export function nestLogger(log: Logger): LoggerService {
  const debug = (message: unknown, ...rest: unknown[]): void =>
    log.debug('nest.message', { message: textOf(message), context: contextOf(rest) });
  const failure =
    (level: 'error' | 'fatal') =>
    (message: unknown, ...rest: unknown[]) => {
      const error = [message, ...rest].find((part) => part instanceof Error);
      const text = message instanceof Error ? undefined : textOf(message);
      log[level]('nest.failure', { message: text, context: contextOf(rest) }, error);
    };
  return {
    log: debug,
    debug,
    verbose: debug,
    warn: (message: unknown, ...rest: unknown[]) =>
      log.warn('nest.warning', { message: textOf(message), context: contextOf(rest) }),
    error: failure('error'),
    fatal: failure('fatal'),
  };
}

function textOf(message: unknown): string {
  return typeof message === 'string' ? message : typeof message;
}

// Nest passes the name of the class that logs as the last argument.
function contextOf(rest: readonly unknown[]): string | undefined {
  const last = rest.at(-1);
  return typeof last === 'string' ? last : undefined;
}
