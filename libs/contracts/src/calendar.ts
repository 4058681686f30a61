/** Whether a text is a date as events hold it: `YYYY-MM-DD`, years 1–9999, a day that exists. */
export function isDateText(text: string): boolean {
  return text.length === 10 && holdsDate(text);
}

/** Whether a text is an instant as events hold it: RFC 3339 UTC with milliseconds, `YYYY-MM-DDTHH:mm:ss.SSSZ`. */
export function isInstantText(text: string): boolean {
  return (
    text.length === 24 &&
    holdsDate(text) &&
    text.charCodeAt(10) === 0x54 &&
    isBelow(text, 11, 24) &&
    text.charCodeAt(13) === 0x3a &&
    isBelow(text, 14, 60) &&
    text.charCodeAt(16) === 0x3a &&
    isBelow(text, 17, 60) &&
    text.charCodeAt(19) === 0x2e &&
    isBelow(text, 20, 100) &&
    isBelow(text, 21, 100) &&
    text.charCodeAt(23) === 0x5a
  );
}

/** Years 1–9999 of the proleptic Gregorian calendar. */
export function isRealDate(year: number, month: number, day: number): boolean {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  return day <= daysOf(year, month);
}

export function daysOf(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_DAYS[month - 1] as number);
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function holdsDate(text: string): boolean {
  if (text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return false;
  const century = twoDigits(text, 0);
  const year = twoDigits(text, 2);
  return (
    century >= 0 && year >= 0 && isRealDate(century * 100 + year, twoDigits(text, 5), twoDigits(text, 8))
  );
}

function isBelow(text: string, at: number, limit: number): boolean {
  const number = twoDigits(text, at);
  return number >= 0 && number < limit;
}

/** The number at an index; so far below zero that no sum hides it where there are no digits. */
export function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1_000_000;
}
