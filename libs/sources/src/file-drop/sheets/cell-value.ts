import type { Json } from '@exchange/contracts';

const DAY_MS = 86_400_000;
/** 1970-01-01 as a spreadsheet counts days. */
const EPOCH_DAY = 25_569;
/** What lies behind a double is no more than 15 digits of decimal; the rest is noise of the calculation. */
const DIGITS = 15;
const NOT_SHOWN = '#ERROR';

/** How the number of a cell is shown. */
export interface Shown {
  readonly isDate: boolean;
  /** What is added to a number of days: 0, or 1,462 in a workbook that counts them from 1904. */
  readonly firstDay: number;
}

/**
 * A cell as a JSON value, from the word that the sheet has for its kind (`n` where there is none) and from its content; null
 * when it is empty.
 *
 * - Text as it stands (runs of rich text joined). Truth values as such. Errors such as #N/A as text.
 * - Numbers with the 15 digits that a spreadsheet keeps; one that lost digits stays as long as it is, so that its record is
 *   rejected.
 * - Dates as the day and time that the sheet shows, without a zone: `2026-03-05`, `2026-03-05 14:30:00`, `14:30:00`. A
 *   spreadsheet holds a number of days there; its 29 February 1900, which never was, is 1900-02-29.
 * - Formulas by the value that was last calculated.
 */
export function cellValue(kind: string, content: string, { isDate, firstDay }: Shown): Json {
  if (content === '') return null;
  switch (kind) {
    case 'n': {
      if (content.trim() === '') return null;
      const number = Number(content);
      return isDate ? dateText(number + firstDay) : numberValue(number);
    }
    case 'b':
      return content.trim() === '1' || content.trim() === 'true';
    case 'd':
      return isoText(content);
    default:
      return plainText(content);
  }
}

/** The text of a cell; null when it is empty. Characters that XML cannot hold are written as _x000D_. */
export function plainText(text: string): Json {
  if (text === '') return null;
  return text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/gu, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text;
}

function numberValue(value: number): Json {
  if (!Number.isFinite(value)) return NOT_SHOWN;
  return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}

function dateText(serial: number): Json {
  if (!Number.isFinite(serial)) return NOT_SHOWN;
  const seconds = Math.round(serial * 86_400);
  const day = Math.floor(seconds / 86_400);
  const time = new Date((seconds - day * 86_400) * 1_000).toISOString().slice(11, 19);
  if (day === 0) return time;
  const date = day === 60 ? '1900-02-29' : dayText(day < 60 ? day + 1 : day);
  return seconds % 86_400 === 0 ? date : `${date} ${time}`;
}

function dayText(day: number): string {
  const date = new Date((day - EPOCH_DAY) * DAY_MS);
  return Number.isNaN(date.getTime()) ? NOT_SHOWN : date.toISOString().slice(0, 10);
}

/** Some programs write dates out. */
function isoText(content: string): Json {
  const [, date, time] = /^\s*(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?Z?)?\s*$/u.exec(content) ?? [];
  if (date === undefined) return plainText(content);
  return time === undefined || time === '00:00:00' ? date : `${date} ${time}`;
}
