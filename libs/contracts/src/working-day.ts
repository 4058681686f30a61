import chineseDays from 'chinese-days';

/**
 * Whether a day (`YYYY-MM-DD`) is worked in China, by the holidays that the State Council published. Of years for which the
 * library has none yet it is the plain week.
 */
export function isWorkingDay(day: string): boolean {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  // A local date, because the library reads it by the local clock.
  return chineseDays.isWorkday(new Date(year, month - 1, date));
}
