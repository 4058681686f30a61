import { isJsonObject, type Json, type JsonObject } from '@exchange/contracts';
import { narrowText, trimSpace, type Value } from '../value.ts';
import { readDecimal, readNumber } from './decimal-text.ts';
import type { StepRun } from './mapping-function.ts';

/** Rectangle around China with its waters; a point outside it is a mistake, most often swapped axes. */
const BOUNDS = { west: 73, east: 136, south: 3, north: 54 };
/** About a centimetre: finer than any source. */
const DECIMALS = 7;

export type Pair = readonly [longitude: number, latitude: number];

/** A pair as a point in CGCS2000, once `convert` has made it one; empty with a warning at (0, 0), rejected outside China. */
export function locate(pair: Pair, convert: (pair: Pair) => Pair, run: StepRun): Value {
  const [longitude, latitude] = pair;
  if (longitude === 0 && latitude === 0) return warnPlaceholder(run);
  if (!isInside(pair)) {
    const isSwapped = isInside([latitude, longitude]);
    return run.reject(
      'bad-coordinates',
      isSwapped ? '坐标不在中国范围内，经度和纬度似乎写反了' : '坐标不在中国范围内',
      isSwapped
        ? 'the coordinates lie outside China: longitude and latitude seem to be swapped'
        : 'the coordinates lie outside China',
    );
  }
  const [east, north] = convert(pair);
  return { longitude: rounded(east), latitude: rounded(north) };
}

/** (0, 0) is what systems send that know no place. */
export function warnPlaceholder(run: StepRun): undefined {
  run.warn(
    'placeholder-coordinates',
    '坐标为 (0, 0)，已作空值处理',
    'the coordinates are (0, 0); they are taken as empty',
  );
}

export function isInside([longitude, latitude]: Pair): boolean {
  return (
    longitude >= BOUNDS.west &&
    longitude <= BOUNDS.east &&
    latitude >= BOUNDS.south &&
    latitude <= BOUNDS.north
  );
}

export function rounded(degrees: number): number {
  return Number(degrees.toFixed(DECIMALS));
}

const LONGITUDES = ['longitude', 'lng', 'lon', 'x', 'jd', 'LONGITUDE', 'LNG', 'LON', 'X', 'JD', '经度'];
const LATITUDES = ['latitude', 'lat', 'y', 'wd', 'LATITUDE', 'LAT', 'Y', 'WD', '纬度'];

export function readPair(value: Json, isLatitudeFirst: boolean): Pair | null {
  if (isJsonObject(value)) return pairOf(member(value, LONGITUDES), member(value, LATITUDES));
  const parts = Array.isArray(value) ? value : typeof value === 'string' ? splitPair(value) : [];
  if (parts.length !== 2) return null;
  return isLatitudeFirst ? pairOf(parts[1], parts[0]) : pairOf(parts[0], parts[1]);
}

function splitPair(text: string): string[] {
  return trimSpace(narrowText(text))
    .replace(/^(?:POINT)?\s*\(|\)$/giu, '')
    .split(/\s*[,;、]\s*|\s+/u);
}

function member(value: JsonObject, names: readonly string[]): Json | undefined {
  const name = names.find((candidate) => Object.hasOwn(value, candidate));
  return name === undefined ? undefined : value[name];
}

function pairOf(longitude: Json | undefined, latitude: Json | undefined): Pair | null {
  const [east, north] = [degreesOf(longitude), degreesOf(latitude)];
  return east === null || north === null ? null : [east, north];
}

function degreesOf(value: Json | undefined): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const reading =
    typeof value === 'number' ? readNumber(value) : readDecimal(trimSpace(narrowText(value)), false);
  return 'text' in reading ? Number(reading.text) : null;
}
