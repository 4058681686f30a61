/** A batch as its sender knows it, written down before it is sent. */
export interface LedgerBatch {
  readonly system: string;
  readonly stream: string;
  readonly body: Buffer;
  /** Exact bytes of each record where the sender made them one by one; else it is enough that the body holds them. */
  readonly records: readonly Buffer[] | null;
  /** Number of records that the body holds. */
  readonly count: number;
}

/** What the exchange answered to the batch in the end. */
export type LedgerAnswer =
  | { readonly kind: 'receipt'; readonly receipt: string; readonly quarantined: readonly number[] }
  /** Refused whole for a secrecy marking: nothing may be found of it. */
  | { readonly kind: 'blocked' }
  /** Refused with a reason; the sender knows. */
  | { readonly kind: 'refused'; readonly status: number };

export interface LedgerEntry {
  readonly batch: LedgerBatch;
  answer: LedgerAnswer | null;
}
