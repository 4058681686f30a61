import { isJsonObject, type Json, type JsonObject } from '@exchange/contracts';

/** A field of the source that holds single values. */
export interface Field {
  readonly name: string;
  /** JSON Pointer. */
  readonly pointer: string;
  /** Different texts that were seen, in order; neither blank ones nor words for nothing. */
  readonly values: readonly string[];
  /** How often something was there. */
  readonly filled: number;
  readonly isText: boolean;
}

/** Words that systems write where there is nothing. */
const NULL_WORDS = ['无', '—', '-', '/', '暂无', '不详', '#N/A', 'NULL', 'null', '\\N'];
const FEW = 12;

/** The single values of the records, those within objects too, in the order of their first appearance. */
export function fieldsOf(records: readonly JsonObject[]): Field[] {
  const found = new Map<string, { name: string; values: Json[] }>();
  const collect = (value: Json, name: string, pointer: string): void => {
    if (Array.isArray(value)) return;
    if (isJsonObject(value)) {
      for (const [member, inner] of Object.entries(value))
        collect(inner, member, `${pointer}/${escape(member)}`);
      return;
    }
    const field = found.get(pointer) ?? { name, values: [] };
    field.values.push(value);
    found.set(pointer, field);
  };
  for (const record of records) collect(record, '', '');
  return [...found].map(([pointer, { name, values }]) => {
    const texts = values.filter((value) => value !== null).map((value) => String(value).trim());
    const filled = texts.filter((text) => text !== '' && !NULL_WORDS.includes(text));
    const isText = values.every((value) => value === null || typeof value === 'string');
    return { name, pointer, values: [...new Set(filled)], filled: filled.length, isText };
  });
}

/** Words for nothing that the records use. */
export function nullWordsIn(records: readonly JsonObject[]): string[] {
  const text = new Set(records.flatMap((record) => Object.values(record)).map(String));
  return NULL_WORDS.filter((word) => text.has(word));
}

/** Whether a field looks like a list of codes: few short values that come again. */
export function hasFewValues({ values, filled }: Field): boolean {
  const isShort = values.every((value) => value.length <= 20 && !/^\d{4}.?\d|^\d+\.\d|\d{5}/.test(value));
  return isShort && values.length > 0 && values.length <= FEW && values.length * 2 <= filled;
}

export function valueIn(record: JsonObject, pointer: string): Json | undefined {
  return names(pointer).reduce<Json | undefined>(
    (value, name) => (value !== undefined && isJsonObject(value) ? value[name] : undefined),
    record,
  );
}

/** A copy of a record with other values at these pointers. */
export function withValues(record: JsonObject, values: Readonly<Record<string, Json>>): JsonObject {
  const copy = structuredClone(record);
  for (const [pointer, value] of Object.entries(values)) {
    const path = names(pointer);
    const holder = path.slice(0, -1).reduce((object, name) => (object[name] ??= {}) as JsonObject, copy);
    holder[path.at(-1)!] = value;
  }
  return copy;
}

function names(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
