import { isJsonObject, type Detail, type Json, type JsonObject, type Rejection } from '@exchange/contracts';
import {
  tooLargeRecord,
  tooManyMembers,
  tooManyRecords,
  unreadable,
  type DecodedBatch,
  type DecodedRecord,
  type Unreadable,
} from '../decoded-batch.ts';
import type { DecodeLimits } from '../limits.ts';
import type { SourceText } from '../source-text.ts';
import { localName, notEnded, readElement, wrongEnd } from './read-element.ts';
import { XmlReader } from './xml-reader.ts';

interface Row {
  /** In UTF-16 units of the text. */
  readonly start: number;
  readonly end: number;
  readonly content: { readonly value: JsonObject } | { readonly rejection: Rejection };
}

/** Row elements at `path` (`/rows/row`), or the root element when `path` is empty. */
export function decodeXml(source: SourceText, path: string, limits: DecodeLimits): DecodedBatch {
  const text = source.utf8.toString();
  const rows = new RowFinder(text, path, limits).find();
  if ('kind' in rows) return rows;
  const { starts, ends } = utf8Extents(text, rows);
  const raws = source.cut(starts, ends);
  const records = rows.map((row, index): DecodedRecord => {
    const raw = raws[index]!;
    if (ends[index]! - starts[index]! > limits.recordBytesMax) {
      return { index, raw, rejection: tooLargeRecord(limits.recordBytesMax) };
    }
    return { index, raw, ...row.content };
  });
  return { kind: 'records', records };
}

/** One walk over the document: what is outside the rows only has to be sound. */
class RowFinder {
  readonly #reader: XmlReader;
  readonly #text: string;
  readonly #path: readonly string[];
  readonly #limits: DecodeLimits;
  readonly #open: string[] = [];
  readonly #rows: Row[] = [];
  #rootSeen = false;
  /** How many of the path's segments, from the root, have been met. */
  #matched = 0;
  /** The parent of the rows holds elements that are no rows. */
  #strangers = false;

  constructor(text: string, path: string, limits: DecodeLimits) {
    this.#reader = new XmlReader(text);
    this.#text = text;
    this.#path = path.split('/').filter((segment) => segment !== '');
    this.#limits = limits;
  }

  find(): readonly Row[] | Unreadable {
    for (;;) {
      const token = this.#reader.next();
      if (token === 'end') return this.#finish();
      const problem = token === 'failure' ? this.#fail(this.#reader.failure) : this.#take(token);
      if (problem) return problem;
    }
  }

  #take(token: 'open' | 'close' | 'text'): Unreadable | null {
    const reader = this.#reader;
    if (token === 'text') {
      if (this.#open.length > 0 || reader.text.trim() === '') return this.#takeProblem();
      return this.#fail({ zh: '根元素之外有文字', en: 'there is text outside the root element' });
    }
    if (token === 'close') {
      const open = this.#open.pop();
      if (open === reader.name) return null;
      return this.#fail(wrongEnd(open ?? '', reader.name));
    }
    if (this.#open.length === 0 && this.#rootSeen) {
      return this.#fail({ zh: '文档有多个根元素', en: 'the document has more than one root element' });
    }
    this.#rootSeen = true;
    return this.#isRow() ? this.#takeRow() : this.#enter();
  }

  #enter(): Unreadable | null {
    const { name, selfClosing } = this.#reader;
    const level = this.#open.length;
    if (level >= this.#limits.depthMax) return this.#fail({ zh: '嵌套层数过多', en: 'nested too deeply' });
    if (this.#isOnPath(level)) {
      if (matches(this.#path[level], name)) this.#matched = Math.max(this.#matched, level + 1);
      else if (level === this.#path.length - 1) this.#strangers = true;
    }
    if (!selfClosing) this.#open.push(name);
    return this.#takeProblem();
  }

  #isRow(): boolean {
    const level = this.#open.length;
    if (this.#path.length === 0) return level === 0;
    return (
      level === this.#path.length - 1 &&
      this.#isOnPath(level) &&
      matches(this.#path[level], this.#reader.name)
    );
  }

  #isOnPath(level: number): boolean {
    return this.#open.every((name, place) => matches(this.#path[place], name)) && level < this.#path.length;
  }

  #takeRow(): Unreadable | null {
    const { recordsMax, depthMax, membersMax } = this.#limits;
    const reader = this.#reader;
    if (this.#rows.length === recordsMax) return tooManyRecords(recordsMax);
    const { start } = reader;
    const count = { members: 0 };
    const read = readElement(reader, depthMax, count);
    if ('failure' in read) return this.#fail(read.failure);
    const problem = reader.problem;
    reader.problem = null;
    const rejection = rowRejection(problem, count.members, membersMax);
    const content = rejection ? { rejection } : { value: rowObject(read.value) };
    this.#rows.push({ start, end: reader.end, content });
    return null;
  }

  #takeProblem(): Unreadable | null {
    const { problem } = this.#reader;
    return problem ? this.#fail(problem) : null;
  }

  #finish(): readonly Row[] | Unreadable {
    const open = this.#open.at(-1);
    if (open !== undefined) return this.#fail(notEnded(open));
    if (!this.#rootSeen) return unreadable('', '报文为空', 'the body is empty');
    const parentSeen = this.#matched >= this.#path.length - 1;
    if (this.#rows.length > 0 || (parentSeen && !this.#strangers)) return this.#rows;
    const path = `/${this.#path.join('/')}`;
    return unreadable(
      path,
      `报文中没有元素 ${path}：本数据流的记录应在该处`,
      `the body has no element ${path}: the records of this stream are expected there`,
    );
  }

  #fail(detail: Detail): Unreadable {
    const line = this.#text.slice(0, this.#reader.start).split('\n').length;
    return unreadable(`line ${line}`, `XML 第 ${line} 行：${detail.zh}`, `XML line ${line}: ${detail.en}`);
  }
}

function matches(segment: string | undefined, name: string): boolean {
  return segment === name || segment === localName(name);
}

function rowRejection(problem: Detail | null, members: number, membersMax: number): Rejection | null {
  if (members > membersMax) return tooManyMembers(membersMax);
  return problem ? { code: 'bad-text', at: '', detail: problem } : null;
}

/** A row of nothing but text keeps it as `#text`; an empty row is a record without fields. */
function rowObject(value: Json): JsonObject {
  if (isJsonObject(value)) return value;
  return typeof value === 'string' && value.trim() !== '' ? { '#text': value } : {};
}

function utf8Extents(text: string, rows: readonly Row[]): { starts: number[]; ends: number[] } {
  const starts: number[] = [];
  const ends: number[] = [];
  let unit = 0;
  let byte = 0;
  for (const { start, end } of rows) {
    byte += Buffer.byteLength(text.slice(unit, start));
    starts.push(byte);
    byte += Buffer.byteLength(text.slice(start, end));
    ends.push(byte);
    unit = end;
  }
  return { starts, ends };
}
