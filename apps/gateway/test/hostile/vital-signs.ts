import { setTimeout as sleep } from 'node:timers/promises';

export interface VitalSigns {
  /** The longest that the process needed to answer at all. */
  readonly deafMs: number;
  readonly residentBytes: number;
  readonly failures: readonly string[];
}

const PULSE_MS = 200;
const PULSE_TIMEOUT_MS = 30_000;

/** Feels a gateway's pulse, beside what is done to it, until stopped: whether it answers, how soon, and how much memory it holds. */
export function watchVitalSigns(url: string): { stop(): Promise<VitalSigns> } {
  let deafMs = 0;
  let residentBytes = 0;
  const stopping = new AbortController();
  const failures: string[] = [];
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      try {
        const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(PULSE_TIMEOUT_MS) });
        const text = await response.text();
        const resident = /^process_resident_memory_bytes(?:\{[^}]*\})? (\S+)$/mu.exec(text)?.[1];
        residentBytes = Math.max(residentBytes, Number(resident ?? 0));
      } catch (error) {
        failures.push(String(error));
      }
      deafMs = Math.max(deafMs, performance.now() - startedAt);
      await sleep(PULSE_MS);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await watching;
      return { deafMs: Math.round(deafMs), residentBytes, failures };
    },
  };
}
