import { DigitReader, parseTimeOfDay } from './time-of-day.ts';
import type { WallTime } from './wall-time.ts';

const DIGITS = '〇一二三四五六七八九';
const YEAR = 0x5e74;
const MONTH = 0x6708;
const DAY = 0x65e5;
const DAY_COLLOQUIAL = 0x53f7;
const HOUR = 0x65f6;
const HOUR_COLLOQUIAL = 0x70b9;
const MINUTE = 0x5206;
const SECOND = 0x79d2;

/** `2024年3月5日`, with `14时30分20秒` or `14:30:20` after it, or the formal `二〇二四年三月五日`. */
export function parseChineseTime(text: string): WallTime | null {
  const reader = new DigitReader(text);
  const year = reader.number(4, 4);
  if (year < 0) return parseFormalDate(text);
  if (!reader.skip(YEAR)) return null;
  const month = reader.number(1, 2);
  if (month < 0 || !reader.skip(MONTH)) return null;
  const day = reader.number(1, 2);
  if (day < 0 || !(reader.skip(DAY) || reader.skip(DAY_COLLOQUIAL))) return null;
  if (reader.isAtEnd) return { year, month, day, hour: 0, minute: 0, second: 0, ms: 0, offset: null };
  const start = reader.at;
  while (reader.skip(0x20));
  const hour = reader.number(1, 2);
  if (hour >= 0 && (reader.skip(HOUR) || reader.skip(HOUR_COLLOQUIAL)))
    return parseMinutes(reader, { year, month, day, hour });
  // A time of day with colons may follow the date with or without a space.
  const rest = text.slice(start);
  return parseTimeOfDay(new DigitReader(rest.startsWith(' ') ? rest : ` ${rest}`), year, month, day);
}

function parseMinutes(
  reader: DigitReader,
  date: { year: number; month: number; day: number; hour: number },
): WallTime | null {
  let minute = 0;
  let second = 0;
  if (!reader.isAtEnd) {
    minute = reader.number(1, 2);
    if (minute < 0 || !reader.skip(MINUTE)) return null;
  }
  if (!reader.isAtEnd) {
    second = reader.number(1, 2);
    if (second < 0 || !reader.skip(SECOND)) return null;
  }
  return reader.isAtEnd ? { ...date, minute, second, ms: 0, offset: null } : null;
}

function parseFormalDate(text: string): WallTime | null {
  const match =
    /^([〇○Ｏ零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$/u.exec(
      text,
    );
  if (!match) return null;
  const year = Number([...(match[1] as string)].map(digit).join(''));
  const month = smallNumber(match[2] as string);
  const day = smallNumber(match[3] as string);
  return { year, month, day, hour: 0, minute: 0, second: 0, ms: 0, offset: null };
}

function digit(character: string): number {
  return Math.max(0, DIGITS.indexOf(character));
}

/** 一 to 三十一; 0, which is no day, for what is not such a number. */
function smallNumber(text: string): number {
  const [tens, ones] = text.split('十');
  if (tens === undefined || tens.length > 1 || (ones?.length ?? 0) > 1) return 0;
  if (ones === undefined) return digit(tens);
  return (tens === '' ? 1 : digit(tens)) * 10 + (ones === '' ? 0 : digit(ones));
}
