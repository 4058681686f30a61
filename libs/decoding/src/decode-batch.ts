import { decodeCsv } from './csv/decode-csv.ts';
import type { DecodedBatch, DecodeOptions } from './decoded-batch.ts';
import { decodeJsonSeq } from './json/decode-json-seq.ts';
import { decodeJson } from './json/decode-json.ts';
import { decodeNdjson } from './json/decode-ndjson.ts';
import type { DecodeLimits } from './limits.ts';
import { readSourceText } from './source-text.ts';
import { decodeXml } from './xml/decode-xml.ts';

/**
 * A body → its records. Pure and total: any bytes give records, broken records or an unreadable body, never an exception,
 * and the same bytes give the same answer again. No message quotes the body.
 */
export function decodeBatch(body: Buffer, options: DecodeOptions, limits: DecodeLimits): DecodedBatch {
  const { format, charset } = options;
  if (format === 'json-seq') return decodeJsonSeq(body, options, limits);
  if (format === 'csv') return decodeCsv(body, options, limits);
  if (format === 'ndjson') return decodeNdjson(body, options, limits);
  const source = readSourceText(body, charset);
  if ('kind' in source) return source;
  switch (format) {
    case 'json':
      return decodeJson(source, options.records ?? '', limits, options.isolateBroken);
    case 'xml':
      return decodeXml(source, options.records ?? '', limits);
    default:
      return format satisfies never;
  }
}
