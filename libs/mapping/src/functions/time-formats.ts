import { twoDigits } from '@exchange/contracts';
import { parseEpoch, parseExcelSerial, parseDotnet } from './time-numbers.ts';
import { DigitReader, parseTimeOfDay } from './time-of-day.ts';
import { parseChineseTime } from './time-chinese.ts';
import { compilePattern } from './time-pattern.ts';
import type { WallTime } from './wall-time.ts';

/** null: the text is not written in this format. Whether the day exists is for the caller to ask. */
export type TimeParser = (text: string) => WallTime | null;

/** The formats that have a name. Anything else in `formats` is a pattern. */
export const NAMED_FORMATS = [
  'iso',
  'slash',
  'dot',
  'compact',
  'chinese',
  'epoch-ms',
  'epoch-s',
  'dotnet',
  'excel-serial',
] as const;
export type NamedFormat = (typeof NAMED_FORMATS)[number];

/** What is tried where a mapping names no formats: those that cannot be taken for one another. */
export const DEFAULT_FORMATS: readonly NamedFormat[] = ['iso', 'slash', 'dot', 'compact', 'chinese'];

const DAY_MS = 86_400_000;
const COMPACT_LENGTHS: Readonly<Record<number, TimeParser>> = {
  8: compilePattern('yyyyMMdd') as TimeParser,
  12: compilePattern('yyyyMMddHHmm') as TimeParser,
  14: compilePattern('yyyyMMddHHmmss') as TimeParser,
  17: compilePattern('yyyyMMddHHmmssSSS') as TimeParser,
};

/** A parser for a named format or a pattern; null when the pattern cannot be understood. `zone` in minutes east of UTC. */
export function timeParser(format: string, zone: number): TimeParser | null {
  switch (format) {
    case 'iso':
      return (text) => parseSeparated(text, DASH);
    case 'slash':
      return (text) => parseSeparated(text, SLASH);
    case 'dot':
      return (text) => parseSeparated(text, DOT);
    case 'compact':
      return (text) => COMPACT_LENGTHS[text.length]?.(text) ?? null;
    case 'chinese':
      return parseChineseTime;
    case 'epoch-ms':
      return (text) => parseEpoch(text, 1, zone);
    case 'epoch-s':
      return (text) => parseEpoch(text, 1000, zone);
    case 'dotnet':
      return (text) => parseDotnet(text, zone);
    case 'excel-serial':
      return (text) => parseExcelSerial(text, DAY_MS);
    default:
      return compilePattern(format);
  }
}

const DASH = 0x2d;
const SLASH = 0x2f;
const DOT = 0x2e;

function parseSeparated(text: string, separator: number): WallTime | null {
  const quick = parsePadded(text, separator);
  if (quick !== null) return quick;
  const reader = new DigitReader(text);
  const year = reader.number(4, 4);
  if (year < 0 || !reader.skip(separator)) return null;
  const month = reader.number(1, 2);
  if (month < 0 || !reader.skip(separator)) return null;
  const day = reader.number(1, 2);
  if (day < 0) return null;
  if (reader.isAtEnd) return { year, month, day, hour: 0, minute: 0, second: 0, ms: 0, offset: null };
  return parseTimeOfDay(reader, year, month, day);
}

/** The three layouts in which nearly all dates come: `yyyy-MM-dd`, with ` HH:mm` and with ` HH:mm:ss`. */
function parsePadded(text: string, separator: number): WallTime | null {
  const { length } = text;
  if (
    (length !== 10 && length !== 16 && length !== 19) ||
    text.charCodeAt(4) !== separator ||
    text.charCodeAt(7) !== separator
  )
    return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  let [hour, minute, second] = [0, 0, 0];
  if (length > 10) {
    const joint = text.charCodeAt(10);
    if ((joint !== 0x20 && joint !== 0x54) || text.charCodeAt(13) !== 0x3a) return null;
    hour = twoDigits(text, 11);
    minute = twoDigits(text, 14);
  }
  if (length > 16) {
    if (text.charCodeAt(16) !== 0x3a) return null;
    second = twoDigits(text, 17);
  }
  return year + month + day + hour + minute + second >= 0
    ? { year, month, day, hour, minute, second, ms: 0, offset: null }
    : null;
}

/** Minutes east of UTC of a `zone` parameter. China has kept one zone without summer time since 1992. */
export function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || zone === 'Asia/Shanghai') return 480;
  if (zone === 'UTC') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)));
}
