import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '@exchange/contracts';
import { decodeBatch, DEFAULT_LIMITS, type DecodeOptions } from '@exchange/decoding';
import type { SourceCharset } from '@exchange/catalog';
import { RefusedRequest, type ScaffoldOptions, type TextFormat } from './options.ts';

/** How the stream's bodies are to be read: what the manifest says of them. */
export type Wire = DecodeOptions & { readonly format: TextFormat };

export interface SampleFile {
  readonly records: readonly JsonObject[];
  readonly wire: Wire;
}

const FORMATS: Readonly<Record<string, TextFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.xml': 'xml',
};

/** Reads a file of the new system as the gateway would. Throws `RefusedRequest` when it cannot be read. */
export async function readSampleFile(options: ScaffoldOptions): Promise<SampleFile> {
  const body = await readFile(options.sample).catch((error: Error) => {
    throw new RefusedRequest(error.message);
  });
  const format = options.format ?? FORMATS[extname(options.sample).toLowerCase()];
  if (!format)
    throw new RefusedRequest(
      `${options.sample}：请给出 --format（工作簿请先另存为 CSV） / give --format (save a workbook as CSV first)`,
    );
  const charset = options.charset ?? charsetOf(body);
  const text = new TextDecoder(charset).decode(body);
  const records = options.records ?? (format === 'json' ? listIn(JSON.parse(text) as Json) : undefined);
  const wire: Wire = {
    format,
    charset,
    ...(records ? { records } : {}),
    ...(format === 'csv' ? { csv: csvOf(text, options.key) } : {}),
  };
  const batch = decodeBatch(body, wire, DEFAULT_LIMITS);
  if (batch.kind === 'unreadable')
    throw new RefusedRequest(`${options.sample} ${batch.at}: ${batch.detail.zh} / ${batch.detail.en}`);
  const values = batch.records.flatMap((record) => ('value' in record ? [record.value] : []));
  if (values.length === 0) throw new RefusedRequest(`${options.sample}：没有记录 / holds no record`);
  return { records: values, wire: wireOf(options.kind, wire) };
}

function charsetOf(body: Buffer): SourceCharset {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body);
    return 'utf-8';
  } catch {
    return 'gbk';
  }
}

/** The header is the row that has the key, whatever stands above it. */
function csvOf(text: string, key: string | undefined): NonNullable<DecodeOptions['csv']> {
  const line = text.split('\n').find((row) => row.includes(key ?? '')) ?? '';
  const separator = ['\t', ';', '|'].find((mark) => line.includes(mark) && !line.includes(','));
  return { ...(separator ? { separator } : {}), ...(key ? { header: [key] } : {}) };
}

/** JSON Pointer of the first list of objects, for bodies with an envelope. */
function listIn(value: Json, at = '', depth = 0): string | undefined {
  if (Array.isArray(value) || !isJsonObject(value) || depth > 3) return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (Array.isArray(member) && depth + Object.keys(value).length > 0 && member.every(isJsonObject))
      return `${at}/${name}`;
    const found = listIn(member, `${at}/${name}`, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** Rows of a database come as NDJSON, what is asked for and messages as JSON, whatever file shows them. */
function wireOf(kind: ScaffoldOptions['kind'], wire: Wire): Wire {
  if (kind === 'sql') return { format: 'ndjson', charset: 'utf-8' };
  if ((kind === 'poll' || kind === 'queue') && wire.format !== 'json')
    return { format: 'json', charset: 'utf-8' };
  return wire;
}
