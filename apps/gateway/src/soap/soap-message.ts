import { encodeReply, type Charset } from '@exchange/decoding';

export type SoapVersion = '1.1' | '1.2';

/** How a client is to be answered. */
export interface SoapDialect {
  readonly version: SoapVersion;
  readonly charset: Charset;
}

export interface SoapMessage {
  readonly contentType: string;
  readonly bytes: Buffer;
}

const ENVELOPES: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
};
const MEDIA_TYPES: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'text/xml',
  '1.2': 'application/soap+xml',
};

/** The version that a client speaks, by the type of what it sends (SOAP 1.2 part 2, 7.1.4). */
export function versionOf(contentType: string | undefined): SoapVersion {
  return contentType?.toLowerCase().startsWith('application/soap+xml') ? '1.2' : '1.1';
}

/** An envelope around the content of its body, in which the prefix `soap` is bound. */
export function soapMessage({ version, charset }: SoapDialect, content: string): SoapMessage {
  const envelope = `<soap:Envelope xmlns:soap="${ENVELOPES[version]}"><soap:Body>${content}</soap:Body></soap:Envelope>`;
  const text = `<?xml version="1.0" encoding="${charset.toUpperCase()}"?>${envelope}`;
  return {
    contentType: `${MEDIA_TYPES[version]}; charset=${charset}`,
    bytes: encodeReply(text, charset),
  };
}
