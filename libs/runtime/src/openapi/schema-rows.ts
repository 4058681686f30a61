import { isJsonObject, type Json, type JsonObject } from '@exchange/contracts';

/** One property as a reader sees it: its path, what may stand there, and what it means. */
export interface SchemaRow {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly meaning: string;
}

const DEPTH_MAX = 5;
const CODES_SHOWN_MAX = 12;

/** Flattens an object schema: `party.name`, `items[].code`. Local references are followed. */
export function schemaRows(root: JsonObject): readonly SchemaRow[] {
  const rows: SchemaRow[] = [];
  collect(root, root, '', 0, rows);
  return rows;
}

/** What may stand in a place, in a few words: `string (date)`, `integer ≥ 1`, `array of string`. */
export function typeText(schema: JsonObject): string {
  const reference = schema['$ref'];
  if (typeof reference === 'string') return reference.split('/').at(-1) ?? 'object';
  const codes = schema['enum'];
  if (Array.isArray(codes)) return codesText(codes);
  if (schema['const'] !== undefined) return JSON.stringify(schema['const']);
  const items = schema['items'];
  const type = [schema['type'] ?? 'any'].flat().join(' | ');
  const named = type.includes('array') && isJsonObject(items) ? `${type} of ${typeText(items)}` : type;
  return named + limitsText(schema);
}

function collect(root: JsonObject, node: JsonObject, prefix: string, depth: number, rows: SchemaRow[]): void {
  const object = resolve(root, node);
  const required = new Set((object['required'] as string[] | undefined) ?? []);
  for (const [name, property] of Object.entries((object['properties'] as JsonObject | undefined) ?? {})) {
    if (!isJsonObject(property)) continue;
    const path = prefix + name;
    const resolved = resolve(root, property);
    rows.push({
      path,
      type: typeText(resolved),
      required: required.has(name),
      meaning: meaningOf(property, resolved),
    });
    if (depth === DEPTH_MAX) continue;
    const items = resolved['items'];
    if (isJsonObject(items)) collect(root, items, `${path}[].`, depth + 1, rows);
    else collect(root, resolved, `${path}.`, depth + 1, rows);
  }
}

function resolve(root: JsonObject, node: JsonObject): JsonObject {
  const reference = node['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#/$defs/')) return node;
  const definitions = root['$defs'] as JsonObject | undefined;
  const target = definitions?.[reference.slice('#/$defs/'.length)];
  return isJsonObject(target) ? target : node;
}

function meaningOf(property: JsonObject, resolved: JsonObject): string {
  for (const schema of [property, resolved]) {
    const words = [
      both(schema['x-title']) ?? text(schema['title']),
      both(schema['x-description']) ?? text(schema['description']),
    ];
    const meaning = words.filter((word) => word !== undefined).join('。');
    if (meaning !== '') return meaning;
  }
  return '';
}

function both(value: Json | undefined): string | undefined {
  return isJsonObject(value) ? `${String(value['zh'])} ${String(value['en'])}` : undefined;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function codesText(codes: readonly Json[]): string {
  const shown = codes.slice(0, CODES_SHOWN_MAX).map((code) => String(code));
  return shown.join(' | ') + (codes.length > shown.length ? ` | … (${codes.length})` : '');
}

function limitsText(schema: JsonObject): string {
  const parts = [
    schema['format'] === undefined ? '' : ` (${String(schema['format'])})`,
    schema['minimum'] === undefined ? '' : ` ≥ ${String(schema['minimum'])}`,
    schema['maximum'] === undefined ? '' : ` ≤ ${String(schema['maximum'])}`,
    schema['maxLength'] === undefined ? '' : ` ≤ ${String(schema['maxLength'])} 字符`,
  ];
  return parts.join('');
}
