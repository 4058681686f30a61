import { gbCharacterEnd } from '../character-bytes.ts';
import type { Charset } from '../charset.ts';

const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const SLASH = 0x2f;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const CDATA_END = Buffer.from(']]>');

export interface XmlTag {
  readonly kind: 'open' | 'close' | 'empty';
  readonly start: number;
  /** After its `>`. */
  readonly end: number;
  /** In the file's own bytes, each as one character. */
  readonly name: string;
}

/** Steps from tag to tag over XML in its own charset. Knows comments, instructions and CDATA; judges nothing. */
export class XmlSteps {
  readonly #isGb: boolean;

  constructor(charset: Charset) {
    this.#isGb = charset !== 'utf-8';
  }

  /** The next tag at or after `from`; null when it is not there, or not all of it. */
  nextTag(bytes: Buffer, from: number): XmlTag | null {
    let at = from;
    for (;;) {
      const start = bytes.indexOf(LESS_THAN, at);
      if (start === -1 || start + 1 >= bytes.length) return null;
      const end = this.#endOf(bytes, start);
      if (end < 0) return null;
      const second = bytes[start + 1]!;
      if (second !== 0x21 && second !== 0x3f) return tagOf(bytes, start, end);
      at = end;
    }
  }

  #endOf(bytes: Buffer, start: number): number {
    if (startsWith(bytes, start, '<!--')) return after(bytes.indexOf('-->', start + 4), 3);
    if (startsWith(bytes, start, '<![CDATA[')) return this.#cdataEnd(bytes, start + 9);
    if (startsWith(bytes, start, '<?')) return after(bytes.indexOf('?>', start + 2), 2);
    // Too few bytes to tell a comment from CDATA.
    if (bytes[start + 1] === 0x21 && bytes.length - start < 9) return -1;
    let quote = 0;
    for (let at = start + 1; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (quote !== 0) {
        if (byte === quote) quote = 0;
      } else if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) quote = byte;
      else if (byte === GREATER_THAN) return at + 1;
    }
    return -1;
  }

  /** The first of two square brackets may be the second byte of a character. */
  #cdataEnd(bytes: Buffer, from: number): number {
    if (!this.#isGb) return after(bytes.indexOf(CDATA_END, from), 3);
    for (let at = from; at < bytes.length; at = gbCharacterEnd(bytes, at)) {
      if (bytes[at] === CDATA_END[0] && startsWith(bytes, at, ']]>')) return at + 3;
    }
    return -1;
  }
}

function tagOf(bytes: Buffer, start: number, end: number): XmlTag {
  const isClose = bytes[start + 1] === SLASH;
  const from = isClose ? start + 2 : start + 1;
  let to = from;
  while (to < end && bytes[to]! > 0x20 && bytes[to] !== GREATER_THAN && bytes[to] !== SLASH) to++;
  const kind = isClose ? 'close' : bytes[end - 2] === SLASH ? 'empty' : 'open';
  return { kind, start, end, name: bytes.toString('latin1', from, to) };
}

function startsWith(bytes: Buffer, at: number, text: string): boolean {
  for (let place = 0; place < text.length; place++) {
    if (bytes[at + place] !== text.charCodeAt(place)) return false;
  }
  return true;
}

function after(found: number, length: number): number {
  return found === -1 ? -1 : found + length;
}
