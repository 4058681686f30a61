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

const FIELD = /([\p{L}\p{N}_.-]{1,64})["']?\s{0,8}[:=>]\s{0,8}["']?([^"'<,;}\r\n]{0,60})/gu;

function holdsMarkedField(text: string): boolean {
  for (const [, name = '', value = ''] of text.matchAll(FIELD)) {
    const kind = markingFieldKind(name);
    if (kind && isMarkedValue(kind, value)) return true;
  }
  return false;
}

/** Character escapes alone, because the tags are needed here. */
function unescape(text: string): string {
  return unveil(text.replaceAll('<', '\u0001')).replaceAll('\u0001', '<');
}
