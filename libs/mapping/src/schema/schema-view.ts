import { isJsonObject, type Detail, type Json, type JsonObject } from '@exchange/contracts';
import type { Scalar } from '../document.ts';
import type { Kind, StaticType } from '../static-type.ts';

/**
 * One place in a JSON Schema: every subschema that applies there, references followed. `binding` ones always hold; the
 * others come from `anyOf`, `oneOf`, `if`/`then`/`else` and may.
 */
export interface SchemaView {
  readonly root: JsonObject;
  readonly binding: readonly JsonObject[];
  readonly possible: readonly JsonObject[];
}

export function rootView(root: JsonObject): SchemaView {
  return viewOf(root, [root]);
}

function viewOf(root: JsonObject, schemas: readonly Json[]): SchemaView {
  const binding = new Set<JsonObject>();
  const possible = new Set<JsonObject>();
  for (const schema of schemas) collect(root, schema, binding, binding, possible);
  return { root, binding: [...binding], possible: [...possible].filter((node) => !binding.has(node)) };
}

function collect(
  root: JsonObject,
  node: Json | undefined,
  into: Set<JsonObject>,
  binding: Set<JsonObject>,
  possible: Set<JsonObject>,
): void {
  if (!isJsonObject(node) || into.has(node)) return;
  into.add(node);
  const reference = node['$ref'];
  if (typeof reference === 'string') collect(root, resolve(root, reference), into, binding, possible);
  for (const branch of listOf(node['allOf'])) collect(root, branch, into, binding, possible);
  for (const keyword of ['anyOf', 'oneOf'])
    for (const branch of listOf(node[keyword])) collect(root, branch, possible, binding, possible);
  for (const keyword of ['then', 'else']) collect(root, node[keyword], possible, binding, possible);
}

function resolve(root: JsonObject, reference: string): Json | undefined {
  if (!reference.startsWith('#')) return undefined;
  let node: Json | undefined = root;
  for (const token of reference.slice(1).split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    node = isJsonObject(node) && Object.hasOwn(node, name) ? node[name] : undefined;
  }
  return node;
}

/** `known` with the view below; `open` where the schema lets anything stand; `unknown` where nothing by that name can be. */
export type Child =
  | { readonly verdict: 'known'; readonly view: SchemaView }
  | { readonly verdict: 'open' }
  | { readonly verdict: 'unknown' };

/**
 * What stands under a name (or list index). An object that declares properties is taken as complete unless it says
 * `additionalProperties` itself: otherwise no mistyped path could ever be found.
 */
export function childOf(view: SchemaView, token: string): Child {
  const nodes = [...view.binding, ...view.possible];
  const found = nodes.flatMap((node) => declared(node, token));
  if (found.length > 0) return { verdict: 'known', view: viewOf(view.root, found) };
  const extra = nodes.map((node) => node['additionalProperties']).filter((schema) => schema !== undefined);
  const described = extra.filter(isJsonObject);
  if (described.length > 0) return { verdict: 'known', view: viewOf(view.root, described) };
  if (extra.includes(true)) return { verdict: 'open' };
  if (extra.includes(false) || nodes.some((node) => node['properties'] !== undefined))
    return { verdict: 'unknown' };
  const types = nodes.flatMap((node) => typesOf(node));
  const isSilent =
    types.length === 0 && nodes.every((node) => node['items'] === undefined && node['enum'] === undefined);
  const wanted = /^\d+$/.test(token) ? ['array', 'object'] : ['object'];
  const isOpen =
    isSilent || types.some((type) => wanted.includes(type) && (type !== 'array' || itemsOf(view) === null));
  return { verdict: isOpen ? 'open' : 'unknown' };
}

function declared(node: JsonObject, token: string): Json[] {
  const properties = node['properties'];
  if (isJsonObject(properties) && Object.hasOwn(properties, token)) return [properties[token] as Json];
  const patterns = node['patternProperties'];
  if (isJsonObject(patterns)) {
    // The source schema is our own file and Ajv runs these patterns anyway.
    const matching = Object.keys(patterns).filter((pattern) => new RegExp(pattern, 'u').test(token));
    if (matching.length > 0) return matching.map((pattern) => patterns[pattern] as Json);
  }
  if (!/^\d+$/.test(token)) return [];
  const prefix = listOf(node['prefixItems'])[Number(token)];
  if (prefix !== undefined) return [prefix];
  return isJsonObject(node['items']) ? [node['items']] : [];
}

