import { ExchangeError } from '@exchange/contracts';

/**
 * SQLSTATE classes that blame what was sent: data exception, integrity violation, program limit. Everything else is the
 * state of the server or of the way to it, and may be better later.
 */
const REJECTED_CLASSES = new Set(['22', '23', '54']);
const QUERY_CANCELED = '57014';

/** The error of a driver as an `ExchangeError`. The message names the SQLSTATE only: the server's text may quote data. */
export function asLogError(error: unknown): ExchangeError {
  if (error instanceof ExchangeError) return error;
  const code = codeOf(error);
  if (REJECTED_CLASSES.has(code.slice(0, 2)) && code.length === 5)
    return new ExchangeError('log-rejected', `PostgreSQL refused the statement (${code})`, {
      retryable: false,
      cause: error,
    });
  const isLate = code === QUERY_CANCELED;
  return new ExchangeError(
    isLate ? 'log-timeout' : 'log-unavailable',
    `the log's PostgreSQL cannot be used (${code})`,
    {
      retryable: true,
      cause: error,
    },
  );
}

/** SQLSTATE or the system's error code; what has neither is a connection that broke. */
function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return 'connection lost';
}
