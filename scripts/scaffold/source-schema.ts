import type { Bilingual } from '@exchange/catalog';
import { isJsonObject, type Json, type JsonObject } from '@exchange/contracts';
import { escape, hasFewValues, type Field } from './fields.ts';

export interface Described {
  readonly title: Bilingual;
  readonly fields: readonly Field[];
  readonly key: Field | undefined;
  /** Pointers of fields that a table translates: every value that they have is listed. */
  readonly coded: ReadonlySet<string>;
  /** English titles of the fields whose meaning was guessed, by pointer. What they hold may be names of people. */
  readonly english: ReadonlyMap<string, string>;
}

/** `source.schema.json`: the fields that the sample has, with types and the values of those that have few. */
export function sourceSchemaOf(records: readonly JsonObject[], described: Described): JsonObject {
  const { title, key } = described;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: title.en,
    'x-title': { ...title },
    ...schemaOf(records, '', described),
    ...(key && !key.pointer.slice(1).includes('/') ? { required: [key.name] } : {}),
  };
}

function schemaOf(values: readonly Json[], pointer: string, described: Described): JsonObject {
  const present = values.filter((value) => value !== null);
  const objects = present.filter(isJsonObject);
  const items = present.filter(Array.isArray).flat() as Json[];
  const types = [...new Set(values.map(typeOf))].filter(
    (type, _, all) => type !== 'integer' || !all.includes('number'),
  );
  const type = types.length === 1 ? types[0]! : types;
  const properties = new Map<string, Json[]>();
  for (const object of objects)
    for (const [name, value] of Object.entries(object))
      properties.set(name, [...(properties.get(name) ?? []), value]);
  return {
    type,
    ...(properties.size > 0
      ? {
          properties: Object.fromEntries(
            [...properties].map(([name, inner]) => [name, propertyOf(name, inner, pointer, described)]),
          ),
        }
      : {}),
    ...(items.length > 0 ? { items: schemaOf(items, `${pointer}/*`, described) } : {}),
  };
}

function propertyOf(name: string, values: readonly Json[], parent: string, described: Described): JsonObject {
  const pointer = `${parent}/${escape(name)}`;
  const field = described.fields.find((one) => one.pointer === pointer);
  const isUnknown = !described.english.has(pointer);
  const isListed = field?.isText && (described.coded.has(pointer) || (isUnknown && hasFewValues(field)));
  return {
    ...schemaOf(values, pointer, described),
    ...(isListed ? { 'x-values': [...field.values] } : {}),
    'x-title': { zh: name, en: described.english.get(pointer) ?? name },
  };
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
