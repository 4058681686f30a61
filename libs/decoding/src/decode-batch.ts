import { decodeCsv } from './csv/decode-csv.ts';
import type { DecodedBatch, DecodeOptions } from './decoded-batch.ts';
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
  const source = readSourceText(body, options.charset);
  if ('kind' in source) return source;
  const { format } = options;
  switch (format) {
    case 'json':
      return decodeJson(source, options.records ?? '', limits);
    case 'ndjson':
      return decodeNdjson(source, limits);
    case 'xml':
      return decodeXml(source, options.records ?? '', limits);
    case 'csv':
      return decodeCsv(source, options.csv?.separator ?? ',', limits);
    default:
      return format satisfies never;
  }
}
