import type { Detail, Json, JsonObject } from '@exchange/contracts';
import { setOwn } from '../own-property.ts';
import type { XmlAttribute, XmlReader } from './xml-reader.ts';

export interface ElementCount {
  /** Elements and attributes within one row. */
  members: number;
}

export type ReadElement = { readonly value: Json } | { readonly failure: Detail };

/**
 * The element whose start tag the reader is at, to its end: text → string, children and attributes (`@name`) → object,
 * repeated children → list, `xsi:nil` → null. Names lose their prefixes; text beside children or attributes is `#text`.
 * `levelsMax` bounds the recursion.
 */
export function readElement(reader: XmlReader, levelsMax: number, count: ElementCount): ReadElement {
  const { name, attributes, selfClosing } = reader;
  const element: Element = { fields: null, text: '' };
  let isNil = false;
  count.members++;
  for (const attribute of attributes) {
    if (isNilAttribute(attribute)) isNil = true;
    else if (isData(attribute)) addField(element, `@${localName(attribute.name)}`, attribute.value, count);
  }
  if (!selfClosing) {
    const failure = readContent(reader, name, element, levelsMax, count);
    if (failure) return { failure };
  }
  if (isNil) return { value: null };
  if (!element.fields) return { value: element.text };
  if (element.text.trim() !== '') addField(element, '#text', element.text, count);
  return { value: element.fields };
}

interface Element {
  fields: JsonObject | null;
  text: string;
}

function readContent(
  reader: XmlReader,
  name: string,
  element: Element,
  levelsMax: number,
  count: ElementCount,
): Detail | null {
  for (;;) {
    const token = reader.next();
    if (token === 'text') {
      element.text += reader.text;
    } else if (token === 'open') {
      if (levelsMax <= 1) return { zh: '嵌套层数过多', en: 'nested too deeply' };
      const child = localName(reader.name);
      const read = readElement(reader, levelsMax - 1, count);
      if ('failure' in read) return read.failure;
      addField(element, child, read.value, count);
    } else if (token === 'close') {
      return reader.name === name ? null : wrongEnd(name, reader.name);
    } else {
      return token === 'failure' ? reader.failure : notEnded(name);
    }
  }
}

function addField(element: Element, name: string, value: Json, count: ElementCount): void {
  if (name.startsWith('@')) count.members++;
  const fields = (element.fields ??= {});
  const before = Object.hasOwn(fields, name) ? fields[name]! : undefined;
  if (before === undefined) setOwn(fields, name, value);
  else if (Array.isArray(before)) before.push(value);
  else setOwn(fields, name, [before, value]);
}

export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** `i` is what .NET services write. */
const SCHEMA_INSTANCE = /^(?:xsi|i):/;

function isNilAttribute({ name, value }: XmlAttribute): boolean {
  return SCHEMA_INSTANCE.test(name) && localName(name) === 'nil' && (value === 'true' || value === '1');
}

/** Namespace declarations and schema hints (`xsi:type` on every element of some SOAP senders) are no data. */
function isData({ name }: XmlAttribute): boolean {
  return name !== 'xmlns' && !name.startsWith('xmlns:') && !SCHEMA_INSTANCE.test(name);
}

export function wrongEnd(open: string, close: string): Detail {
  return {
    zh: `元素 <${shown(open)}> 以 </${shown(close)}> 结束`,
    en: `the element <${shown(open)}> is closed by </${shown(close)}>`,
  };
}

export function notEnded(open: string): Detail {
  return {
    zh: `元素 <${shown(open)}> 没有结束，报文可能被截断`,
    en: `the element <${shown(open)}> does not end, the body may have been cut off`,
  };
}

const SHOWN_NAME_MAX = 60;

function shown(name: string): string {
  return name.length > SHOWN_NAME_MAX ? `${name.slice(0, SHOWN_NAME_MAX)}…` : name;
}
