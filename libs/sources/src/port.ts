import type { Json } from '@exchange/contracts';
import type { Outcome } from '@exchange/pipeline';
import type { HeldAmount } from '@exchange/store';
import type { Chunk } from './chunk.ts';
import type { Comparison, ComparisonWish } from './comparison.ts';

export type { Chunk } from './chunk.ts';

/** What became of a chunk. */
export type Settlement =
  | { readonly kind: 'done'; readonly receiptId: string; readonly outcome: Outcome }
  /** It was claimed so long ago that the receipt is past its retention: what became of its records is known no more. */
  | { readonly kind: 'forgotten'; readonly receiptId: string }
  /** The chunk as a whole cannot be read. The source puts it aside, if it can. */
  | {
      readonly kind: 'unreadable';
      readonly at: string;
      readonly detail: { readonly zh: string; readonly en: string };
    };

/** The way into one stream of a legacy system. Made for one run of a reader; not used by two at once. */
export interface Source {
  /**
   * What comes after the checkpoint (null: from the beginning), chunk by chunk, in order. Ends when the source holds no more
   * at present; a queue ends when `signal` aborts. The next chunk is asked for when the one before is settled, or earlier
   * by one. Throws `SourceError` when the source cannot be read; a broken record is left to the decoder.
   */
  read(after: Json | null, signal: AbortSignal): AsyncIterable<Chunk>;
  /**
   * Told once or more often what became of the chunk that ends at `checkpoint`: acknowledges a message, archives a file,
   * writes results back. After a crash it is told by another process than the one that read the chunk. Resolves with false
   * for an unreadable chunk that it cannot put aside: the stream then waits for somebody.
   */
  settle(checkpoint: Json, settlement: Settlement): Promise<boolean>;
  /**
   * The checkpoint behind everything that the source holds at this moment: who reads from there gets what comes from now on,
   * and once it is visible also what is being written now. Takes as long as one look. Absent where what is there belongs to
   * the live reader (files, messages). Not asked where `whyNoLatest` says why. Throws `SourceError`.
   */
  latest?(signal: AbortSignal): Promise<Json>;
  /**
   * How much there is behind a checkpoint (null: in all). Resolves with null where the source cannot tell, or not in
   * reasonable time. Throws `SourceError` when the source cannot be asked.
   */
  held?(after: Json | null, signal: AbortSignal): Promise<HeldAmount | null>;
  /**
   * Begins to compare all that the source holds with what was taken of it, for the live reader that stands at a checkpoint to which
   * `read` of this object has come; null where that cannot be done yet. Absent, or always null, where it makes no sense.
   */
  compare?(after: Json | null, wish: ComparisonWish, signal: AbortSignal): Promise<Comparison | null>;
  /** Goes through the steps of connecting, one after the other, without reading a record. Never throws. */
  test(): Promise<ConnectionReport>;
  /** Ends every connection, also while `read` is running. */
  close(): Promise<void>;
}

/** What keeps a source from being read, in the order in which a connection, and then a reading, meets it. */
export const CONNECTION_STEPS = [
  'settings',
  'dns',
  'tcp',
  'tls',
  'credentials',
  'permission',
  'missing-object',
  'protocol',
  'cursor-refused',
] as const;
export type ConnectionStep = (typeof CONNECTION_STEPS)[number];

/** Result of "Test connection". */
export type ConnectionReport =
  | { readonly isOk: true; /** What was seen: server version, number of files. */ readonly seen: string }
  | { readonly isOk: false; readonly failed: ConnectionStep; readonly zh: string; readonly en: string };
