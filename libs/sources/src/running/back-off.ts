const FIRST_MS = 1_000;
const MAX_MS = 60_000;
/** What waiting alone does not mend is still looked at: somebody may have mended it without telling us. */
const LASTING_MS = 300_000;

/**
 * How long to wait before a source is tried again after so many failures in a row, in ms: doubling, with up to a quarter
 * added at random so that many sources of one server do not come back at once.
 */
export function backOffMs(failures: number, isLasting: boolean, random: () => number): number {
  const base = isLasting ? LASTING_MS : Math.min(FIRST_MS * 2 ** Math.max(failures - 1, 0), MAX_MS);
  return Math.round(base * (1 + random() / 4));
}
