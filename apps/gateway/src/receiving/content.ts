import assert from 'node:assert';
import type { SourceSettings } from '@exchange/catalog';
import { charsetOf, type DecodeOptions, type Envelope } from '@exchange/decoding';

export type ContentAnswer =
  | {
      readonly ok: true;
      readonly decode: DecodeOptions;
      /** What is around the document; null where it comes bare. */
      readonly envelope: Envelope | null;
    }
  | { readonly ok: false; readonly zh: string; readonly en: string };

const FORMATS: Readonly<Record<string, DecodeOptions['format']>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/xml': 'xml',
  'application/soap+xml': 'xml',
  'text/xml': 'xml',
  'text/csv': 'csv',
};

const ENVELOPES: Readonly<Record<Envelope['kind'], readonly string[]>> = {
  form: ['application/x-www-form-urlencoded'],
  'xml-text': ['text/xml', 'application/xml', 'application/soap+xml'],
};

/**
 * How a body is decoded: the Content-Type decides format and charset; where it names no charset, what the stream is
 * registered with. A system may send its records as JSON or NDJSON whatever format it is registered with. A body of a
 * type that the stream's envelope comes in is unwrapped first.
 */
export function contentOf(contentType: string | undefined, source: SourceSettings): ContentAnswer {
  const registered = decodeOptionsOf(source);
  const [mediaType = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const ofEnvelope = source.envelope ? ENVELOPES[source.envelope.kind] : [];
  const envelope = ofEnvelope.includes(mediaType) ? source.envelope! : null;
  const format = envelope ? registered.format : FORMATS[mediaType];
  const allowed = new Set([registered.format, 'json', 'ndjson']);
  if (!format || !allowed.has(format)) {
    const types = new Set([
      ...ofEnvelope,
      ...Object.keys(FORMATS).filter((type) => allowed.has(FORMATS[type]!)),
    ]);
    return {
      ok: false,
      zh: `本数据流接受的 Content-Type：${[...types].join('、')}`,
      en: `this stream takes the content types ${[...types].join(', ')}`,
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
    envelope,
    decode: format === registered.format ? { ...registered, charset } : { format, charset },
  };
}

function decodeOptionsOf({ format, charset, records, csv }: SourceSettings): DecodeOptions {
  assert(format !== 'xlsx', 'the catalogue refuses workbooks that are pushed');
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
