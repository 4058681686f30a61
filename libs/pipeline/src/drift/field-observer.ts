import { isJsonObject, type Json, type JsonObject } from '@exchange/contracts';

export type FieldType = 'text' | 'number' | 'boolean' | 'null' | 'object' | 'list';

/** That a source sent a field, with a value of a type, in so many of the observed records. */
export interface FieldSighting {
  /** JSON Pointer without list places: `/parties/-/name`. */
  readonly path: string;
  readonly type: FieldType;
  readonly records: number;
}

const DEPTH_MAX = 4;
/** A source whose names are data (`{"K17": …}`) would fill any table. */
const SHAPES_MAX = 1_000;
const FIELDS_OF_RECORD_MAX = 500;
/** Of one name. With it a path fits into a key of the table that it is kept in. */
const NAME_CHARS_MAX = 100;

/**
 * Notices which fields a source sends, record by record: what the schema does not know, what no longer comes, what changed
 * its type. Records of the same shape are counted together, so that a record costs no more than naming its shape. Values are
 * not looked at.
 */
export class FieldObserver {
  readonly #shapes = new Map<string, { readonly fields: ReadonlySet<string>; records: number }>();
  #records = 0;

  observe(record: JsonObject): void {
    this.#records += 1;
    // A list of many items is no longer a shape than one of a single item.
    const fields = new Set<string>();
    collect(record, '', 0, fields);
    const shape = [...fields].join('\n');
    const known = this.#shapes.get(shape);
    if (known) known.records += 1;
    else if (this.#shapes.size < SHAPES_MAX) this.#shapes.set(shape, { fields, records: 1 });
  }

  /** What was seen since the last time, and in how many records. */
  take(): { readonly records: number; readonly fields: readonly FieldSighting[] } {
    const counts = new Map<string, number>();
    for (const { fields, records } of this.#shapes.values())
      for (const field of fields) counts.set(field, (counts.get(field) ?? 0) + records);
    const taken = {
      records: this.#records,
      fields: [...counts].map(([field, records]) => {
        const [type, path] = field.split(' ', 2) as [FieldType, string];
        return { path, type, records };
      }),
    };
    this.#shapes.clear();
    this.#records = 0;
    return taken;
  }
}

function collect(value: Json, path: string, depth: number, fields: Set<string>): void {
  if (fields.size >= FIELDS_OF_RECORD_MAX) return;
  if (depth > 0) fields.add(`${typeOf(value)} ${path}`);
  if (depth >= DEPTH_MAX || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, `${path}/-`, depth + 1, fields);
    return;
  }
  for (const name of Object.keys(value)) collect(value[name]!, `${path}/${stepOf(name)}`, depth + 1, fields);
}

/** A name with a blank, a control character or half a character is folded: it is no name that a schema has. */
function stepOf(name: string): string {
  return name
    .slice(0, NAME_CHARS_MAX)
    .toWellFormed()
    .replaceAll(/[~/\s\p{Cc}]/gu, (c) => (c === '~' ? '~0' : c === '/' ? '~1' : '_'));
}

function typeOf(value: Json): FieldType {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  if (Array.isArray(value)) return 'list';
  if (isJsonObject(value)) return 'object';
  return typeof value === 'number' ? 'number' : 'boolean';
}
