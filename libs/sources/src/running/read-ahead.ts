const PATIENCE_MS = 5_000;

/**
 * Asks for the next item while the last one is being worked on. What was fetched and not taken is dropped: it is read again.
 * Who stops taking items ends the reading at once, also where it waits for something to come.
 *
 * @param read reads until its signal aborts
 * @param giveUp takes away from under a reading that does not end what it reads from; called once at most
 */
export async function* readAhead<T>(
  read: (signal: AbortSignal) => AsyncIterable<T>,
  signal: AbortSignal,
  giveUp: () => Promise<void>,
  patienceMs = PATIENCE_MS,
): AsyncGenerator<T, void, void> {
  const left = new AbortController();
  const iterator = read(AbortSignal.any([signal, left.signal]))[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const item = await unlessAborted(next, signal);
      if (!item || item.done) return;
      next = iterator.next();
      // Awaited in the next round; until then a failure is not an unhandled one.
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    left.abort();
    const ended = next.catch(() => undefined).then(() => iterator.return?.());
    ended.catch(() => undefined);
    if (!(await endsWithin(ended, patienceMs))) await endsWithin(giveUp(), patienceMs);
  }
}

/** Resolves with null as soon as the signal aborts. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(null);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Whether a promise is settled in time. Rejects as it does. */
async function endsWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const waiting = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => waiting.resolve(false), ms);
  try {
    return await Promise.race([promise.then(() => true), waiting.promise]);
  } finally {
    clearTimeout(timer);
  }
}
