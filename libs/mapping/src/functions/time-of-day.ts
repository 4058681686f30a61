import type { WallTime } from './wall-time.ts';

/** `[T ]H:mm[:ss[.fff…]][ ][Z|±HH[:]mm]` to the end of the text. */
export function parseTimeOfDay(
  reader: DigitReader,
  year: number,
  month: number,
  day: number,
): WallTime | null {
  if (!reader.skip(0x54) && !reader.skip(0x74)) {
    if (!reader.skip(0x20)) return null;
    while (reader.skip(0x20));
  }
  const hour = reader.number(1, 2);
  if (hour < 0 || !reader.skip(0x3a)) return null;
  const minute = reader.number(2, 2);
  if (minute < 0) return null;
  let second = 0;
  let ms = 0;
  if (reader.skip(0x3a)) {
    second = reader.number(2, 2);
    if (second < 0) return null;
    if (reader.skip(0x2e) || reader.skip(0x2c)) {
      const start = reader.at;
      if (reader.number(1, 9) < 0) return null;
      ms = Number(
        reader.text
          .slice(start, start + 3)
          .padEnd(3, '0')
          .replace(/\D.*$/, (rest) => '0'.repeat(rest.length)),
      );
    }
  }
  const offset = parseOffset(reader);
  return reader.isAtEnd && offset !== undefined
    ? { year, month, day, hour, minute, second, ms, offset }
    : null;
}

function parseOffset(reader: DigitReader): number | null | undefined {
  while (reader.skip(0x20));
  if (reader.isAtEnd) return null;
  if (reader.skip(0x5a) || reader.skip(0x7a)) return 0;
  const sign = reader.skip(0x2b) ? 1 : reader.skip(0x2d) ? -1 : 0;
  if (sign === 0) return undefined;
  const hours = reader.number(2, 2);
  reader.skip(0x3a);
  const minutes = reader.isAtEnd ? 0 : reader.number(2, 2);
  return hours < 0 || hours > 14 || minutes < 0 || minutes > 59 ? undefined : sign * (hours * 60 + minutes);
}

/** Reads digits of a text one after another. */
export class DigitReader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The number of `min` to `max` digits that stands here, -1 when there are fewer. */
  number(min: number, max: number): number {
    let value = 0;
    let count = 0;
    while (count < max) {
      const digit = this.text.charCodeAt(this.at + count) - 0x30;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      count += 1;
    }
    if (count < min) return -1;
    this.at += count;
    return value;
  }

  /** Steps over one character when it is this one. */
  skip(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at += 1;
    return true;
  }

  get isAtEnd(): boolean {
    return this.at === this.text.length;
  }
}
