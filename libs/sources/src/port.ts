import type { Json, Operation } from '@exchange/contracts';
import type { DecodeOptions } from '@exchange/decoding';
import type { Outcome } from '@exchange/pipeline';

/** One piece of what a source holds. It becomes one receipt. */
export interface Chunk {
  /** In the source's own charset and format where it has one; rows of databases and sheets as NDJSON. */
  readonly body: Buffer;
  readonly decode: DecodeOptions;
  readonly operation: Operation;
  /** Text that came with the records and is no part of the body: the secrecy gate looks at it, and it is kept nowhere. */
  readonly around?: string;
  /**
   * Where to go on once this chunk is claimed. It is stored in the claim's own transaction, so a chunk is claimed exactly once
   * however often its reader dies. Small JSON: whatever the source needs to go on, nothing of the records' content.
   */
  readonly checkpoint: Json;
}

/** What became of a chunk. */
export type Settlement =
  | { readonly kind: 'done'; readonly receiptId: string; readonly outcome: Outcome }
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
  /** Goes through the steps of connecting, one after the other, without reading a record. Never throws. */
  test(): Promise<ConnectionReport>;
  /** Ends every connection, also while `read` is running. */
  close(): Promise<void>;
}

/** What keeps a source from being read, in the order in which a connection meets it. */
export const CONNECTION_STEPS = [
  'settings',
  'dns',
  'tcp',
  'tls',
  'credentials',
  'permission',
  'missing-object',
  'protocol',
] as const;
export type ConnectionStep = (typeof CONNECTION_STEPS)[number];

/** Result of "Test connection". */
export type ConnectionReport =
  | { readonly isOk: true; /** What was seen: server version, number of files. */ readonly seen: string }
  | { readonly isOk: false; readonly failed: ConnectionStep; readonly zh: string; readonly en: string };
