import { isJsonObject, type Json, type JsonObject } from '@exchange/contracts';

/** The fields that a source schema knows, as paths such as `/parties/-/name`. Follows `properties`, `items` and local `$ref`s. */
export function schemaFields(schema: JsonObject): ReadonlySet<string> {
  const fields = new Set<string>();
  walk(schema, '', schema, fields, new Set());
  return fields;
}

function walk(
  node: Json | undefined,
  path: string,
  root: JsonObject,
  fields: Set<string>,
  within: Set<Json>,
): void {
  if (node === undefined || !isJsonObject(node) || within.has(node)) return;
  within.add(node);
  const { $ref: reference, properties, items } = node;
  if (typeof reference === 'string') walk(resolve(reference, root), path, root, fields, within);
  for (const group of ['allOf', 'anyOf', 'oneOf'] as const) {
    const members = node[group];
    if (Array.isArray(members)) for (const member of members) walk(member, path, root, fields, within);
  }
  if (properties !== undefined && isJsonObject(properties)) {
    for (const [name, property] of Object.entries(properties)) {
      const at = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll(/\s/gu, '_')}`;
      fields.add(at);
      walk(property, at, root, fields, within);
    }
  }
  if (items !== undefined) {
    fields.add(`${path}/-`);
    walk(items, `${path}/-`, root, fields, within);
  }
  within.delete(node);
}

function resolve(reference: string, root: JsonObject): Json | undefined {
  if (!reference.startsWith('#/')) return undefined;
  let node: Json | undefined = root;
  for (const step of reference.slice(2).split('/'))
    node = node !== undefined && isJsonObject(node) ? node[step] : undefined;
  return node;
}
