import type { Json, Rejection } from '@exchange/contracts';
import { jsonPointer } from './json-pointer.ts';

/** Where a value holds text that cannot be stored: a NUL character or half a surrogate pair. Null when all is well. */
export function findBadText(value: Json, path: readonly (string | number)[] = []): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : jsonPointer(path);
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, member] of Object.entries<Json>(value)) {
    if (!isStorable(name)) return jsonPointer(path);
    const found = findBadText(member, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}

/** With the `u` flag a surrogate matches only where its other half is missing. */
const NOT_STORABLE = /[\0\p{Surrogate}]/u;

export function isStorable(text: string): boolean {
  return !NOT_STORABLE.test(text);
}

export function badText(at: string): Rejection {
  return {
    code: 'bad-text',
    at,
    detail: {
      zh: '文本含有无法保存的字符（NUL 或不成对的代理字符）',
      en: 'the text holds a character that cannot be stored (NUL or half a surrogate pair)',
    },
  };
}
