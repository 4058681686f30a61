import type { Json, JsonObject } from '@exchange/contracts';
import { valueIn, withValues, type Field } from './fields.ts';
import type { Guess, Use } from './guess-mapping.ts';
import type { Wire } from './read-sample-file.ts';

export interface DerivedSample {
  readonly records: readonly JsonObject[];
  readonly charset: Wire['charset'];
}

const NORMAL_RECORDS = 3;
const HOSTILE = `"><script>alert(1)</script>'; DROP TABLE t;-- 😀\u202e\u0007`;
const LONG = '长'.repeat(2100);

type Values = Record<string, Json>;

/** The cases that every stream owes, and those that its mapping makes it owe, as far as they follow from the file. */
export function deriveSamples(
  records: readonly JsonObject[],
  fields: readonly Field[],
  { mapping, uses, key }: Guess,
  charset: Wire['charset'],
): ReadonlyMap<string, DerivedSample> {
  const base = fullest(records, fields);
  const normal = records.slice(0, NORMAL_RECORDS);
  const samples = new Map<string, DerivedSample>();
  const add = (name: string, variants: readonly Values[], from = base): void => {
    const changed = variants.map((values, index) =>
      withValues(from, { ...keyOf(from, key, index), ...values }),
    );
    if (changed.length > 0) samples.set(name, { records: changed, charset });
  };
  samples.set('normal', { records: normal, charset });
  if (key) {
    add('missing-key', [{ [key.pointer]: '' }]);
    const corrected = correction(normal[0]!, uses, key);
    if (corrected) samples.set('update', { records: [corrected], charset });
  }
  samples.set('hostile', { records: [hostile(base, fields, uses, key)], charset });
  const textual = uses.filter(({ field }) => field.isText && field !== key);
  for (const family of ['date', 'number', 'identity', 'region'] as const) {
    const own = textual.filter((use) => use.family === family && valueIn(base, use.field.pointer));
    if (own.length === 0) continue;
    add(
      `${family}-forms`,
      FORMS[family].map((form) => changeAll(own, base, form)),
    );
    add(`${family}-bad`, [{ [own[0]!.field.pointer]: BAD[family] }]);
  }
  const coded = uses.filter(({ family, field }) => family === 'code' && field.isText);
  if (coded.length > 0) {
    add('code-all', everyValue(coded));
    add('code-unknown', [{ [coded[0]!.field.pointer]: '未知代码9' }]);
  }
  const word = (mapping['nullWords'] as readonly string[] | undefined)?.[0];
  const texts = textual.filter(({ family }) => family === 'text');
  if (word !== undefined) {
    const optional = texts.find(({ target }) => !target.includes('name') && target !== 'documentNo');
    add('text-forms', [
      {
        ...changeAll(texts, base, (text) => `　${text} `),
        ...(optional ? { [optional.field.pointer]: word } : {}),
      },
    ]);
  }
  if (charset !== 'utf-8') samples.set('encoding-utf8', { records: normal, charset: 'utf-8' });
  return samples;
}

type Form = (text: string) => string;

/** Other ways in which people and systems write the same. */
const FORMS: Readonly<Record<'date' | 'number' | 'identity' | 'region', readonly Form[]>> = {
  date: [dateForm('/'), dateForm('年月日'), dateForm('')],
  number: [wide],
  identity: [(text) => ` ${text.toLowerCase()} `, wide],
  region: [(text) => (text.startsWith('武进区') ? text : ` ${text} `)],
};

const BAD = { date: '2026-02-30', number: '若干', identity: '12345', region: '无此镇街' } as const;

function dateForm(marks: string): Form {
  return (text) => {
    const [, year, month, day] = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})/.exec(text) ?? [];
    if (year === undefined || month === undefined || day === undefined) return text;
    if (marks === '') return year + month.padStart(2, '0') + day.padStart(2, '0');
    const [afterYear = '', afterMonth = afterYear, afterDay = ''] = marks;
    return `${year}${afterYear}${Number(month)}${afterMonth}${Number(day)}${afterDay}`;
  };
}

/** In full-width characters. */
function wide(text: string): string {
  return text.replaceAll(/[0-9A-Za-z]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0));
}

function changeAll(uses: readonly Use[], base: JsonObject, form: Form): Values {
  const known = uses.map(({ field }) => [field.pointer, valueIn(base, field.pointer)] as const);
  return Object.fromEntries(
    known.flatMap(([pointer, value]) => (typeof value === 'string' && value ? [[pointer, form(value)]] : [])),
  );
}

/** As many records as the longest table has lines, so that every line is seen in a golden. */
function everyValue(coded: readonly Use[]): Values[] {
  const most = Math.max(...coded.map(({ field }) => field.values.length));
  return Array.from({ length: most }, (_, index) =>
    Object.fromEntries(
      coded.map(({ field }) => [field.pointer, field.values[index % field.values.length] ?? '']),
    ),
  );
}

/** The same record with another text where texts are free. */
function correction(record: JsonObject, uses: readonly Use[], key: Field): JsonObject | undefined {
  const free = uses
    .filter(({ family, field, target }) => family === 'text' && field !== key && target !== 'documentNo')
    .toSorted((a, b) => room(b) - room(a))
    .find(({ field }) => typeof valueIn(record, field.pointer) === 'string');
  return (
    free &&
    withValues(record, { [free.field.pointer]: `${String(valueIn(record, free.field.pointer))}（更正）` })
  );
}

/** Attacks in every field that is free text, and in a column that no system should have. */
function hostile(
  base: JsonObject,
  fields: readonly Field[],
  uses: readonly Use[],
  key: Field | undefined,
): JsonObject {
  const isFree = (field: Field): boolean =>
    field.isText &&
    field !== key &&
    uses.filter((use) => use.field === field).every((use) => use.family === 'text' && room(use) >= 100);
  const free = fields.filter(isFree).map(({ pointer }) => [pointer, HOSTILE]);
  const record = withValues(base, Object.fromEntries(free) as Values);
  return Object.fromEntries([...Object.entries(record), ['__proto__', HOSTILE + LONG]]);
}

function room({ schema }: Use): number {
  return typeof schema['maxLength'] === 'number' ? schema['maxLength'] : 0;
}

function fullest(records: readonly JsonObject[], fields: readonly Field[]): JsonObject {
  const filled = (record: JsonObject): number =>
    fields.filter(({ pointer }) => valueIn(record, pointer)).length;
  return records.reduce((best, record) => (filled(record) > filled(best) ? record : best));
}

/** Keys of their own, so that the records of a sample are not taken for one. */
function keyOf(base: JsonObject, key: Field | undefined, index: number): Values {
  const value = key && valueIn(base, key.pointer);
  if (!key || value === undefined || value === null) return {};
  return { [key.pointer]: typeof value === 'number' ? value + index : `${String(value)}-${index + 1}` };
}
