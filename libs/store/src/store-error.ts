import { ExchangeError } from '@exchange/contracts';

/**
 * Whether a driver's error says that the database cannot be reached or does not answer now, as opposed to refusing the
 * statement: SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown), 40 (rollback) and 55P03 (lock timeout), and
 * everything that has no SQLSTATE (socket errors, pool time-outs).
 */
export function isStoreUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown =
    (error as { code?: unknown }).code ?? (error as { driverError?: { code?: unknown } }).driverError?.code;
  // The drivers' own errors are plain ones; a SyntaxError may speak of an "unterminated string" as well.
  if (typeof code !== 'string')
    return error.name === 'Error' && /connect|terminat|timeout|timed out|ended/iu.test(error.message);
  return /^(08|53|57P|40)/u.test(code) || code === '55P03' || code === '57014' || /^E[A-Z]+$/u.test(code);
}

/** Runs a database call; failures of the world become retryable `store-unavailable`, ours are thrown as they are. */
export async function withStoreErrors<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
    throw new ExchangeError('store-unavailable', 'PostgreSQL cannot be reached or does not answer', {
      retryable: true,
      cause: error,
    });
  }
}
