import { expandCodes, type CodeTable } from './codes.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

const REFERENCE = '/defs/';

/**
 * The published form of a schema as it lies in `schemas/`: shapes of `schemas/defs` (`"$ref": "/defs/party"`) stand in its
 * own `$defs`, codes carry their `enum`, and `title` and `description` are filled from the bilingual annotations, so that
 * any JSON Schema tool can use it alone. Throws when a shape or a code table is unknown.
 */
export function publishSchema(
  schema: JsonObject,
  definitions: ReadonlyMap<string, JsonObject>,
  tables: ReadonlyMap<string, CodeTable>,
): JsonObject {
  return describe(expandCodes(inlineDefinitions(schema, definitions), tables)) as JsonObject;
}

function inlineDefinitions(schema: JsonObject, definitions: ReadonlyMap<string, JsonObject>): JsonObject {
  const used = new Map<string, JsonObject>();
  const localise = (node: Json): Json => {
    if (Array.isArray(node)) return node.map(localise);
    if (!isJsonObject(node)) return node;
    const local: JsonObject = {};
    for (const [name, value] of Object.entries(node)) local[name] = localise(value);
    const reference = node['$ref'];
    if (typeof reference === 'string' && reference.startsWith(REFERENCE)) {
      const name = reference.slice(REFERENCE.length);
      local['$ref'] = `#/$defs/${name}`;
      use(name);
    }
    return local;
  };
  const use = (name: string): void => {
    if (used.has(name)) return;
    const definition = definitions.get(name);
    if (!definition) throw new Error(`unknown shape "${REFERENCE}${name}" in $ref`);
    const { $schema: _dialect, ...body } = definition;
    // Reserved before its own references are followed, so that shapes may refer to each other.
    used.set(name, body);
    used.set(name, localise(body) as JsonObject);
  };
  const published = localise(schema) as JsonObject;
  if (used.size > 0) published['$defs'] = Object.fromEntries([...used].sort(([a], [b]) => (a < b ? -1 : 1)));
  return published;
}

/** Plain titles and descriptions beside the bilingual ones; what a schema says itself is kept. */
function describe(node: Json): Json {
  if (Array.isArray(node)) return node.map(describe);
  if (!isJsonObject(node)) return node;
  const described: JsonObject = {};
  for (const [name, value] of Object.entries(node)) described[name] = describe(value);
  const title = bilingual(node['x-title']);
  const description = bilingual(node['x-description']);
  if (title !== undefined && described['title'] === undefined) described['title'] = title;
  if (description !== undefined && described['description'] === undefined)
    described['description'] = description;
  return described;
}

function bilingual(text: Json | undefined): string | undefined {
  if (!isJsonObject(text) || typeof text['zh'] !== 'string' || typeof text['en'] !== 'string')
    return undefined;
  return `${text['zh']} / ${text['en']}`;
}
