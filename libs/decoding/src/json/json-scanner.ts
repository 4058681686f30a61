import { keepsDigits } from './lossy-number.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** A double keeps any 15 digits; from here on some numbers lose digits. */
const SUSPECT_DIGITS = 16;

/**
 * Finds where JSON values end, aware of strings and escapes but of nothing else: `JSON.parse` judges the syntax. On its way
 * it collects what tells whether a value needs one of the slow checks. One instance serves a whole body, so that scanning
 * allocates nothing.
 */
export class JsonScanner {
  /** Members of all objects within the last value. */
  members = 0;
  /** Commas within the last value: about as many as it has members and items of lists. */
  items = 0;
  /** The last value holds a number that does not survive parsing. */
  lossyNumber = false;
  /** The last value holds an escape such as `\u0…` or `\ud…`: the only way to a NUL character or half a surrogate pair. */
  riskyEscape = false;
  failure: 'too-deep' | 'unterminated' = 'unterminated';

  readonly #bytes: Buffer;
  readonly #depthMax: number;

  constructor(bytes: Buffer, depthMax: number) {
    this.#bytes = bytes;
    this.#depthMax = depthMax;
  }

  /** Offset after the value that starts at `start`, or -1 with `failure` set. A garbage scalar ends where a value may end. */
  skipValue(start: number, end: number): number {
    const bytes = this.#bytes;
    this.members = 0;
    this.items = 0;
    this.lossyNumber = false;
    this.riskyEscape = false;
    let depth = 0;
    let at = start;
    while (at < end) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        at = this.#skipString(at + 1, end);
        if (at < 0) return this.#fail('unterminated');
        if (depth === 0) return at;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (++depth > this.#depthMax) return this.#fail('too-deep');
        at++;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (depth === 0) return at;
        at++;
        if (--depth === 0) return at;
      } else if (byte === COLON) {
        this.members++;
        at++;
      } else if (isDigit(byte)) {
        at = this.#skipNumber(at, end);
      } else {
        if (depth === 0 && (byte === COMMA || isBlank(byte))) return at;
        if (byte === COMMA) this.items++;
        at++;
      }
    }
    return depth === 0 ? end : this.#fail('unterminated');
  }

  skipBlank(start: number, end: number): number {
    let at = start;
    while (at < end && isBlank(this.#bytes[at]!)) at++;
    return at;
  }

  #skipString(start: number, end: number): number {
    const bytes = this.#bytes;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) return at + 1;
      if (byte === BACKSLASH) {
        at++;
        if (bytes[at] === LOWER_U && isRisky(bytes[at + 1]!)) this.riskyEscape = true;
      }
    }
    return -1;
  }

  #skipNumber(start: number, end: number): number {
    const bytes = this.#bytes;
    let digits = 0;
    let exponent = false;
    let at = start;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (isDigit(byte)) digits++;
      else if (byte === 0x65 || byte === 0x45) exponent = true;
      else if (byte !== 0x2e && byte !== 0x2d && byte !== 0x2b) break;
    }
    if ((digits >= SUSPECT_DIGITS || exponent) && !keepsDigits(bytes.toString('latin1', start, at)))
      this.lossyNumber = true;
    return at;
  }

  #fail(failure: 'too-deep' | 'unterminated'): -1 {
    this.failure = failure;
    return -1;
  }
}

function isRisky(firstHexDigit: number): boolean {
  return firstHexDigit === 0x30 || firstHexDigit === 0x64 || firstHexDigit === 0x44;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
