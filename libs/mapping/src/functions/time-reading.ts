import { isRealDate, type JsonObject } from '@exchange/contracts';
import { FAILED, narrowText, quote, trimSpace } from '../value.ts';
import { TEXTS, type ParameterProblem, type StepRun } from './mapping-function.ts';
import { DEFAULT_FORMATS, NAMED_FORMATS, timeParser, zoneMinutes, type TimeParser } from './time-formats.ts';
import { epochMs, isRealTime, wallTimeOf, type WallTime } from './wall-time.ts';

/** Dates that stand for "none" or "for ever" in old systems, and the words for the latter. */
export const SENTINELS: readonly string[] = [
  '0000-00-00',
  '1899-12-31',
  '1899-12-30',
  '1900-01-01',
  '9999-12-31',
  '2999-12-31',
  '2099-12-31',
  '长期',
  '长期有效',
  '永久',
  '永久有效',
  '无固定期限',
];
export const OPEN_ENDED: readonly string[] = [
  '9999-12-31',
  '2999-12-31',
  '2099-12-31',
  '长期',
  '长期有效',
  '永久',
  '永久有效',
  '无固定期限',
];

/** Parameters that all functions of time share. */
export const TIME_PARAMETERS: JsonObject = {
  formats: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1, uniqueItems: true },
  sentinels: TEXTS,
  zone: { type: 'string', pattern: '^(Asia/Shanghai|UTC|[+-](0\\d|1[0-4]):[0-5]\\d)$' },
};

/** Parses, tells sentinels (undefined) from days that do not exist (rejected), and moves the time into the zone. */
export function timeReader(
  given: JsonObject,
): (text: string, run: StepRun) => WallTime | undefined | typeof FAILED {
  const parsers = parsersOf(given);
  const sentinels = sentinelTest((given['sentinels'] as string[] | undefined) ?? SENTINELS);
  const zone = zoneMinutes(given['zone'] as string | undefined);
  return (text, run) => {
    let time = parseFirst(text, parsers);
    if (time === null) {
      const folded = trimSpace(narrowText(text));
      if (sentinels.hasWord(folded)) return undefined;
      if (folded !== text) time = parseFirst(folded, parsers);
      if (time === null) return rejectDate(text, run);
    }
    if (sentinels.hasDate(time)) return undefined;
    if (!isRealDate(time.year, time.month, time.day) || !isRealTime(time))
      return run.reject(
        'bad-date',
        `日期${quote(text)}不存在`,
        `there is no such date or time as ${quote(text)}`,
      );
    if (time.offset === null || time.offset === zone) return time;
    const local = wallTimeOf(epochMs(time, zone), zone);
    if (local === null) return rejectDate(text, run);
    return sentinels.hasDate(local) ? undefined : local;
  };
}

interface SentinelTest {
  readonly hasWord: (text: string) => boolean;
  readonly hasDate: (time: WallTime) => boolean;
}

export function sentinelTest(sentinels: readonly string[]): SentinelTest {
  const words = new Set(sentinels);
  const dates = new Set(
    sentinels
      .filter((text) => /^\d{4}-\d{2}-\d{2}$/.test(text))
      .map((text) => Number(text.replaceAll('-', ''))),
  );
  return {
    hasWord: (text) => words.has(text),
    hasDate: ({ year, month, day }) => dates.has(year * 10_000 + month * 100 + day),
  };
}

export function rejectDate(text: string, run: StepRun): typeof FAILED {
  return run.reject(
    'bad-date',
    `${quote(text)}不是约定格式的日期时间`,
    `${quote(text)} is not a date or time in an agreed format`,
  );
}

export function parseFirst(text: string, parsers: readonly TimeParser[]): WallTime | null {
  for (const parse of parsers) {
    const time = parse(text);
    if (time !== null) return time;
  }
  return null;
}

export function parsersOf(given: JsonObject): TimeParser[] {
  const formats = (given['formats'] as string[] | undefined) ?? DEFAULT_FORMATS;
  const zone = zoneMinutes(given['zone'] as string | undefined);
  return formats.flatMap((format) => timeParser(format, zone) ?? []);
}

export function formatProblems(given: JsonObject): ParameterProblem[] {
  const formats = (given['formats'] as string[] | undefined) ?? [];
  return formats
    .filter((format) => timeParser(format, 0) === null)
    .map((format) => ({
      code: 'bad-parameters',
      detail: {
        zh: `日期格式“${format}”既不是 ${NAMED_FORMATS.join('、')} 之一，也不是可用的模式`,
        en: `the date format "${format}" is neither one of ${NAMED_FORMATS.join(', ')} nor a pattern`,
      },
    }));
}
