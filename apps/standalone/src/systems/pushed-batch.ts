import {
  soapOperationOf,
  wireTypeOf,
  type PlayedStream,
  type SystemDocument,
  type VendorBatch,
} from '@exchange/testing';

/** A document as its system pushes it: in its own format, envelope and charset, by HTTP or SOAP. */
export function pushedBatch(
  { system, stream, entry }: PlayedStream,
  { body, document, records }: SystemDocument,
  idempotencyKey: string,
): VendorBatch {
  const soapOperation = soapOperationOf(entry.source);
  return {
    system,
    stream,
    body,
    ...(document ? { document } : {}),
    records: null,
    count: records?.length ?? 1,
    contentType: wireTypeOf(entry.source),
    idempotencyKey,
    ...(soapOperation === null ? {} : { soapOperation }),
  };
}
