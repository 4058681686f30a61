import {
  isJsonObject,
  type CodeTable,
  type Json,
  type JsonObject,
  type SubjectSchema,
} from '@exchange/contracts';
import { conversionOf, type Family } from './expression.ts';
import { escape, nullWordsIn, type Field } from './fields.ts';
import { CHANGED_NAMES, KNOWN_NAMES, plainName } from './known-names.ts';

/** A source field and the property that it fills. */
export interface Use {
  readonly field: Field;
  /** e.g. `party.name` */
  readonly target: string;
  readonly schema: JsonObject;
  readonly family: Family;
}

export interface Guess {
  readonly mapping: JsonObject;
  readonly uses: readonly Use[];
  readonly key: Field | undefined;
}

export interface GuessParts {
  readonly subject: SubjectSchema;
  readonly codes: ReadonlyMap<string, CodeTable>;
  readonly records: readonly JsonObject[];
  readonly fields: readonly Field[];
  /** Name of the key's field, if it is known. */
  readonly keyName: string | undefined;
}

/** Fills what the names of the fields tell. What is required and not found is left out, for `checkMapping` to name. */
export function guessMapping(parts: GuessParts): Guess {
  const { subject, records, fields } = parts;
  const key = keyField(parts);
  const filler = new Filler(parts, key);
  const data = filler.object(subject.schema, null);
  const changed = fields.find(({ name }) =>
    CHANGED_NAMES.some((known) => plainName(known) === plainName(name)),
  );
  const dated = changed ?? filler.uses.find(({ family }) => family === 'date')?.field;
  const jurisdiction = data['jurisdiction'];
  if (jurisdiction !== undefined) data['jurisdiction'] = { use: 'jurisdiction' };
  const nullWords = nullWordsIn(records);
  return {
    mapping: {
      $schema: '../../../schemas/meta/mapping.schema.json',
      ...(nullWords.length > 0 ? { nullWords } : {}),
      ...(jurisdiction === undefined ? {} : { define: { jurisdiction } }),
      ...(Object.keys(filler.tables).length > 0 ? { tables: filler.tables } : {}),
      ...(key ? { key: through(key.pointer, ['text.stripControl', 'text.trim']) } : {}),
      ...(changed ? { revision: through(changed.pointer, ['time.instant']) } : {}),
      time: dated ? through(dated.pointer, ['time.instant']) : { context: 'receivedTime' },
      ...(jurisdiction === undefined ? {} : { jurisdiction: { use: 'jurisdiction' } }),
      outputs: [{ subject: subject.subject, data }],
    },
    uses: filler.uses,
    key,
  };
}

function keyField({ fields, keyName, records, subject }: GuessParts): Field | undefined {
  if (keyName !== undefined)
    return fields.find(({ name, pointer }) => name === keyName || pointer === keyName);
  const isUnique = ({ values }: Field): boolean => values.length === records.length;
  const property = String(subject.schema['x-key'] ?? '').slice(1);
  const known = namesOf(property, subject.schema, null).map(plainName);
  return (
    fields.find((field) => isUnique(field) && known.includes(plainName(field.name))) ??
    fields.find((field) => isUnique(field) && /编号|号$|id$|no$|bh$|code$/i.test(field.name))
  );
}

/** An expression that takes a field through these steps. */
function through(from: string, steps: readonly Json[]): JsonObject {
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of the mapping language, not a promise
  return { from, then: [...steps] };
}

/** Goes through a subject's properties and keeps what was used on the way. */
class Filler {
  readonly uses: Use[] = [];
  readonly tables: JsonObject = {};
  readonly #parts: GuessParts;
  readonly #key: Field | undefined;

  constructor(parts: GuessParts, key: Field | undefined) {
    this.#parts = parts;
    this.#key = key;
  }

  object(schema: JsonObject, parent: string | null): JsonObject {
    const required = schema['required'] as readonly string[] | undefined;
    const filled: JsonObject = {};
    for (const [name, declared] of Object.entries(schema['properties'] as Record<string, JsonObject>)) {
      const property = { ...this.#shapeOf(declared), ...declared };
      const value =
        isJsonObject(property['properties'] ?? null) && parent === null
          ? this.#shape(name, property, required?.includes(name) ?? false)
          : this.#value(name, property, parent);
      if (value !== undefined) filled[name] = value;
    }
    return filled;
  }

  /** An optional object counts only when all that it needs is there. */
  #shape(name: string, schema: JsonObject, isRequired: boolean): JsonObject | undefined {
    const before = this.uses.length;
    const fields = this.object(schema, name);
    const needs = (schema['required'] ?? []) as readonly string[];
    const isWhole = Object.keys(fields).length > 0 && needs.every((need) => need in fields);
    if (isWhole || (isRequired && Object.keys(fields).length > 0)) return { fields };
    this.uses.length = before;
    return undefined;
  }

  #value(name: string, schema: JsonObject, parent: string | null): Json | undefined {
    if (parent === null && schema['x-code'] === 'departments') return { context: 'department' };
    const field = this.#fieldFor(name, schema, parent);
    if (!field) return undefined;
    if (name === 'validIndefinitely')
      return { ...through(field.pointer, ['time.openEnded']), default: false };
    const { family, steps, table } = conversionOf(name, schema, field, this.#parts.codes, parent);
    if (table) this.tables[table.name] = { title: schema['x-title']!, entries: { ...table.entries } };
    this.uses.push({ field, target: parent ? `${parent}.${name}` : name, schema, family });
    return through(field.pointer, steps);
  }

  #fieldFor(name: string, schema: JsonObject, parent: string | null): Field | undefined {
    const { fields, subject } = this.#parts;
    // Two properties say in another form what a third one says.
    const origin = name === 'validIndefinitely' ? 'validUntil' : name.replace(/Normalised$/, '');
    if (origin !== name) return this.uses.find(({ target }) => target === origin)?.field;
    for (const known of namesOf(name, schema, parent).map(plainName)) {
      const field = fields.find(
        (one) => plainName(one.name) === known || plainName(one.pointer.replaceAll('/', '')) === known,
      );
      if (field) return field;
    }
    return parent === null && subject.schema['x-key'] === `/${escape(name)}` ? this.#key : undefined;
  }

  #shapeOf({ $ref }: JsonObject): JsonObject {
    const definitions = this.#parts.subject.schema['$defs'] as Record<string, JsonObject> | undefined;
    return typeof $ref === 'string' ? (definitions?.[$ref.replace('#/$defs/', '')] ?? {}) : {};
  }
}

/** Names of fields that mean a property, the surest first. A name alone says little within an object. */
function namesOf(name: string, schema: JsonObject, parent: string | null): readonly string[] {
  const title = (schema['x-title'] as { zh?: string } | undefined)?.zh ?? name;
  if (parent !== null) return [`${parent}${name}`, ...(KNOWN_NAMES[`${parent}.${name}`] ?? [])];
  return [title, name, ...(KNOWN_NAMES[name] ?? [])];
}
