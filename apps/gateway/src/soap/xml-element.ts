import { isJsonObject, type Json } from '@exchange/contracts';
import { escapeXml } from './escape-xml.ts';

/**
 * A value as an element: members of an object become elements in it, the items of a list elements of one name, null
 * nothing. The names are our own, and XML names all of them.
 */
export function xmlElement(name: string, value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => xmlElement(name, item)).join('');
  if (!isJsonObject(value)) return `<${name}>${escapeXml(String(value))}</${name}>`;
  return `<${name}>${xmlMembers(value)}</${name}>`;
}

/** The members of an object as elements, in their order. */
export function xmlMembers(members: Readonly<Record<string, Json | undefined>>): string {
  return Object.entries(members)
    .map(([name, value]) => xmlElement(name, value))
    .join('');
}
