import { gbCharacterEnd } from '../character-bytes.ts';
import type { Charset } from '../charset.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Steps over JSON in its own charset: in GBK a second byte may look like a bracket or a backslash. */
export class JsonSteps {
  readonly #charset: Charset;

  constructor(charset: Charset) {
    this.#charset = charset;
  }

  skipBlank(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length && isBlank(bytes[at]!)) at++;
    return at;
  }

  /** Offset after the value at `from`; -1 when its end is not there. What is no value has no length. */
  skipValue(bytes: Buffer, from: number): number {
    let depth = 0;
    for (let at = from; at < bytes.length;) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        at = this.#skipText(bytes, at + 1);
        if (at < 0 || depth === 0) return at;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        depth++;
        at++;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (depth === 0) return at;
        at++;
        if (--depth === 0) return at;
      } else {
        if (depth === 0 && (byte === COMMA || byte === COLON || isBlank(byte))) return at;
        at = this.#skipCharacter(bytes, at);
      }
    }
    return -1;
  }

  /** Where the elements of the list at a JSON Pointer start; null when it is not there, or not yet. */
  findList(bytes: Buffer, from: number, pointer: string): { start: number; depth: number } | null {
    const parts = pointer.split('/').slice(1);
    let at = this.skipBlank(bytes, from);
    for (const part of parts) {
      at = this.#findMember(bytes, at, part.replaceAll('~1', '/').replaceAll('~0', '~'));
      if (at < 0) return null;
    }
    return bytes[at] === OPEN_LIST ? { start: at + 1, depth: parts.length } : null;
  }

  #findMember(bytes: Buffer, object: number, name: string): number {
    if (bytes[object] !== OPEN_OBJECT) return -1;
    for (let at = object + 1; ; at++) {
      const start = this.skipBlank(bytes, at);
      if (bytes[start] !== QUOTE) return -1;
      const end = this.skipValue(bytes, start);
      const colon = end < 0 ? -1 : this.skipBlank(bytes, end);
      if (colon < 0 || bytes[colon] !== COLON) return -1;
      const value = this.skipBlank(bytes, colon + 1);
      if (this.#isName(bytes.subarray(start, end), name)) return value;
      const after = this.skipValue(bytes, value);
      at = after < 0 ? -1 : this.skipBlank(bytes, after);
      if (at < 0 || bytes[at] !== COMMA) return -1;
    }
  }

  #isName(quoted: Buffer, name: string): boolean {
    try {
      return (
        JSON.parse(new TextDecoder(this.#charset === 'utf-8' ? 'utf-8' : 'gb18030').decode(quoted)) === name
      );
    } catch {
      return false;
    }
  }

  #skipText(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length;) {
      const byte = bytes[at]!;
      if (byte === QUOTE) return at + 1;
      if (byte === BACKSLASH) at += 2;
      else at = this.#skipCharacter(bytes, at);
    }
    return -1;
  }

  #skipCharacter(bytes: Buffer, at: number): number {
    return this.#charset === 'utf-8' ? at + 1 : gbCharacterEnd(bytes, at);
  }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
