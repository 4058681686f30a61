import type { Json, Operation, Rejection, Warning } from '@exchange/contracts';
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
  /** Text of the envelope that the body came in: looked at by the secrecy gate, and kept nowhere. */
  readonly around?: string;
  /** Sent with a trial key: everything is done with it, except that nothing reaches the event log. */
  readonly trial?: boolean;
  /** What the system already held, sent by itself. What the gateway reads is historical by its lane. */
  readonly historical?: boolean;
  /** Where it was read from, when the gateway read it itself. */
  readonly readFrom?: ReadFrom;
}

/** Whether it is a back-fill: older than whatever comes by itself, counted nowhere and no cause for an alarm. */
export function isHistorical({
  historical = false,
  readFrom,
}: Pick<Batch, 'historical' | 'readFrom'>): boolean {
  return historical || readFrom?.lane === 'history';
}

/**
 * A place in a source that the gateway reads: the claim of the batch moves the reader of that lane from this sequence number
 * to the next, and to the checkpoint behind the batch, or claims nothing (`lease-lost`). So a batch that was read is claimed
 * exactly once, and a reader that lost its lease claims nothing more.
 */
export interface ReadFrom {
  /** live: what happens now. history: a back-fill of what the system already held. */
  readonly lane: 'live' | 'history';
  /** Batches that this lane has claimed so far. */
  readonly sequence: number;
  readonly checkpoint: Json;
}

/**
 * What became of one record that needs the sender's attention: it was quarantined, or accepted with warnings. Lists the
 * first findings of each kind only (`findingsToldMax`).
 */
export interface RecordReport {
  readonly index: number;
  /** Line of the body (of the file, when it was read from one) on which the record starts, from 1; where it has lines. */
  readonly line?: number;
  readonly key: string | null;
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly Warning[];
  /** Findings beyond those that are listed; absent when there are none. */
  readonly moreFindings?: number;
}

/** What became of a batch. Stored with the receipt, answered to the sender. */
export interface Outcome {
  readonly records: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly events: number;
  /**
   * In order: the first quarantined records (`reportsToldMax`; the others are in the quarantine with what was found), and
   * every accepted one with warnings.
   */
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
  /** From a back-fill: older than whatever came by itself, and no cause for an alert. */
  readonly historical: boolean;
  /** Sent on trial: none of its events is appended, and no later record is compared with it. */
  readonly trial: boolean;
}
