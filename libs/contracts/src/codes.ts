import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** One entry of a code list; validity dates are `YYYY-MM-DD`, null = open-ended. */
export interface CodeEntry {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  /** Code that took this one's place, where it is known. */
  readonly replacedBy?: string;
  /** Code of the same list that this one belongs under. */
  readonly parent?: string;
  /** Other spellings under which systems name it: short names, former names. Each means one code of its list only. */
  readonly aliases?: readonly string[];
  /** What is not verified about it, or what a reader must know. */
  readonly note?: { readonly zh: string; readonly en: string };
}

/** `schemas/codes/<name>.json`. */
export interface CodeTable {
  readonly name: string;
  readonly version: string;
  readonly title: { readonly zh: string; readonly en: string };
  /** Where the list comes from and how sure it is. */
  readonly source: string;
  readonly entries: readonly CodeEntry[];
}

/**
 * A schema in which every `x-code: <table>` also carries the `enum` of that table (retired codes included: old records
 * stay valid), so that the published schema stands on its own. Throws when a table is unknown.
 */
export function expandCodes(schema: JsonObject, tables: ReadonlyMap<string, CodeTable>): JsonObject {
  return expand(schema, tables) as JsonObject;
}

function expand(node: Json, tables: ReadonlyMap<string, CodeTable>): Json {
  if (Array.isArray(node)) return node.map((item) => expand(item, tables));
  if (!isJsonObject(node)) return node;
  const expanded: JsonObject = {};
  for (const [name, value] of Object.entries(node)) expanded[name] = expand(value, tables);
  const name = node['x-code'];
  if (typeof name === 'string') {
    const table = tables.get(name);
    if (!table) throw new Error(`unknown code table "${name}" in x-code`);
    const codes: Json[] = table.entries.map((entry) => entry.code);
    const nullable = Array.isArray(node['type']) && node['type'].includes('null');
    expanded['enum'] = nullable ? [...codes, null] : codes;
  }
  return expanded;
}
