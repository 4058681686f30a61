import type { RequestPaces } from '../src/poll/request-paces.ts';

/** What the exchange's database does for its processes, for one of them. */
export function pacesInMemory(): RequestPaces {
  const next = new Map<string, number>();
  return {
    turn: async (system, everyMs) => {
      const now = performance.now();
      const at = Math.max(next.get(system) ?? 0, now);
      next.set(system, at + everyMs);
      return at - now;
    },
  };
}
