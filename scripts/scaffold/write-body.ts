import type { Json, JsonObject } from '@exchange/contracts';
import iconv from 'iconv-lite';
import { isJsonObject } from '@exchange/contracts';
import type { Wire } from './read-sample-file.ts';

/** Records as a body of the stream, in the system's own format and charset. */
export function writeBody(records: readonly JsonObject[], wire: Wire): Buffer {
  const text = textOf(records, wire);
  // GB18030 writes what GBK has in the same bytes, and the rest as well; both are read as GB18030.
  return wire.charset === 'utf-8' ? Buffer.from(text) : iconv.encode(text, 'gb18030');
}

function textOf(records: readonly JsonObject[], wire: Wire): string {
  const path = (wire.records ?? '').split('/').slice(1);
  switch (wire.format) {
    case 'csv':
      return csvText(records, wire.csv?.separator ?? ',');
    case 'ndjson':
      return records.map((record) => `${JSON.stringify(record)}\n`).join('');
    case 'json': {
      const body = path.reduceRight<Json>((inner, name) => ({ [name]: inner }), [...records]);
      return `${JSON.stringify(body, null, 2)}\n`;
    }
    case 'xml': {
      const row = path.at(-1) ?? 'row';
      const outside = path.slice(0, -1);
      const rows = records.map((record) => elementText(row, record)).join('\n');
      const open = outside.map((name) => `<${name}>\n`).join('');
      const close = outside
        .toReversed()
        .map((name) => `</${name}>\n`)
        .join('');
      return `${open}${rows}\n${close}`;
    }
  }
}

function csvText(records: readonly JsonObject[], separator: string): string {
  const header = [...new Set(records.flatMap(Object.keys))];
  const rows = records.map((record) =>
    // Own members only: a column may be called __proto__.
    header.map((name) => (Object.hasOwn(record, name) ? String(record[name] ?? '') : '')),
  );
  const cell = (text: string): string =>
    /["\r\n]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text;
  return [header, ...rows].map((row) => `${row.map(cell).join(separator)}\r\n`).join('');
}

function elementText(name: string, value: Json): string {
  if (Array.isArray(value)) return value.map((item) => elementText(name, item)).join('');
  const inside = isJsonObject(value)
    ? Object.entries(value)
        .map(([member, inner]) => elementText(member, inner))
        .join('')
    : xmlText(value === null ? '' : String(value));
  return `<${name}>${inside}</${name}>`;
}

function xmlText(text: string): string {
  // XML cannot hold control characters, not even escaped.
  const allowed = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
  return allowed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
