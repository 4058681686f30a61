import type { Detail } from '@exchange/contracts';
import type { DecodedRecord, DecodeLimits, SecrecyFinding } from '@exchange/decoding';
import type { Batch, Outcome, Receipt } from './batch.ts';
import type { Closure } from './closure.ts';
import type { EventAppender, Mappings, ReceiptStore } from './ports.ts';

export interface AcceptPorts {
  readonly receipts: ReceiptStore;
  readonly mappings: Mappings;
  readonly log: EventAppender;
  readonly limits: DecodeLimits;
  /** Told how many records a batch holds before any is mapped or kept; throws where there is no room for them now. */
  readonly admit?: (records: number) => void;
  readonly appendDeadlineMs: number;
  /** Resolves after so many milliseconds; injected so that the rule stays free of timers of its own. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Called at each step of the delivery rule. The fault tests kill the process here. */
  readonly onStep?: (step: AcceptStep) => void | Promise<void>;
  /** Told of a marked batch, for the alarm to the secrecy officer. Never of its content. */
  readonly onBlocked?: (batch: Batch, findings: readonly SecrecyFinding[]) => void;
  /** Told what a receipt's records came to, before they are delivered. For watching only: what it throws is not caught. */
  readonly onMapped?: (receipt: Receipt, records: readonly DecodedRecord[], outcome: Outcome) => void;
  /** Told why a receipt was left pending. */
  readonly onPending?: (receipt: Receipt, cause: unknown) => void;
}

export type AcceptStep = 'decoded' | 'claimed' | 'mapped' | 'appended' | 'queued' | 'completed';

export type Acceptance =
  /** Durable. `pending`: not in the event log yet; it will be, in order. */
  | {
      readonly kind: 'accepted';
      readonly receipt: Receipt;
      readonly outcome: Outcome;
      readonly pending: boolean;
      readonly repeated: boolean;
    }
  /** The same idempotency key is being run by a process that lives. */
  | { readonly kind: 'running'; readonly receiptId: string }
  /** The idempotency key came before with another body. */
  | { readonly kind: 'conflict'; readonly receiptId: string }
  /** Nothing was kept. */
  | { readonly kind: 'unreadable'; readonly at: string; readonly detail: Detail }
  /** A secrecy marking: nothing was kept but system, stream, position, rule and time. */
  | { readonly kind: 'blocked'; readonly findings: readonly SecrecyFinding[] }
  | { readonly kind: 'no-mapping' }
  /** The stream takes nothing of this kind at present. */
  | { readonly kind: 'closed'; readonly closure: Closure }
  | { readonly kind: 'full' };
