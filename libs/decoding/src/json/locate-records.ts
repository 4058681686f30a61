import { unreadable, type Unreadable } from '../decoded-batch.ts';
import type { SourceText } from '../source-text.ts';
import { scanError, syntaxError } from './json-errors.ts';
import type { JsonScanner } from './json-scanner.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;

/** Offset of the value at a JSON Pointer through objects. What is around it is checked later, with the value cut out. */
export function locateRecords(
  source: SourceText,
  scanner: JsonScanner,
  pointer: string,
): { readonly start: number } | Unreadable {
  const { utf8 } = source;
  let at = scanner.skipBlank(0, utf8.length);
  if (at === utf8.length) return unreadable('', '报文为空', 'the body is empty');
  for (const name of partsOf(pointer)) {
    if (utf8[at] !== OPEN_OBJECT) return notThere(pointer);
    const found = locateMember(source, scanner, at, name);
    if (found === null) return notThere(pointer);
    if (typeof found !== 'number') return found;
    at = found;
  }
  return { start: at };
}

function partsOf(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function locateMember(
  source: SourceText,
  scanner: JsonScanner,
  objectStart: number,
  name: string,
): number | null | Unreadable {
  const { utf8 } = source;
  const end = utf8.length;
  let at = objectStart + 1;
  for (;;) {
    at = scanner.skipBlank(at, end);
    if (utf8[at] !== QUOTE) return null;
    const nameEnd = scanner.skipValue(at, end);
    if (nameEnd < 0) return scanError(source, scanner.failure, at);
    const isWanted = isName(utf8.toString('utf8', at, nameEnd), name);
    at = scanner.skipBlank(nameEnd, end);
    if (utf8[at] !== COLON) return syntaxError(source, at);
    at = scanner.skipBlank(at + 1, end);
    if (isWanted) return at;
    const valueEnd = scanner.skipValue(at, end);
    if (valueEnd < 0) return scanError(source, scanner.failure, at);
    at = scanner.skipBlank(valueEnd, end);
    if (utf8[at] !== COMMA) return null;
    at++;
  }
}

function isName(quoted: string, name: string): boolean {
  try {
    return JSON.parse(quoted) === name;
  } catch {
    return false;
  }
}

function notThere(pointer: string): Unreadable {
  return unreadable(
    pointer,
    `报文中没有 ${pointer}：本数据流的记录应在该处`,
    `the body has no ${pointer}: the records of this stream are expected there`,
  );
}
