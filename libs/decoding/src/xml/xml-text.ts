import type { Detail } from '@exchange/contracts';

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** What XML 1.0 has no place for, however it is written. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

export interface XmlText {
  readonly text: string;
  /** Why the text cannot be taken as it is; null when it can. */
  readonly problem: Detail | null;
}

/** Character data or an attribute's value: references resolved, line breaks as `\n`. No entity but XML's own five is known. */
export function readXmlText(source: string): XmlText {
  const lines = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  if (!lines.includes('&')) return { text: lines, problem: forbidden(lines) };
  let problem: Detail | null = null;
  const text = lines.replace(/&([^;&\s]{0,40};)?/g, (whole, reference: string | undefined) => {
    const resolved = reference === undefined ? null : resolve(reference.slice(0, -1));
    if (resolved === null) problem = unknownReference(/^&[#A-Za-z0-9]{1,12};$/.test(whole) ? whole : '&');
    return resolved ?? whole;
  });
  return { text, problem: problem ?? forbidden(text) };
}

function resolve(reference: string): string | null {
  if (Object.hasOwn(NAMED, reference)) return NAMED[reference] ?? null;
  const digits = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(reference);
  if (!digits) return null;
  const point = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  return point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? null : String.fromCodePoint(point);
}

function forbidden(text: string): Detail | null {
  if (!FORBIDDEN.test(text)) return null;
  return {
    zh: 'XML 文本含有不允许的控制字符',
    en: 'the XML text holds a control character that is not allowed',
  };
}

function unknownReference(reference: string): Detail {
  return {
    zh: `XML 中不能识别的引用 ${reference}；字符 & 应写作 &amp;`,
    en: `unknown reference ${reference} in the XML: write the character & as &amp;`,
  };
}
