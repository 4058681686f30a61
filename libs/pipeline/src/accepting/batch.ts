import type { Operation, Rejection, Warning } from '@exchange/contracts';
import type { DecodeOptions } from '@exchange/decoding';

/** What a source hands in: one body of one stream, with all that is needed to decode it again in the same way. */
export interface Batch {
  readonly system: string;
  readonly stream: string;
  /** The body as the sender meant it (decompressed), in the sender's charset. */
  readonly body: Buffer;
  readonly decode: DecodeOptions;
  /** `delete` withdraws the records that the body names. */
  readonly operation: Operation;
  /** Identity that the sender gave this batch; a retry carries the same one. */
  readonly idempotencyKey: string | null;
  readonly traceparent: string | null;
}

/** What became of one record that needs the sender's attention: it was quarantined, or accepted with warnings. */
export interface RecordReport {
  readonly index: number;
  readonly key: string | null;
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly Warning[];
}

/** What became of a batch. Stored with the receipt, answered to the sender. */
export interface Outcome {
  readonly records: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly events: number;
  /** Every quarantined record, and accepted ones with warnings, in order. */
  readonly reports: readonly RecordReport[];
}

/** A receipt: the durable claim of a batch. From here nothing can be lost. */
export interface Receipt {
  readonly id: string;
  /** Grows with every claim in the whole exchange; orders what has no revision of its own. */
  readonly arrival: number;
  readonly system: string;
  readonly stream: string;
  readonly operation: Operation;
  readonly decode: DecodeOptions;
  /** SHA-256 of the body, hex. */
  readonly bodyDigest: string;
  readonly bodyBytes: number;
  readonly idempotencyKey: string | null;
  /** The mapping version that maps this receipt, whenever and however often it is run. */
  readonly mappingVersion: number;
  /** RFC 3339 UTC with milliseconds, by the database's clock. */
  readonly receivedTime: string;
  readonly traceparent: string | null;
}
