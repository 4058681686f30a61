import type { Detail } from '@exchange/contracts';
import { readXmlText } from './xml-text.ts';

export type XmlToken = 'open' | 'close' | 'text' | 'end' | 'failure';

export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
}

const NAME = /[\p{L}_:][\p{L}\p{N}\p{M}_:.·-]*/uy;
const ATTRIBUTE = /\s+([\p{L}_:][\p{L}\p{N}\p{M}_:.·-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy;
const TAG_END = /\s*(\/?)>/y;
/** Bounds the search for an attribute that occurs twice. */
const ATTRIBUTES_MAX = 200;
const CLOSE_END = /\s*>/y;

/**
 * Takes XML 1.0 apart, token by token, with the offsets of each: markup declarations (DOCTYPE, entities) are refused, so
 * there is nothing to expand and nothing to fetch. Written here because a record's exact bytes and an answer for each row
 * need a reader that knows offsets, is strict about nesting and takes any element name for data (`constructor` is a word of
 * building supervision).
 */
export class XmlReader {
  /** Of the last token, in UTF-16 units. */
  start = 0;
  end = 0;
  /** Name with its prefix, of an element that opens or closes. */
  name = '';
  attributes: XmlAttribute[] = [];
  selfClosing = false;
  text = '';
  /** The last text or attribute that could not be taken as it is. The caller clears it. */
  problem: Detail | null = null;
  failure: Detail = { zh: '', en: '' };

  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  next(): XmlToken {
    for (;;) {
      const source = this.#source;
      this.start = this.end;
      if (this.start === source.length) return 'end';
      if (source[this.start] !== '<') return this.#text(source.indexOf('<', this.start));
      if (source.startsWith('<!--', this.start)) {
        if (!this.#skipTo('-->', 4)) return this.#fail('注释没有结束', 'a comment does not end');
      } else if (source.startsWith('<?', this.start)) {
        if (!this.#skipTo('?>', 2))
          return this.#fail('处理指令没有结束', 'a processing instruction does not end');
      } else if (source.startsWith('<![CDATA[', this.start)) {
        return this.#cdata();
      } else if (source[this.start + 1] === '!') {
        return this.#fail('不接受 DOCTYPE 等声明', 'DOCTYPE and other declarations are not accepted');
      } else {
        return source[this.start + 1] === '/' ? this.#closeTag() : this.#openTag();
      }
    }
  }

  #text(next: number): XmlToken {
    this.end = next === -1 ? this.#source.length : next;
    this.text = this.#resolve(this.#source.slice(this.start, this.end));
    return 'text';
  }

  #cdata(): XmlToken {
    const from = this.start + '<![CDATA['.length;
    if (!this.#skipTo(']]>', '<![CDATA['.length))
      return this.#fail('CDATA 没有结束', 'a CDATA section does not end');
    const raw = this.#source.slice(from, this.end - ']]>'.length);
    // References are not resolved in CDATA; hiding them from the resolver keeps the check for control characters.
    this.text = raw.includes('&') ? this.#resolve(raw.replaceAll('&', '&amp;')) : this.#resolve(raw);
    return 'text';
  }

  #openTag(): XmlToken {
    if (!this.#readName(this.start + 1)) return this.#fail('元素名无效', 'invalid element name');
    this.attributes = [];
    for (;;) {
      ATTRIBUTE.lastIndex = this.end;
      const match = ATTRIBUTE.exec(this.#source);
      if (!match) break;
      const name = match[1]!;
      if (this.attributes.length === ATTRIBUTES_MAX)
        return this.#fail('属性过多', 'an element has too many attributes');
      if (this.attributes.some((attribute) => attribute.name === name)) {
        return this.#fail('属性重复', 'an attribute occurs twice');
      }
      this.attributes.push({ name, value: this.#resolve(match[2] ?? match[3] ?? '') });
      this.end = ATTRIBUTE.lastIndex;
    }
    TAG_END.lastIndex = this.end;
    const tagEnd = TAG_END.exec(this.#source);
    if (!tagEnd) return this.#fail('起始标签写法无效', 'malformed start tag');
    this.selfClosing = tagEnd[1] === '/';
    this.end = TAG_END.lastIndex;
    return 'open';
  }

  #closeTag(): XmlToken {
    if (!this.#readName(this.start + 2)) return this.#fail('元素名无效', 'invalid element name');
    CLOSE_END.lastIndex = this.end;
    if (!CLOSE_END.test(this.#source)) return this.#fail('结束标签写法无效', 'malformed end tag');
    this.end = CLOSE_END.lastIndex;
    return 'close';
  }

  #readName(at: number): boolean {
    NAME.lastIndex = at;
    if (!NAME.test(this.#source)) return false;
    this.end = NAME.lastIndex;
    this.name = this.#source.slice(at, this.end);
    return true;
  }

  #skipTo(mark: string, openLength: number): boolean {
    const found = this.#source.indexOf(mark, this.start + openLength);
    if (found === -1) return false;
    this.end = found + mark.length;
    return true;
  }

  #resolve(source: string): string {
    const { text, problem } = readXmlText(source);
    if (problem) this.problem = problem;
    return text;
  }

  #fail(zh: string, en: string): 'failure' {
    this.failure = { zh, en };
    return 'failure';
  }
}
