/** A batch as its sender knows it, written down before it is sent. */
export interface LedgerBatch {
  readonly system: string;
  readonly stream: string;
  readonly body: Buffer;
  /** What stands within the body's envelope, where it has one. */
  readonly document?: Buffer;
  /** Exact bytes of each record where the sender made them one by one; else it is enough that the body holds them. */
  readonly records: readonly Buffer[] | null;
  /** Number of records that the body holds. */
  readonly count: number;
  /** Indexes of records that bring no event of their own, such as the deletion of what was never sent. */
  readonly silent?: readonly number[];
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

/** What was put into a system that the exchange reads, written down before. */
export interface LedgerPut {
  readonly system: string;
  readonly stream: string;
  /** Fingerprints of the records that have to be read, each once. */
  readonly expected: readonly string[];
  /** Members that the fingerprints leave out. */
  readonly ignored: readonly string[];
  /** Files that have to be put aside as unreadable. */
  readonly unreadable: number;
}
