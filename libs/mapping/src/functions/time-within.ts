import { isJsonObject, type Json } from '@exchange/contracts';
import { NO_PARAMETERS, type MappingFunction } from './mapping-function.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Stands alone among the steps in that it compares values with one another, which conditions cannot. */
export const timeWithin: MappingFunction = {
  name: 'time.isWithin',
  summary: {
    zh: '日期 date 是否在 from 至 until 之内（含两端）；缺 from 或 until 表示该端不限，缺 date 为空；输入为由 time.date 得到的三个字段的对象',
    en: 'Whether date lies from from to until, both included; a missing end is open, without date the result is empty; the input is an object of these three, made by time.date',
  },
  parameters: NO_PARAMETERS,
  accepts: 'any',
  gives: 'boolean',
  examples: [
    { input: { date: '2026-03-06', from: '2023-07-01', until: '2028-06-30' }, output: true },
    { input: { date: '2028-06-30', from: '2023-07-01', until: '2028-06-30' }, output: true },
    { input: { date: '2026-03-06', from: '2026-05-01' }, output: false },
    { input: { date: '2026-03-06', until: '2026-02-28' }, output: false },
    { input: { date: '2026-03-06' }, output: true },
    { input: { from: '2023-07-01' }, output: null },
    { input: { date: '6.3.2026' }, rejection: 'bad-type' },
    { input: '2026-03-06', rejection: 'bad-type' },
  ],
  compile: () => (value, run) => {
    const { date, from, until } = isJsonObject(value) ? value : { date: value };
    if (!isJsonObject(value) || ![date, from, until].every(isDateOrAbsent))
      return run.reject(
        'bad-type',
        '这里需要由 date、from、until 三个日期组成的对象',
        'an object of the dates date, from and until is wanted here',
      );
    if (typeof date !== 'string') return undefined;
    return (typeof from !== 'string' || date >= from) && (typeof until !== 'string' || date <= until);
  },
};

function isDateOrAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && DATE.test(value));
}
