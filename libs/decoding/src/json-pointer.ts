/** A longer name is cut: it is nobody's field, and the pointer goes into answers and tables. */
const NAME_LENGTH_MAX = 200;

/** Path → JSON Pointer (RFC 6901). */
export function jsonPointer(path: readonly (string | number)[]): string {
  let pointer = '';
  for (const part of path) pointer += `/${escapePart(part)}`;
  return pointer;
}

function escapePart(part: string | number): string {
  if (typeof part === 'number') return String(part);
  const name = part.length > NAME_LENGTH_MAX ? `${part.slice(0, NAME_LENGTH_MAX)}…` : part;
  return name
    .replace(/[\0\p{Surrogate}]/gu, '�')
    .replaceAll('~', '~0')
    .replaceAll('/', '~1');
}
