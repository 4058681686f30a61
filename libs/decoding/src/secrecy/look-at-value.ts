import { isJsonObject, type Json } from '@exchange/contracts';
import { JsonScanner } from '../json/json-scanner.ts';
import { surroundingsHoldMarking } from './body-holds-marking.ts';
import { isMarkedValue, markingFieldKind, saysOpen, type MarkingFieldKind } from './marking-fields.ts';
import { markOf, type SecrecyRule } from './marks.ts';
import { unveil } from './unveil.ts';

/** One walk over the values of a batch. */
export interface Look {
  /** Whether texts are worth looking at in this body. */
  readonly texts: boolean;
  /** Names repeat from record to record. */
  readonly kinds: Map<string, MarkingFieldKind | null>;
  readonly path: (string | number)[];
  readonly found: (rule: SecrecyRule, path: readonly (string | number)[]) => void;
}

/** Reports every marking in a value, at any depth. Values come from decoding, so their depth is bounded. */
export function lookAt(value: Json, look: Look): void {
  if (typeof value === 'string') {
    lookAtText(value, look);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      look.path.push(index);
      lookAt(item, look);
      look.path.pop();
    }
  } else if (isJsonObject(value)) {
    if (look.texts && isMarkedPair(value)) look.found('marking-field', look.path);
    for (const name in value) lookAtMember(name, value[name]!, look);
  }
}

function lookAtMember(name: string, member: Json, look: Look): void {
  let kind = look.kinds.get(name);
  if (kind === undefined) {
    kind = markingFieldKind(name);
    look.kinds.set(name, kind);
    const mark = look.texts ? markOf(unveil(name)) : null;
    // The name is the text here, so the finding names the object around it.
    if (mark) look.found(mark, look.path);
  }
  if (kind === null && isPlain(member, look)) return;
  look.path.push(name);
  if (kind !== null && isMarkedMember(kind, member)) look.found('marking-field', look.path);
  else lookAt(member, look);
  look.path.pop();
}

function isPlain(member: Json, look: Look): boolean {
  if (typeof member === 'string') return !look.texts && !mayBeDocument(member);
  return typeof member !== 'object';
}

const MAY_HIDE = /[密&\\%]/;

function lookAtText(text: string, look: Look): void {
  const rule = look.texts && MAY_HIDE.test(text) ? (markOf(text) ?? markOf(unveil(text))) : null;
  if (rule) look.found(rule, look.path);
  else if (mayBeDocument(text)) lookInside(text, look);
}

/** A document in a text, as some systems put JSON into CDATA: `{`, `[` or `<` after blanks. */
function mayBeDocument(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first === 0x7b || first === 0x5b || first === 0x3c || first <= 0x20) && /^\s*[{[<]/.test(text);
}

const INNER_DEPTH_MAX = 64;

function lookInside(text: string, look: Look): void {
  const inner = parseInner(text);
  if (inner === undefined) {
    const rule = surroundingsHoldMarking(text);
    if (rule) look.found(rule, look.path);
    return;
  }
  let done = false;
  lookAt(inner, {
    ...look,
    path: [],
    // One finding for the field is enough; a pointer into its text would lead nowhere.
    found: (rule) => {
      if (!done) look.found(rule, look.path);
      done = true;
    },
  });
}

function parseInner(text: string): Json | undefined {
  const bytes = Buffer.from(text);
  const scanner = new JsonScanner(bytes, INNER_DEPTH_MAX);
  if (scanner.skipValue(scanner.skipBlank(0, bytes.length), bytes.length) < 0) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A code with its label, or a list: one text that says "open" speaks for all, unless another names a level. */
function isMarkedMember(kind: MarkingFieldKind, member: Json): boolean {
  if (typeof member !== 'object')
    return typeof member === 'string' ? isMarkedValue(kind, member) : isMarkedScalar(kind, member);
  if (member === null) return false;
  const leaves = scalarsOf(member);
  const texts = leaves.filter((leaf) => typeof leaf === 'string');
  if (texts.some((text) => isMarkedValue('ambiguous', text))) return true;
  if (texts.some(saysOpen)) return false;
  return leaves.some((leaf) => isMarkedMember(kind, leaf));
}

function isMarkedScalar(kind: MarkingFieldKind, value: number | boolean): boolean {
  if (kind === 'ambiguous' || value === false) return false;
  return !(kind === 'yes-no' && value === 0);
}

function scalarsOf(value: Json): Json[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values<Json>(value).flatMap(scalarsOf);
}

/** A field list of forms: `{"name": "密级", "value": "机密"}`. */
function isMarkedPair(object: Record<string, Json>): boolean {
  let named = false;
  let marked = false;
  for (const name in object) {
    const value = object[name];
    if (typeof value !== 'string' || value.length > 64 || !value.includes('密')) continue;
    if (markingFieldKind(value) === 'level') named = true;
    else if (isMarkedValue('ambiguous', value)) marked = true;
  }
  return named && marked;
}
