/** What stands in a number format and is no letter of it: colours and conditions, quoted text, fillers. */
const NO_LETTERS = /\[[^\]]*\]|"[^"]*"|[\\_*]./gsu;
const ELAPSED = /\[(?:h+|m+|s+)\]/iu;

/** Whether a number format shows a date or a time. `aaa` is the day of the week in Chinese. */
export function isDateFormat(format: string | undefined): boolean {
  if (!format) return false;
  return ELAPSED.test(format) || /[ymdhs]|aaa/iu.test(format.replaceAll(NO_LETTERS, ''));
}
