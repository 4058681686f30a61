import type { Json } from '@exchange/contracts';

const DAY_MS = 86_400_000;
/** 1970-01-01 as a spreadsheet counts days. */
const EPOCH_DAY = 25_569;
/** What lies behind a double is no more than 15 digits of decimal; the rest is noise of the calculation. */
const DIGITS = 15;

/**
 * A cell of the workbook reader as a JSON value; null when it is empty.
 *
 * - Text as it stands (runs of rich text joined). Truth values as such. Errors such as #N/A as text.
 * - Numbers with the 15 digits that a spreadsheet keeps; one that lost digits stays as long as it is, so that its record is
 *   rejected.
 * - Dates as the day and time that the sheet shows, without a zone: `2026-03-05`, `2026-03-05 14:30:00`, `14:30:00`. A
 *   spreadsheet holds a number of days there; its 29 February 1900, which never was, is 1900-02-29.
 * - Formulas by the value that was last calculated.
 *
 * `firstDay` is 0, or 1,462 for a workbook that counts its days from 1904.
 */
export function cellValue(value: unknown, isDate: boolean, firstDay: number): Json {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return unescaped(value);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return isDate ? dateText(value + firstDay) : numberValue(value);
  if (value instanceof Date) return dateText(value.getTime() / DAY_MS + EPOCH_DAY);
  if (typeof value !== 'object') return null;
  if ('richText' in value && Array.isArray(value.richText))
    return unescaped(value.richText.map((run: { text?: unknown }) => textOf(run.text)).join('')) || null;
  if ('error' in value) return textOf(value.error);
  if ('result' in value) return cellValue(value.result, isDate, firstDay);
  return null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberValue(value: number): Json {
  if (!Number.isFinite(value)) return '#ERROR';
  return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}

function dateText(serial: number): Json {
  if (!Number.isFinite(serial)) return '#ERROR';
  const seconds = Math.round(serial * 86_400);
  const day = Math.floor(seconds / 86_400);
  const time = new Date((seconds - day * 86_400) * 1_000).toISOString().slice(11, 19);
  if (day === 0) return time;
  const date = day === 60 ? '1900-02-29' : dayText(day < 60 ? day + 1 : day);
  return seconds % 86_400 === 0 ? date : `${date} ${time}`;
}

function dayText(day: number): string {
  const date = new Date((day - EPOCH_DAY) * DAY_MS);
  return Number.isNaN(date.getTime()) ? '#ERROR' : date.toISOString().slice(0, 10);
}

/** Characters that XML cannot hold are written as _x000D_. */
function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/gu, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text;
}

/** Whether a number format shows a date or a time. */
export function isDateFormat(format: string | undefined): boolean {
  if (!format) return false;
  return /[ymdhs]/iu.test(format.replaceAll(/\[[^\]]*\]|"[^"]*"|\\./gu, ''));
}

/** Formats that Chinese spreadsheets refer to by number without saying what they are. */
export const CHINESE_DATE_FORMATS: ReadonlyMap<number, string> = new Map([
  ...[27, 36, 50, 52, 57].map((id) => [id, 'yyyy"年"m"月"'] as const),
  ...[28, 29, 51, 53, 54, 58].map((id) => [id, 'm"月"d"日"'] as const),
  [30, 'm-d-yy'],
  [31, 'yyyy"年"m"月"d"日"'],
  ...[32, 33, 34, 35, 55, 56].map((id) => [id, 'h"时"mm"分"'] as const),
]);
