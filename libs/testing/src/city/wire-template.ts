import assert from 'node:assert';
import { readFile } from 'node:fs/promises';
import type { SourceSettings, StreamEntry } from '@exchange/catalog';
import type { JsonObject } from '@exchange/contracts';
import { encodeReply } from '@exchange/decoding';

/** One record of a stream in its own shape: named values for JSON, NDJSON and CSV, row text for XML. */
export type Row =
  { readonly kind: 'named'; readonly values: JsonObject } | { readonly kind: 'xml'; readonly text: string };

export interface WireTemplate {
  readonly source: SourceSettings;
  /** Records of the stream's `normal` sample. */
  readonly rows: readonly Row[];
  /** The records as a body in the stream's own format, envelope and charset. */
  readonly encode: (rows: readonly Row[]) => Buffer;
  readonly contentType: string;
}

type PushedFormat = Exclude<SourceSettings['format'], 'xlsx'>;

/** Content-Type of a stream's own format, envelope and charset. */
export function wireTypeOf({ format, envelope, charset }: SourceSettings): string {
  if (envelope?.kind === 'form') return `application/x-www-form-urlencoded; charset=${charset}`;
  const mediaType = envelope ? 'text/xml' : MEDIA_TYPES[format as PushedFormat];
  return `${mediaType}; charset=${charset}`;
}

const SOAP_PATH = /^\/Envelope\/Body\/([^/]+)\//u;

/** The operation by which a stream is sent over SOAP, such as `submitLicenses`; null where it is sent otherwise. */
export function soapOperationOf({ envelope, records }: SourceSettings): string | null {
  const path = envelope?.kind === 'xml-text' ? envelope.path : records;
  return SOAP_PATH.exec(path ?? '')?.[1] ?? null;
}

const MEDIA_TYPES: Readonly<Record<PushedFormat, string>> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  xml: 'application/xml',
  csv: 'text/csv',
};

/** Takes the `normal` sample of a stream apart, so that more records like it can be made. */
export async function wireTemplateOf(entry: StreamEntry): Promise<WireTemplate> {
  const sample = entry.samples.find(({ name }) => name === 'normal');
  assert(sample, 'every stream has a normal sample');
  const { source } = entry;
  const text = new TextDecoder(source.charset).decode(await readFile(sample.path));
  const contentType = wireTypeOf(source);
  const { rows, join } = SPLITTERS[source.format as PushedFormat](text, source);
  return { source, rows, contentType, encode: (made) => encodeReply(join(made), source.charset) };
}

interface Split {
  readonly rows: readonly Row[];
  readonly join: (rows: readonly Row[]) => string;
}

const SPLITTERS: Readonly<Record<PushedFormat, (text: string, source: SourceSettings) => Split>> = {
  json: splitJson,
  ndjson: (text) => ({
    rows: text
      .split('\n')
      .filter(Boolean)
      .map((line) => named(JSON.parse(line) as JsonObject)),
    join: (rows) => rows.map((row) => `${JSON.stringify(valuesOf(row))}\n`).join(''),
  }),
  xml: splitXml,
  csv: splitCsv,
};

function splitJson(text: string, source: SourceSettings): Split {
  const whole = JSON.parse(text) as JsonObject;
  const path = source.records?.slice(1).split('/') ?? [];
  const found = path.reduce<unknown>((node, name) => (node as JsonObject)[name], whole);
  const rows = (Array.isArray(found) ? found : [found]).map((values) => named(values as JsonObject));
  return {
    rows,
    join: (made) => {
      const records = made.map(valuesOf);
      if (path.length === 0) return JSON.stringify(records);
      const copy = structuredClone(whole);
      const parent = path.slice(0, -1).reduce<JsonObject>((node, name) => node[name] as JsonObject, copy);
      parent[path.at(-1)!] = records;
      return JSON.stringify(copy);
    },
  };
}

function splitXml(text: string, source: SourceSettings): Split {
  const name = source.records?.split('/').at(-1) ?? '';
  const found = [...text.matchAll(new RegExp(`<${name}>.*?</${name}>`, 'gsu'))];
  const first = found[0];
  const last = found.at(-1);
  assert(first && last, `the sample has <${name}> elements`);
  const head = text.slice(0, first.index);
  const tail = text.slice(last.index + last[0].length);
  return {
    rows: found.map((match) => ({ kind: 'xml', text: match[0] })),
    join: (rows) => head + rows.map((row) => (row.kind === 'xml' ? row.text : '')).join('\n') + tail,
  };
}

function splitCsv(text: string, source: SourceSettings): Split {
  const separator = source.csv?.separator ?? ',';
  const [header = '', first = ''] = text.replace(/^\uFEFF/u, '').split(/\r?\n/u);
  const names = header.split(separator);
  const cells = first.split(separator);
  return {
    rows: [named(Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])))],
    join: (rows) =>
      [
        header,
        ...rows.map((row) => names.map((name) => String(valuesOf(row)[name] ?? '')).join(separator)),
        '',
      ].join('\n'),
  };
}

function named(values: JsonObject): Row {
  return { kind: 'named', values };
}

function valuesOf(row: Row): JsonObject {
  assert(row.kind === 'named');
  return row.values;
}

/** A copy of a row with some of its values changed: members (`a.b.0.c`), or elements of an XML row (`A/B`, first match). */
export function withValues(row: Row, changes: Readonly<Record<string, JsonObject[string]>>): Row {
  if (row.kind === 'xml') {
    return {
      kind: 'xml',
      text: Object.entries(changes).reduce(
        (text, [name, value]) => withElement(text, name, String(value)),
        row.text,
      ),
    };
  }
  const values = structuredClone(row.values);
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.');
    const parent = names.slice(0, -1).reduce<JsonObject>((node, name) => node[name] as JsonObject, values);
    parent[names.at(-1)!] = value;
  }
  return { kind: 'named', values };
}

function withElement(text: string, path: string, value: string): string {
  const names = path.split('/');
  const name = names.at(-1)!;
  const from = names.slice(0, -1).reduce((at, outer) => text.indexOf(`<${outer}>`, at), 0);
  const start = text.indexOf(`<${name}>`, from);
  const end = text.indexOf(`</${name}>`, start);
  assert(start >= 0 && end >= 0, `the sample has <${name}>`);
  const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `${text.slice(0, start + name.length + 2)}${escaped}${text.slice(end)}`;
}
