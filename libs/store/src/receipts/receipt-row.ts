import type { Operation } from '@exchange/contracts';
import type { Receipt } from '@exchange/pipeline';

export interface ReceiptRow {
  id: string;
  arrival: string;
  system: string;
  stream: string;
  operation: Operation;
  decode: Receipt['decode'];
  body_digest: string;
  body_bytes: number;
  idempotency_key: string | null;
  mapping_version: number;
  traceparent: string | null;
  received_at: Date;
  historical: boolean;
  trial: boolean;
}

export const RECEIPT_COLUMNS =
  'r.id, r.arrival, r.system, r.stream, r.operation, r.decode, r.body_digest, r.body_bytes, r.idempotency_key, r.mapping_version, r.traceparent, r.received_at, r.historical, r.trial';

export function toReceipt(row: ReceiptRow): Receipt {
  return {
    id: row.id,
    arrival: Number(row.arrival),
    system: row.system,
    stream: row.stream,
    operation: row.operation,
    decode: row.decode,
    bodyDigest: row.body_digest,
    bodyBytes: row.body_bytes,
    idempotencyKey: row.idempotency_key,
    mappingVersion: row.mapping_version,
    traceparent: row.traceparent,
    receivedTime: row.received_at.toISOString(),
    historical: row.historical,
    trial: row.trial,
  };
}
