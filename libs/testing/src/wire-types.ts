import type { SourceSettings } from '@exchange/catalog';

const SOAP_PATH = /^\/Envelope\/Body\/([^/]+)\//u;

const MEDIA_TYPES: Readonly<Record<Exclude<SourceSettings['format'], 'xlsx'>, string>> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  xml: 'application/xml',
  csv: 'text/csv',
};

/** Content-Type of a stream's own format, envelope and charset. */
export function wireTypeOf({ format, envelope, charset }: SourceSettings): string {
  if (envelope?.kind === 'form') return `application/x-www-form-urlencoded; charset=${charset}`;
  // Workbooks are not pushed.
  const mediaType = envelope ? 'text/xml' : MEDIA_TYPES[format as keyof typeof MEDIA_TYPES];
  return `${mediaType}; charset=${charset}`;
}

/** The operation by which a stream is sent over SOAP, such as `submitLicenses`; null where it is sent otherwise. */
export function soapOperationOf({ envelope, records }: SourceSettings): string | null {
  const path = envelope?.kind === 'xml-text' ? envelope.path : records;
  return SOAP_PATH.exec(path ?? '')?.[1] ?? null;
}