/** The view of a list's items; null when no list can stand here or nothing is said of its items. */
export function itemsOf(view: SchemaView): SchemaView | null {
  const items = [...view.binding, ...view.possible].flatMap((node) => [
    ...listOf(node['prefixItems']),
    ...(isJsonObject(node['items']) ? [node['items']] : []),
  ]);
  return items.length === 0 ? null : viewOf(view.root, items);
}

export function requiredOf(view: SchemaView): string[] {
  return view.binding.flatMap((node) => listOf(node['required'])).filter((name) => typeof name === 'string');
}

export function isNullable(view: SchemaView): boolean {
  const nodes = [...view.binding, ...view.possible];
  const typed = nodes.filter((node) => typesOf(node).length > 0);
  if (typed.some((node) => view.binding.includes(node) && !typesOf(node).includes('null'))) return false;
  return typed.some((node) => typesOf(node).includes('null'));
}

export function propertiesOf(view: SchemaView): string[] {
  const nodes = [...view.binding, ...view.possible];
  return [
    ...new Set(
      nodes.flatMap((node) => (isJsonObject(node['properties']) ? Object.keys(node['properties']) : [])),
    ),
  ];
}

/** Title in both languages where the schema gives one. */
export function titleOf(view: SchemaView): Detail | null {
  for (const node of [...view.binding, ...view.possible]) {
    const title = node['x-title'];
    if (isJsonObject(title) && typeof title['zh'] === 'string' && typeof title['en'] === 'string')
      return { zh: title['zh'], en: title['en'] };
  }
  return null;
}

/** The value of an annotation such as `x-sensitivity`. */
export function annotationOf(view: SchemaView, keyword: string): Json | undefined {
  return view.binding.find((node) => node[keyword] !== undefined)?.[keyword];
}

/** What a schema says of a value, `null` left out: it is empty in this language. */
export function staticTypeOf(view: SchemaView, depth = 0): StaticType {
  const nodes = [...view.binding, ...view.possible];
  const kinds = new Set(nodes.flatMap(kindsOf));
  const listed = nodes
    .flatMap((node) => ('const' in node ? [node['const'] as Json] : listOf(node['enum'])))
    .filter(isScalar);
  const hinted = nodes.flatMap((node) => listOf(node['x-values'])).filter(isScalar);
  const values = [...new Set([...listed, ...hinted])];
  const isClosed = view.binding.some((node) => node['enum'] !== undefined || node['const'] !== undefined);
  // A recursive schema would give a type without end.
  const items = depth < 3 ? itemsOf(view) : null;
  return {
    kinds: kinds.size === 0 ? null : [...kinds],
    ...(values.length > 0 && { values }),
    closed: isClosed,
    ...(items && { items: staticTypeOf(items, depth + 1) }),
  };
}

function isScalar(value: Json): value is Exclude<Scalar, null> {
  return value !== null && typeof value !== 'object';
}

function typesOf(node: JsonObject): string[] {
  const type = node['type'];
  if (typeof type === 'string') return [type];
  const listed = listOf(type).filter((name) => typeof name === 'string');
  if (listed.length > 0) return listed;
  const values = 'const' in node ? [node['const'] as Json] : listOf(node['enum']);
  return [
    ...new Set(
      values.map((value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)),
    ),
  ];
}

function kindsOf(node: JsonObject): Kind[] {
  return typesOf(node).flatMap((type): Kind[] => {
    switch (type) {
      case 'string':
        return [node['format'] === 'date' ? 'date' : node['format'] === 'date-time' ? 'instant' : 'text'];
      case 'number':
        return ['number'];
      case 'integer':
        return ['integer'];
      case 'boolean':
        return ['boolean'];
      case 'array':
        return ['list'];
      case 'object':
        return ['object'];
      default:
        return [];
    }
  });
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
