import { daysOf } from '@exchange/contracts';

/** A date and time of day as written, before a zone is applied. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  /** Minutes east of UTC where the text itself says so. */
  readonly offset: number | null;
}

/** 24:00 is written for the end of a day; leap seconds are not. */
export function isRealTime({ hour, minute, second, ms }: WallTime): boolean {
  if (hour === 24) return minute === 0 && second === 0 && ms === 0;
  return hour < 24 && minute < 60 && second < 60;
}

/** Of a real date. */
export function dateText(year: number, month: number, day: number): string {
  const padded = year >= 1000 ? String(year) : String(year).padStart(4, '0');
  return `${padded}-${TWO_DIGITS[month]}-${TWO_DIGITS[day]}`;
}

/** Milliseconds since 1970 in UTC; `zone` (minutes east) holds where the text names no offset. */
export function epochMs(time: WallTime, zone: number): number {
  const { year, month, day, hour, minute, second, ms } = time;
  // Date.UTC takes years below 100 for 19xx.
  const date = year < 100 ? new Date(0).setUTCFullYear(year, month - 1, day) : Date.UTC(year, month - 1, day);
  return date + ((hour * 60 + minute - (time.offset ?? zone)) * 60 + second) * 1000 + ms;
}

const EARLIEST_MS = -62135596800000;
const LATEST_MS = 253402300799999;

/** What a clock in the zone shows at an instant; null outside years 1–9999. */
export function wallTimeOf(epoch: number, zone: number): WallTime | null {
  const local = Math.round(epoch) + zone * 60_000;
  if (!(local >= EARLIEST_MS && local <= LATEST_MS)) return null;
  const date = new Date(local);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    ms: date.getUTCMilliseconds(),
    offset: zone,
  };
}

/** RFC 3339 in UTC with milliseconds; null outside years 1–9999. `zone` holds where the time names no offset. */
export function instantText(time: WallTime, zone: number): string | null {
  const { second, ms } = time;
  let { year, month, day } = time;
  let minutes = time.hour * 60 + time.minute - (time.offset ?? zone);
  // No zone is a day away, so the calendar is only asked for a neighbour.
  if (minutes < 0) {
    minutes += 1440;
    day -= 1;
    if (day === 0) {
      month -= 1;
      if (month === 0) [year, month] = [year - 1, 12];
      day = daysOf(year, month);
    }
  } else if (minutes >= 1440) {
    minutes -= 1440;
    day += 1;
    if (day > daysOf(year, month)) {
      day = 1;
      month += 1;
      if (month === 13) [year, month] = [year + 1, 1];
    }
  }
  if (year < 1 || year > 9999) return null;
  const hour = Math.trunc(minutes / 60);
  return written(year, month, day, hour, minutes - hour * 60, second, ms);
}

/** By character codes: half the time of a template, on which every record spends several. */
function written(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
): string {
  const century = Math.trunc(year / 100);
  const hundredths = Math.trunc(ms / 10);
  return String.fromCharCode(
    tens(century),
    ones(century),
    tens(year % 100),
    ones(year),
    0x2d,
    tens(month),
    ones(month),
    0x2d,
    tens(day),
    ones(day),
    0x54,
    tens(hour),
    ones(hour),
    0x3a,
    tens(minute),
    ones(minute),
    0x3a,
    tens(second),
    ones(second),
    0x2e,
    tens(hundredths),
    ones(hundredths),
    ones(ms),
    0x5a,
  );
}

function tens(number: number): number {
  return 0x30 + Math.trunc(number / 10);
}

function ones(number: number): number {
  return 0x30 + (number % 10);
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
