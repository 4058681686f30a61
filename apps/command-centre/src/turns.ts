/** Lets a bounded number of pieces of work run at once; the others wait in the order in which they came. */
export function turns(atOnceMax: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: Array<() => void> = [];
  let running = 0;
  return async (work) => {
    if (running === atOnceMax) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next without becoming free, so nobody can come in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
