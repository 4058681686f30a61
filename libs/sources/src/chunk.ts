import type { Json, Operation } from '@exchange/contracts';
import type { DecodeOptions } from '@exchange/decoding';

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
