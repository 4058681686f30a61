import { wallTimeOf, type WallTime } from './wall-time.ts';

/** A count of `unitMs` milliseconds since 1970 in UTC, written in digits. */
export function parseEpoch(text: string, unitMs: number, zone: number): WallTime | null {
  if (!/^-?\d{1,16}$/.test(text)) return null;
  return wallTimeOf(Number(text) * unitMs, zone);
}

/** `/Date(1709600000000+0800)/` of older .NET: the count is UTC, the offset only says where it was written. */
export function parseDotnet(text: string, zone: number): WallTime | null {
  const match = /^\\?\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\\?\/$/.exec(text);
  return match ? wallTimeOf(Number(match[1]), zone) : null;
}

/** Day 0 of the count that Excel uses for dates after February 1900. */
const EXCEL_EPOCH_MS = Date.UTC(1899, 11, 30);

/**
 * Days since 1900 as Excel counts them, with the time of day as fraction, in local time. Excel believes that 1900 was a leap
 * year: its day 60 never was, and the days before it are off by one.
 */
export function parseExcelSerial(text: string, dayMs: number): WallTime | null {
  if (!/^\d{1,7}(\.\d+)?$/.test(text)) return null;
  const serial = Number(text);
  if (serial < 1 || (serial >= 60 && serial < 61)) return null;
  const days = serial < 60 ? serial + 1 : serial;
  // Whole seconds: the fraction of a day in binary is off by a few microseconds.
  const time = wallTimeOf(EXCEL_EPOCH_MS + Math.round((days * dayMs) / 1000) * 1000, 0);
  return time === null ? null : { ...time, offset: null };
}
