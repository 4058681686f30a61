import { isJsonObject, type Json, type JsonObject } from '@exchange/contracts';
import type { StreamEntry } from '@exchange/catalog';
import type { SqlSettings } from '@exchange/sources';

/** Members of a record that tell it from others, and the one that says which version it is. */
export interface KeyFields {
  readonly keys: readonly string[];
  readonly revision: string | null;
}

/** From the mapping's key, and what a database orders by. Names of top-level members, as JSON Pointers without their slash. */
export function keyFieldsOf({ mapping, source }: StreamEntry): KeyFields {
  const defined = isJsonObject(mapping['define']) ? mapping['define'] : {};
  const named = pointersIn(mapping['key'] ?? null, defined, new Set());
  const read = (source.sql as unknown as SqlSettings | undefined)?.read;
  const ofTable = read && 'key' in read ? read.key : [];
  const revision = read?.strategy === 'cursor' ? read.revision : null;
  const keys = [...new Set([...named.map((pointer) => pointer.slice(1)), ...ofTable])];
  return { keys: keys.filter((name) => name !== revision && !name.includes('/')), revision };
}

/** Every `from` that an expression reads, also through what it uses. */
function pointersIn(expression: Json, defined: JsonObject, visited: Set<string>): string[] {
  if (Array.isArray(expression)) return expression.flatMap((item) => pointersIn(item, defined, visited));
  if (!isJsonObject(expression)) return [];
  return Object.entries(expression).flatMap(([name, member]) => {
    if (name === 'from' && typeof member === 'string') return [member];
    if (name === 'use' && typeof member === 'string') {
      if (visited.has(member)) return [];
      visited.add(member);
      return pointersIn(defined[member] ?? null, defined, visited);
    }
    return pointersIn(member, defined, visited);
  });
}
