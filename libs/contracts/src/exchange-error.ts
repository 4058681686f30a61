/** The closed list of ways in which the world, not the record, is wrong. */
export const EXCHANGE_ERROR_CODES = [
  'store-unavailable',
  'log-unavailable',
  'log-timeout',
  'log-rejected',
  'position-moved',
  'lease-lost',
  'catalog-invalid',
  'config-invalid',
  'over-capacity',
  'stopping',
] as const;
export type ExchangeErrorCode = (typeof EXCHANGE_ERROR_CODES)[number];

/** The world is wrong: a database is down, a lease was lost. `retryable` says whether the same call may succeed later. */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  readonly code: ExchangeErrorCode;
  readonly retryable: boolean;

  constructor(code: ExchangeErrorCode, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
  }
}
