import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import type { Detail, JsonObject } from '@exchange/contracts';

/** One way in which a value breaks its schema: JSON Pointer and a sentence in both languages. */
export interface ValueProblem {
  readonly at: string;
  readonly keyword: string;
  readonly detail: Detail;
}

export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ValueProblem[] };

export interface ValidatorOptions {
  /** Query strings and environment variables are text: '8080' becomes 8080, 'true' becomes true. */
  readonly coerce: boolean;
}

// ajv-formats is CommonJS: under nodenext its default export is typed as the namespace.
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

/**
 * Compiles a JSON Schema 2020-12 for what enters the process from outside. All problems are listed, defaults are filled
 * in, and the given value is not changed: the valid one is a copy.
 */
export function compileValidator<T>(
  schema: JsonObject,
  { coerce }: ValidatorOptions,
): (value: unknown) => Validated<T> {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    // A condition on a property (`then`) need not repeat its type.
    strictTypes: false,
    // '1e400' is coerced to Infinity, which is to be held against a number's limits like any other.
    strictNumbers: false,
    allErrors: true,
    useDefaults: true,
    coerceTypes: coerce ? 'array' : false,
  });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  return (given) => {
    const value: unknown = structuredClone(given);
    if (validate(value)) return { ok: true, value: value as T };
    return { ok: false, problems: (validate.errors ?? []).map(problemOf) };
  };
}

function problemOf(error: ErrorObject): ValueProblem {
  return { at: error.instancePath + missingName(error), keyword: error.keyword, detail: describe(error) };
}

function missingName(error: ErrorObject): string {
  if (error.keyword === 'required') return `/${String(error.params['missingProperty'])}`;
  if (error.keyword === 'additionalProperties') return `/${String(error.params['additionalProperty'])}`;
  return '';
}

function describe(error: ErrorObject): Detail {
  const zh = CHINESE[error.keyword]?.(error.params) ?? `不符合规则“${error.keyword}”`;
  return { zh, en: ENGLISH[error.keyword]?.(error.params) ?? error.message ?? error.keyword };
}

type Phrase = (params: Record<string, unknown>) => string;

const ENGLISH: Readonly<Record<string, Phrase>> = {
  required: () => 'is missing',
  additionalProperties: () => 'is not known',
  enum: ({ allowedValues }) => `must be one of ${list(allowedValues)}`,
};

const CHINESE: Readonly<Record<string, Phrase>> = {
  required: () => '缺少此项',
  additionalProperties: () => '没有此项',
  enum: ({ allowedValues }) => `应为下列之一：${list(allowedValues)}`,
  type: ({ type }) => `类型应为 ${list(type)}`,
  format: ({ format }) => `格式应为 ${String(format)}`,
  pattern: ({ pattern }) => `应符合 ${String(pattern)}`,
  const: ({ allowedValue }) => `应为 ${String(allowedValue)}`,
  minimum: ({ limit }) => `不得小于 ${String(limit)}`,
  maximum: ({ limit }) => `不得大于 ${String(limit)}`,
  minLength: ({ limit }) => `不得少于 ${String(limit)} 个字符`,
  maxLength: ({ limit }) => `不得多于 ${String(limit)} 个字符`,
  minItems: ({ limit }) => `不得少于 ${String(limit)} 项`,
  maxItems: ({ limit }) => `不得多于 ${String(limit)} 项`,
  uniqueItems: () => '不得有重复项',
};

function list(values: unknown): string {
  return Array.isArray(values) ? values.join(', ') : String(values);
}
