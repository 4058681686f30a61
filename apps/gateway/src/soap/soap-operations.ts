import type { Catalog, StreamEntry } from '@exchange/catalog';
import type { Charset } from '@exchange/decoding';

/** Where the calls of a system come in. */
export const SOAP_PATH = 'v1/systems/:system/soap';

/** A stream that a system sends by SOAP. */
export interface SoapOperation {
  /** Name of the first element in the SOAP body, such as `submitLicenses`. */
  readonly name: string;
  /** Element within it: one for each record, or the one whose text is the document. */
  readonly element: string;
  readonly isText: boolean;
  readonly entry: StreamEntry;
}

const RECORDS_PATH = /^\/Envelope\/Body\/([^/]+)\/([^/]+)$/u;

/** The streams of a system whose records stand in a SOAP body: `records` or the envelope's path says so. */
export function soapOperations(catalog: Catalog, system: string): readonly SoapOperation[] {
  return [...(catalog.systems.get(system)?.streams.values() ?? [])].flatMap((entry) => {
    const { source } = entry;
    const isText = source.envelope?.kind === 'xml-text';
    const path = source.envelope?.kind === 'xml-text' ? source.envelope.path : (source.records ?? '');
    const [, name, element] = RECORDS_PATH.exec(path) ?? [];
    return name !== undefined && element !== undefined ? [{ name, element, isText, entry }] : [];
  });
}

/** In which charset a system reads answers: all of its operations have one address, and one client calls it. */
export function replyCharset(catalog: Catalog, system: string): Charset {
  return soapOperations(catalog, system)[0]?.entry.source.replyCharset ?? 'utf-8';
}
