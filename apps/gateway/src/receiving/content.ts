import type { SourceSettings } from '@exchange/catalog';
import { charsetOf, type DecodeOptions } from '@exchange/decoding';

export type ContentAnswer =
  | { readonly ok: true; readonly decode: DecodeOptions }
  | { readonly ok: false; readonly zh: string; readonly en: string };

const FORMATS: Readonly<Record<string, DecodeOptions['format']>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'text/csv': 'csv',
};

/**
 * How a body is decoded: the Content-Type decides format and charset; where it names no charset, what the stream is
 * registered with. A system may send its records as JSON or NDJSON whatever format it is registered with.
 */
export function contentOf(contentType: string | undefined, source: SourceSettings): ContentAnswer {
  const registered = decodeOptionsOf(source);
  const [mediaType = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const format = FORMATS[mediaType];
  const allowed = new Set([registered.format, 'json', 'ndjson']);
  if (!format || !allowed.has(format)) {
    const types = Object.keys(FORMATS).filter((type) => allowed.has(FORMATS[type]!));
    return {
      ok: false,
      zh: `本数据流接受的 Content-Type：${types.join('、')}`,
      en: `this stream takes the content types ${types.join(', ')}`,
    };
  }
  const named = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  const charset = named === undefined ? defaultCharset(format, registered) : charsetOf(named);
  if (!charset) {
    return {
      ok: false,
      zh: '字符集应为 utf-8、gbk 或 gb18030',
      en: 'the charset must be utf-8, gbk or gb18030',
    };
  }
  return {
    ok: true,
    decode: format === registered.format ? { ...registered, charset } : { format, charset },
  };
}

function decodeOptionsOf({ format, charset, records, csv }: SourceSettings): DecodeOptions {
  return {
    format,
    charset,
    ...(records === undefined ? {} : { records }),
    ...(csv === undefined ? {} : { csv }),
  };
}

function defaultCharset(
  format: DecodeOptions['format'],
  registered: DecodeOptions,
): DecodeOptions['charset'] {
  return format === registered.format ? registered.charset : 'utf-8';
}
