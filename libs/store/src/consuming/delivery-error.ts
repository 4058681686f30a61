import { ExchangeError } from '@exchange/contracts';
import { isStoreUnavailable } from '../store-error.ts';

/**
 * Classes of SQLSTATE in which the statement's *values* are refused: data exception, constraint violation, a row affected
 * twice, a limit exceeded. Only these can be one event's fault.
 */
const VALUES_REFUSED = /^(22|23|21|54)/u;

/**
 * Whether a consumer's failure is the world's and not one event's. A missing table or right is the world's too: setting
 * every event aside until somebody mends it would only turn one fault into thousands.
 */
export function isRetryableDelivery(error: unknown): boolean {
  if (error instanceof ExchangeError) return error.retryable;
  if (isDatabaseError(error)) return !VALUES_REFUSED.test(error.code);
  return isStoreUnavailable(error);
}

/** SQLSTATE, code or name of an error: never its message, which may quote the record. */
export function errorCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}

function isDatabaseError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';
}
