/**
 * Asks for the next item while the last one is being worked on. What was fetched and not taken is dropped: it is read again.
 * Who stops taking items ends the reading at once, also where it waits for something to come.
 *
 * @param read reads until its signal aborts
 */
export async function* readAhead<T>(
  read: (signal: AbortSignal) => AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, void> {
  const left = new AbortController();
  const iterator = read(AbortSignal.any([signal, left.signal]))[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const item = await next;
      if (item.done) return;
      next = iterator.next();
      // Awaited in the next round; until then a failure is not an unhandled one.
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    left.abort();
    await next.catch(() => undefined);
    await iterator.return?.();
  }
}
