import type { ExchangeEvent } from '@exchange/contracts';
import type { SecrecyFinding } from '@exchange/decoding';
import type { CompiledMapping } from '@exchange/mapping';
import type { Batch, Outcome, Receipt } from './batch.ts';
import type { Closure } from './closure.ts';
import type { OutputSet } from './map-batch.ts';
import type { QuarantinedRecord } from './map-batch.ts';

export interface ClaimRequest {
  readonly batch: Batch;
  readonly bodyDigest: string;
  readonly mappingVersion: number;
  /** One source record of this stream can give several events: its receipts take effect strictly one after the other. */
  readonly ordered: boolean;
}

export type Claim =
  /** The receipt is durable. `turn`: 'now' = this process appends it; 'queued' = the drainer will, in order. A trial: 'now'. */
  | { readonly kind: 'claimed'; readonly receipt: Receipt; readonly turn: 'now' | 'queued' }
  /** The idempotency key is known. `outcome` null: accepted and still pending, or being run by `owner` that lives. */
  | {
      readonly kind: 'known';
      readonly receipt: Receipt;
      readonly outcome: Outcome | null;
      readonly state: 'done' | 'running' | 'queued';
    }
  /** The idempotency key is known with another body. */
  | { readonly kind: 'conflict'; readonly receiptId: string }
  /** The stream takes nothing of this kind now. */
  | { readonly kind: 'closed'; readonly closure: Closure }
  /** The stream's pending receipts hold as many bytes as they may. */
  | { readonly kind: 'full' };

export interface Completion {
  readonly receipt: Receipt;
  readonly outcome: Outcome;
  readonly quarantined: readonly QuarantinedRecord[];
  readonly outputSets: readonly OutputSet[];
}

/** Receipts and the queue of those that are not completed. Every method is one transaction. */
export interface ReceiptStore {
  /** Durable when it resolves. Throws a retryable `store-unavailable` when that is not known. */
  claim(request: ClaimRequest): Promise<Claim>;
  /** Takes over a known receipt that nobody runs any more. False: somebody else was faster, or its process lives. */
  takeOver(receipt: Receipt): Promise<boolean>;
  /** This process no longer runs the receipt, whatever came of it: from now on the drainer may. */
  release(receipt: Receipt): void;
  /** Whether an earlier live receipt of the stream is not completed yet. */
  isBehindOthers(receipt: Receipt): Promise<boolean>;
  /** What the source records with these keys last gave, for streams with several outputs. */
  outputSets(
    system: string,
    stream: string,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, OutputSet>>;
  /**
   * Writes outcome, quarantine and output sets and takes the receipt off the queue. Losing this write in a crash is
   * harmless: the receipt is run again and gives the same ids.
   */
  complete(completion: Completion): Promise<void>;
  /**
   * Puts the stream into pending mode and the receipt into the queue. Durable before the sender is answered. A trial changes
   * nothing of the stream: the drainer runs it when it is released.
   */
  queue(receipt: Receipt): Promise<void>;
  recordSecrecyBlock(
    batch: Pick<Batch, 'system' | 'stream'>,
    findings: readonly SecrecyFinding[],
  ): Promise<void>;
}

/** The queue of one stream as its drainer sees it. */
export interface PendingQueue {
  /**
   * The oldest receipts that are not completed, in order, as many as make a unit of work; none when there are none, or the
   * oldest must be waited for.
   */
  next(system: string, stream: string): Promise<ReadonlyArray<{ receipt: Receipt; body: Buffer }>>;
  /** Returns the stream to direct mode if its queue is empty; false when it is not. */
  returnToDirect(system: string, stream: string): Promise<boolean>;
  /** Keeps the drainer's lease on the stream; throws `lease-lost` when another process has it. */
  renew(system: string, stream: string): Promise<void>;
}

/** Compiled mappings by version; the active one may change between two calls. */
export interface Mappings {
  active(system: string, stream: string): Promise<{ version: number; mapping: CompiledMapping } | null>;
  version(system: string, stream: string, version: number): Promise<CompiledMapping>;
}

export interface EventAppender {
  append(events: readonly ExchangeEvent[], options: { deadlineMs: number }): Promise<void>;
}
