import type { Json } from '@exchange/contracts';

/** A telephone, identity or account number, or a name: shown by its ends only. Numbers of cases and documents have letters or fewer digits. */
const PERSONAL = /^(?:1\d{10}|\d{13,}|\d{17}[\dXx]|\p{Script=Han}{2,4})$/u;

/** A key of the index as people may see it. */
export function toldKey(key: string): string {
  const value = JSON.parse(key) as Record<string, Json>;
  return Object.entries(value)
    .map(([name, item]) => `${name}=${told(item)}`)
    .join(', ')
    .slice(0, 200);
}

function told(item: Json): string {
  const text = typeof item === 'string' ? item.trim() : JSON.stringify(item);
  return PERSONAL.test(text) ? `${text.slice(0, 1)}***${text.length > 4 ? text.slice(-2) : ''}` : text;
}
