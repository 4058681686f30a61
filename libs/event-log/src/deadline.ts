import { ExchangeError } from '@exchange/contracts';

/** Settles as the work does, or rejects with `log-timeout` when it has not settled in time. The work itself goes on. */
export async function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(deadlinePassed(deadlineMs)), deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function deadlinePassed(deadlineMs: number): ExchangeError {
  const message = `the log did not confirm within ${Math.round(deadlineMs)} ms`;
  return new ExchangeError('log-timeout', message, { retryable: true });
}
