import { jsonPointer } from '../json-pointer.ts';

export type JsonProblem =
  /** `offset` is in UTF-16 units of the text. */
  { readonly kind: 'syntax'; readonly offset: number } | { readonly kind: 'duplicate'; readonly at: string };

/**
 * The first thing that is wrong with a JSON text whose nesting is known to be bounded; null when nothing is. It is slow and
 * only asked once `JSON.parse` or the member count has told that something is wrong: the engine's own messages quote the
 * text, and a rejection must not.
 */
export function explainJson(text: string): JsonProblem | null {
  return new JsonExplainer(text).explain();
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LITERAL = /true|false|null/y;
const BLANK = /[ \t\r\n]*/y;

class JsonExplainer {
  readonly #text: string;
  readonly #path: (string | number)[] = [];
  #at = 0;
  #duplicate: string | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  explain(): JsonProblem | null {
    if (!this.#value() || this.#skipBlank() < this.#text.length) return { kind: 'syntax', offset: this.#at };
    return this.#duplicate === null ? null : { kind: 'duplicate', at: this.#duplicate };
  }

  /** False leaves the cursor where the syntax breaks. */
  #value(): boolean {
    this.#skipBlank();
    const head = this.#text[this.#at];
    if (head === '{') return this.#object();
    if (head === '[') return this.#list();
    if (head === '"') return this.#string() !== null;
    return this.#match(LITERAL) || this.#match(NUMBER);
  }

  #object(): boolean {
    const names = new Set<string>();
    this.#at++;
    this.#skipBlank();
    if (this.#take('}')) return true;
    for (;;) {
      this.#skipBlank();
      const name = this.#string();
      if (name === null) return false;
      this.#path.push(name);
      if (names.has(name)) this.#duplicate ??= jsonPointer(this.#path);
      names.add(name);
      this.#skipBlank();
      if (!this.#take(':') || !this.#value()) return false;
      this.#path.pop();
      this.#skipBlank();
      if (this.#take('}')) return true;
      if (!this.#take(',')) return false;
    }
  }

  #list(): boolean {
    this.#at++;
    this.#skipBlank();
    if (this.#take(']')) return true;
    for (let index = 0; ; index++) {
      this.#path.push(index);
      if (!this.#value()) return false;
      this.#path.pop();
      this.#skipBlank();
      if (this.#take(']')) return true;
      if (!this.#take(',')) return false;
    }
  }

  #string(): string | null {
    const start = this.#at;
    if (this.#text[start] !== '"') return null;
    for (let at = start + 1; at < this.#text.length; at++) {
      const unit = this.#text.charCodeAt(at);
      if (unit === 0x22) return this.#parseString(start, at + 1);
      if (unit < 0x20) {
        this.#at = at;
        return null;
      }
      if (unit === 0x5c) at++;
    }
    this.#at = this.#text.length;
    return null;
  }

  #parseString(start: number, end: number): string | null {
    try {
      const value = JSON.parse(this.#text.slice(start, end)) as string;
      this.#at = end;
      return value;
    } catch {
      return null;
    }
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #skipBlank(): number {
    this.#match(BLANK);
    return this.#at;
  }
}
