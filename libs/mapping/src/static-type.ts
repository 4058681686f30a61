import type { Json } from '@exchange/contracts';
import type { Scalar } from './document.ts';

/** `date` (YYYY-MM-DD), `instant` (RFC 3339 UTC) and `decimal` are texts of a known form; `integer` is a number. */
export type Kind =
  'text' | 'date' | 'instant' | 'decimal' | 'number' | 'integer' | 'boolean' | 'list' | 'object';

/** What is known of a value before any record runs. */
export interface StaticType {
  /** null: anything. */
  readonly kinds: readonly Kind[] | null;
  /** Values that are known to occur. */
  readonly values?: readonly Scalar[];
  /** No other values than these can occur. */
  readonly closed?: boolean;
  /** The values come out of a code table. */
  readonly translated?: boolean;
  readonly items?: StaticType;
}

export const ANYTHING: StaticType = { kinds: null };
/** The type of something that never has a value. */
export const NOTHING: StaticType = { kinds: [], values: [], closed: true };

export function typeOfKind(...kinds: Kind[]): StaticType {
  return { kinds };
}

export function typeOfConstant(value: Json): StaticType {
  if (value === null) return NOTHING;
  if (Array.isArray(value)) return { kinds: ['list'], items: unionOf(value.map(typeOfConstant)) };
  if (typeof value === 'object') return { kinds: ['object'] };
  return { kinds: [kindOfScalar(value)], values: [value], closed: true };
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

function kindOfScalar(value: string | number | boolean): Kind {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (DATE.test(value)) return 'date';
  if (INSTANT.test(value)) return 'instant';
  return DECIMAL.test(value) ? 'decimal' : 'text';
}

export function unionOf(types: readonly StaticType[]): StaticType {
  if (types.length === 0) return NOTHING;
  if (types.length === 1) return types[0] as StaticType;
  const kinds = types.some((type) => type.kinds === null)
    ? null
    : [...new Set(types.flatMap((type) => type.kinds ?? []))];
  const values = [...new Set(types.flatMap((type) => type.values ?? []))];
  const items = types.flatMap((type) => (type.items ? [type.items] : []));
  return {
    kinds,
    ...(values.length > 0 && { values }),
    closed: types.every((type) => type.closed === true),
    translated: types.some((type) => type.translated === true),
    ...(items.length > 0 && { items: unionOf(items) }),
  };
}

const WORDS: Readonly<Record<Kind, { zh: string; en: string }>> = {
  text: { zh: '文本', en: 'text' },
  date: { zh: '日期', en: 'date' },
  instant: { zh: '时刻', en: 'instant' },
  decimal: { zh: '十进制数文本', en: 'decimal text' },
  number: { zh: '数值', en: 'number' },
  integer: { zh: '整数', en: 'integer' },
  boolean: { zh: '布尔值', en: 'boolean' },
  list: { zh: '列表', en: 'list' },
  object: { zh: '对象', en: 'object' },
};

export function kindWords(kinds: readonly Kind[] | null): { zh: string; en: string } {
  if (kinds === null) return { zh: '任意值', en: 'anything' };
  if (kinds.length === 0) return { zh: '无', en: 'nothing' };
  return {
    zh: kinds.map((kind) => WORDS[kind].zh).join('或'),
    en: kinds.map((kind) => WORDS[kind].en).join(' or '),
  };
}
