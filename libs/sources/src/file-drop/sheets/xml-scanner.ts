import { readXmlText } from '@exchange/decoding';
import { unreadable } from './unreadable-workbook.ts';

/** Told of what stands in an XML part, in order. */
export interface XmlVisitor {
  /** Whether `text` is to be called. */
  readonly wantsText: boolean;
  /** `attributes` is what the tag holds behind its name: for `attributeOf`. */
  open(name: string, attributes: string): void;
  text(text: string): void;
  close(name: string): void;
}

/** A cell holds 32,767 characters at most. */
const TOKEN_CHARS_MAX = 1_048_576;
const DEPTH_MAX = 64;

/** Control characters, line breaks as Windows writes them, and what is no character. */
const UNUSUAL = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/u;

const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const SLASH = 0x2f;
const SPACE = 0x20;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

/**
 * Goes through an XML part piece by piece, however long it is, with no more of it in memory than a piece and a tag. Names are
 * those of the root's namespace, without the prefix that some writers give it; others keep theirs, and so mean nothing to a
 * visitor. Declarations (DOCTYPE, entities) are refused, so there is nothing to expand and nothing to fetch. Throws
 * `UnreadableWorkbook`.
 */
export class XmlScanner {
  readonly #visitor: XmlVisitor;
  readonly #open: string[] = [];
  /** Of the root, with its colon; null before the root. */
  #prefix: string | null = null;
  #rest = '';
  /** Nothing in the piece has to be looked at but references: to ask once for a piece is quicker than for each text. */
  #isPlain = false;

  constructor(visitor: XmlVisitor) {
    this.#visitor = visitor;
  }

  push(piece: string): void {
    const text = this.#rest + piece;
    this.#isPlain = !UNUSUAL.test(text);
    const end = this.#scan(text);
    this.#rest = text.slice(end);
    if (this.#rest.length > TOKEN_CHARS_MAX) throw unreadable('damaged');
  }

  finish(): void {
    if (this.#prefix === null || this.#open.length > 0 || this.#rest.trim() !== '')
      throw unreadable('damaged');
  }

  /** How far the text could be understood. */
  #scan(text: string): number {
    for (let at = 0; ;) {
      const start = text.indexOf('<', at);
      if (start === -1) return at;
      if (start > at && this.#visitor.wantsText) this.#text(text.slice(at, start));
      const end = this.#markup(text, start);
      if (end === -1) return start;
      at = end;
    }
  }

  /** Where the markup ends that starts here; -1 when its end is not there yet. */
  #markup(text: string, start: number): number {
    switch (text.charCodeAt(start + 1)) {
      case SLASH:
        return this.#closeTag(text, start);
      case QUESTION:
        return after(text, '?>', start + 2);
      case EXCLAMATION:
        return this.#special(text, start);
      default:
        return this.#openTag(text, start);
    }
  }

  #special(text: string, start: number): number {
    if (text.startsWith('<!--', start)) return after(text, '-->', start + 4);
    if (text.startsWith('<![CDATA[', start)) {
      const end = after(text, ']]>', start + 9);
      // References are not resolved in CDATA.
      if (end !== -1 && this.#visitor.wantsText)
        this.#text(text.slice(start + 9, end - 3).replaceAll('&', '&amp;'));
      return end;
    }
    if (text.length - start < 9) return -1;
    throw unreadable('damaged');
  }

  #openTag(text: string, start: number): number {
    let nameEnd = 0;
    let quote = 0;
    let at = start + 1;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (quote !== 0) {
        if (code === quote) quote = 0;
      } else if (code === GREATER_THAN) break;
      else if (code <= SPACE) nameEnd ||= at;
      else if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) quote = code;
      else if (code === LESS_THAN) throw unreadable('damaged');
    }
    if (at === text.length) return -1;
    const isEmpty = text.charCodeAt(at - 1) === SLASH;
    const end = isEmpty ? at - 1 : at;
    nameEnd ||= end;
    this.#opened(text.slice(start + 1, nameEnd), text.slice(nameEnd, end), isEmpty);
    return at + 1;
  }

  #opened(qualified: string, attributes: string, isEmpty: boolean): void {
    if (this.#prefix === null) this.#prefix = qualified.slice(0, qualified.indexOf(':') + 1);
    else if (this.#open.length === 0) throw unreadable('damaged');
    const name = this.#nameOf(qualified);
    this.#visitor.open(name, attributes);
    if (isEmpty) this.#visitor.close(name);
    else if (this.#open.push(name) > DEPTH_MAX) throw unreadable('damaged');
  }

  #closeTag(text: string, start: number): number {
    const end = text.indexOf('>', start);
    if (end === -1) return -1;
    const name = this.#nameOf(text.slice(start + 2, end).trimEnd());
    if (this.#open.pop() !== name) throw unreadable('damaged');
    this.#visitor.close(name);
    return end + 1;
  }

  #nameOf(qualified: string): string {
    const prefix = this.#prefix ?? '';
    if (prefix === '') return qualified;
    return qualified.startsWith(prefix) ? qualified.slice(prefix.length) : `:${qualified}`;
  }

  #text(source: string): void {
    if (this.#isPlain && !source.includes('&')) return this.#visitor.text(source);
    const { text, problem } = readXmlText(source);
    if (problem) throw unreadable('damaged');
    this.#visitor.text(text);
  }
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? -1 : found + mark.length;
}

/** The value of an attribute; undefined when it is not there. `:id` stands for an `id` with whatever prefix. */
export function attributeOf(attributes: string, name: string): string | undefined {
  for (let at = 0; ;) {
    const equals = attributes.indexOf('=', at);
    if (equals === -1) return undefined;
    let start = equals + 1;
    while (attributes.charCodeAt(start) <= SPACE) start++;
    const quote = attributes[start];
    const end = quote === '"' || quote === "'" ? attributes.indexOf(quote, start + 1) : -1;
    if (end === -1) throw unreadable('damaged');
    if (isNamed(attributes, at, equals, name)) {
      const value = attributes.slice(start + 1, end);
      return value.includes('&') ? readXmlText(value).text : value;
    }
    at = end + 1;
  }
}

/** Whether what stands in a tag from here to its `=` is this name. */
function isNamed(attributes: string, from: number, equals: number, name: string): boolean {
  let end = equals;
  while (attributes.charCodeAt(end - 1) <= SPACE) end--;
  const start = end - name.length;
  if (start < from || !attributes.startsWith(name, start)) return false;
  return name.startsWith(':') || start === from || attributes.charCodeAt(start - 1) <= SPACE;
}
