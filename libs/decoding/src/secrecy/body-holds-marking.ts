import { isMarkedValue, markingFieldKind } from './marking-fields.ts';
import { markOf, type SecrecyRule } from './marks.ts';
import { unveil } from './unveil.ts';

/**
 * The marking in a text of which nothing is known: a record that could not be read, what is around the records, a whole
 * body. Besides marks it looks for `name: value`, `name="value"` and `<name>value` with the name of a marking field, and for
 * a value that is nothing but the name of a level, because a broken row has lost its column names. When in doubt it says yes.
 */
export function bodyHoldsMarking(text: string): SecrecyRule | null {
  return (
    surroundingsHoldMarking(text) ??
    (BARE_LEVEL.test(text) || BARE_LEVEL.test(unveil(text)) ? 'marking-field' : null)
  );
}

/** As `bodyHoldsMarking`, but a bare word is none: for envelopes, comments and headers. */
export function surroundingsHoldMarking(text: string): SecrecyRule | null {
  if (text === '') return null;
  const unescaped = text.includes('\\u') || text.includes('&') ? unescape(text) : text;
  return markOf(text) ?? markOf(unveil(text)) ?? (holdsMarkedField(unescaped) ? 'marking-field' : null);
}

const BARE_LEVEL =
  /(?:^|[,;\t|"'>\n])[^\S\n]*(?:[绝絕机機秘祕]\s{0,4}密[级級]?|工作秘密)[^\S\n]*(?:$|[,;\t|"'<\r\n])/;

const SEPARATOR = /[:=>]/g;
const NAME_BEFORE = /([\p{L}\p{N}_.-]{1,64})["']?\s{0,8}$/u;
const VALUE_AFTER = /^\s{0,8}["']?([^"'<,;}\r\n]{0,60})/;

/** Looks back and ahead from each separator, so that the time grows with the length of the text alone. */
function holdsMarkedField(text: string): boolean {
  for (const { index } of text.matchAll(SEPARATOR)) {
    const name = NAME_BEFORE.exec(text.slice(Math.max(0, index - 74), index))?.[1];
    const kind = name === undefined ? null : markingFieldKind(name);
    if (!kind) continue;
    const value = VALUE_AFTER.exec(text.slice(index + 1, index + 75))?.[1] ?? '';
    if (isMarkedValue(kind, value)) return true;
  }
  return false;
}

/** Character escapes alone, because the tags are needed here. */
function unescape(text: string): string {
  return unveil(text.replaceAll('<', '\u0001')).replaceAll('\u0001', '<');
}
