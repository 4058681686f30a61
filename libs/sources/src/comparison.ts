import type { GoneRows } from '@exchange/store';
import type { Chunk } from './chunk.ts';

/** How a comparison is to be made. */
export interface ComparisonWish {
  /** What becomes of records that are gone; null: as the settings say. */
  readonly gone: GoneRows | null;
  /** None has come to its end before. */
  readonly isFirst: boolean;
}

/** What came of holding all that a source has against what was taken of it. */
export interface ComparisonResult {
  /** Records that the source holds; those that the exchange holds of it. */
  readonly source: number;
  readonly exchange: number;
  /** Records that were never taken, were taken with other content, or are held although the source has them no more. */
  readonly missing: number;
  readonly changed: number;
  readonly gone: number;
  /** Taken for known as they are: from before the exchange began to remember them, or from before the source had other fields. */
  readonly adopted: number;
  /** Records that were passed on, or withdrawn, to mend it; rows that are gone and were forgotten, while their records stay. */
  readonly refetched: number;
  readonly withdrawn: number;
  readonly kept: number;
  /** There were so many differences of a kind that nothing was done about them: somebody has to look. */
  readonly isOverLimit: boolean;
  /** Rows without a revision cannot be met: what seems gone may be among them, so nothing was withdrawn or forgotten. */
  readonly hasUnordered: boolean;
  /** The first keys of each kind, masked where they may be personal. */
  readonly keys: {
    readonly missing: readonly string[];
    readonly changed: readonly string[];
    readonly gone: readonly string[];
  };
}

/**
 * A comparison under way. It is made slice by slice between two looks of the live reader, which claims its chunks like those that
 * it reads itself, from the same place and in the same order: so that no older state of a record comes after a newer one,
 * and no second process is at it. It survives no death: it is begun anew, and finds what was mended already in order.
 */
export interface Comparison {
  /** Works for a few seconds; gives chunks of what is to be mended. Each is settled before the next one is asked for. */
  slice(signal: AbortSignal): AsyncIterable<Chunk>;
  /** Null until the comparison has come to its end. */
  readonly result: ComparisonResult | null;
}
