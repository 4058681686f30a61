const SHANGHAI_MS = 8 * 3_600_000;

/** `YYYY-MM-DD HH:mm:ss` as a clock in Wujin shows it. */
export function wallClockText(at: Date): string {
  return new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ');
}
