import type { JsonObject } from '@exchange/contracts';
import { FAILED, narrowText, quote, trimSpace, type Value } from '../value.ts';
import { parameters, type MappingFunction, type StepRun } from './mapping-function.ts';
import { zoneMinutes } from './time-formats.ts';
import {
  formatProblems,
  OPEN_ENDED,
  parseFirst,
  parsersOf,
  rejectDate,
  sentinelTest,
  TIME_PARAMETERS,
  timeReader,
} from './time-reading.ts';
import { timeWithin } from './time-within.ts';
import { dateText, instantText } from './wall-time.ts';

const DAY_MS = 86_400_000;

export const timeFunctions: readonly MappingFunction[] = [
  {
    name: 'time.date',
    summary: {
      zh: '日期，统一为 YYYY-MM-DD；formats 依次尝试；sentinels（0000-00-00、1900-01-01、2099-12-31、长期等）视为空',
      en: 'A date as YYYY-MM-DD; formats are tried in order; sentinels (0000-00-00, 1900-01-01, 2099-12-31, 长期…) are empty',
    },
    parameters: parameters(TIME_PARAMETERS),
    accepts: 'text',
    gives: 'date',
    examples: [
      { input: '2024-3-5', output: '2024-03-05' },
      { input: '2024/03/05 00:00:00', output: '2024-03-05' },
      { input: '２０２４年３月５日', output: '2024-03-05' },
      { input: '二〇二四年十二月三十一日', output: '2024-12-31' },
      { input: 20240305, output: '2024-03-05' },
      { input: '2024-03-04T17:00:00Z', output: '2024-03-05' },
      { input: '45356', params: { formats: ['excel-serial'] }, output: '2024-03-05' },
      { input: 1709568000000, params: { formats: ['epoch-ms'] }, output: '2024-03-05' },
      { input: '/Date(1709568000000+0800)/', params: { formats: ['dotnet'] }, output: '2024-03-05' },
      { input: '05.03.2024', params: { formats: ['dd.MM.yyyy'] }, output: '2024-03-05' },
      { input: '1900-01-01', output: null },
      { input: '0000-00-00 00:00:00', output: null },
      { input: '2099/12/31', output: null },
      { input: '2099/12/31', params: { sentinels: ['1900-01-01'] }, output: '2099-12-31' },
      { input: '2025-02-30', rejection: 'bad-date' },
      { input: '03/05/24', rejection: 'bad-date' },
    ],
    problems: formatProblems,
    compile: (given) => {
      const read = timeReader(given);
      return (text, run) => {
        const time = read(text, run);
        if (time === undefined || time === FAILED) return time;
        return dateText(time.year, time.month, time.day);
      };
    },
  },
  {
    name: 'time.instant',
    summary: {
      zh: '时刻，统一为 UTC 毫秒；文本自带时区时从其规定，否则按 zone（默认 Asia/Shanghai）；只有日期时取零点；plausible 时对一天后的未来时刻提醒',
      en: 'An instant in UTC with milliseconds; the text’s own offset holds, else zone (default Asia/Shanghai); a date alone is its midnight; with plausible an instant more than a day ahead is a warning',
    },
    parameters: parameters({ ...TIME_PARAMETERS, plausible: { type: 'boolean' } }),
    accepts: 'text',
    gives: 'instant',
    examples: [
      { input: '2024-03-05 14:30:20', output: '2024-03-05T06:30:20.000Z' },
      { input: '2024-03-05T14:30:20.5+08:00', output: '2024-03-05T06:30:20.500Z' },
      { input: '20240305143020', output: '2024-03-05T06:30:20.000Z' },
      { input: '2024年3月5日14时30分', output: '2024-03-05T06:30:00.000Z' },
      { input: '2024-03-05', output: '2024-03-04T16:00:00.000Z' },
      { input: '2024-03-05 24:00:00', output: '2024-03-05T16:00:00.000Z' },
      { input: '2024-03-05 06:30', params: { zone: 'UTC' }, output: '2024-03-05T06:30:00.000Z' },
      { input: 1709620220000, params: { formats: ['epoch-ms'] }, output: '2024-03-05T06:30:20.000Z' },
      { input: '1709620220', params: { formats: ['epoch-s'] }, output: '2024-03-05T06:30:20.000Z' },
      {
        input: '45356.6043981481',
        params: { formats: ['excel-serial'] },
        output: '2024-03-05T06:30:20.000Z',
      },
      { input: '2024/3/5 9:05', params: { formats: ['yyyy/M/d H:mm'] }, output: '2024-03-05T01:05:00.000Z' },
      {
        input: '2044-03-05 00:00:00',
        params: { plausible: true },
        output: '2044-03-04T16:00:00.000Z',
        warning: 'implausible-time',
      },
      { input: '1899-12-31 00:00:00', output: null },
      { input: '2024-03-05 25:00:00', rejection: 'bad-date' },
    ],
    problems: formatProblems,
    compile: (given) => compileInstant(given),
  },
  {
    name: 'time.openEnded',
    summary: {
      zh: '是否长期有效：2099-12-31、9999-12-31、长期、永久等为 true，其余为 false',
      en: 'Whether a validity has no end: true for 2099-12-31, 9999-12-31, 长期, 永久…, else false',
    },
    parameters: parameters(TIME_PARAMETERS),
    accepts: 'text',
    gives: 'boolean',
    examples: [
      { input: '2099/12/31', output: true },
      { input: '长期', output: true },
      { input: '2027-01-01', output: false },
      { input: '2050-01-01', params: { sentinels: ['2050-01-01'] }, output: true },
    ],
    problems: formatProblems,
    compile: (given) => {
      const parsers = parsersOf(given);
      const sentinels = sentinelTest((given['sentinels'] as string[] | undefined) ?? OPEN_ENDED);
      return (text) => {
        const written = trimSpace(narrowText(text));
        if (sentinels.hasWord(written)) return true;
        const time = parseFirst(written, parsers);
        return time !== null && sentinels.hasDate(time);
      };
    },
  },
  timeWithin,
];

function compileInstant(given: JsonObject): (text: string, run: StepRun) => Value {
  const read = timeReader(given);
  const zone = zoneMinutes(given['zone'] as string | undefined);
  const asksPlausible = given['plausible'] === true;
  return (text, run) => {
    const time = read(text, run);
    if (time === undefined || time === FAILED) return time;
    const instant = instantText(time, zone);
    if (instant === null) return rejectDate(text, run);
    if (asksPlausible && isDayAhead(instant, run.receivedTime))
      run.warn(
        'implausible-time',
        `时间${quote(text)}晚于接收时间一天以上，请核对`,
        `the time ${quote(text)} lies more than a day after it was received; please verify`,
      );
    return instant;
  };
}

/** Instants are compared as texts first, because hardly any lies ahead at all. */
function isDayAhead(instant: string, receivedTime: string): boolean {
  return instant > receivedTime && Date.parse(instant) > Date.parse(receivedTime) + DAY_MS;
}
