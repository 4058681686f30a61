import { tmpdir } from 'node:os';
import type { Catalog } from '@exchange/catalog';
import { SourceError, type Source, type SourceMemory } from '@exchange/sources';
import {
  PostgresProcessedFiles,
  PostgresRequestPaces,
  PostgresRowDigests,
  type SecretSealer,
  type Store,
} from '@exchange/store';

export type Print = (line: string) => void;

/** What a command works with that needs the exchange's own tables alone. */
export interface StoreCommandParts {
  readonly store: Store;
  /** Who is written into the audit. */
  readonly actor: string;
  readonly print: Print;
}

/** What a command works with that knows the systems, too. */
export interface SourceCommandParts extends StoreCommandParts {
  readonly sealer: SecretSealer;
  readonly catalog: Catalog;
}

/** What the sources of these commands remember. */
export function sourceMemory(store: Store): SourceMemory {
  return {
    processedFiles: new PostgresProcessedFiles(store),
    rowDigests: new PostgresRowDigests(store),
    requestPaces: new PostgresRequestPaces(store.pool),
    spoolDirectory: tmpdir(),
  };
}

/**
 * Works with a source and closes it. Null when the source fails: `told` is given what failed, in both languages. Any other error
 * is thrown.
 */
export async function withSource<Result>(
  source: Source,
  work: (source: Source) => Promise<Result>,
  told: (failure: string) => void,
): Promise<Result | null> {
  try {
    return await work(source);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    told(`${error.failed}: ${error.zh} / ${error.message}`);
    return null;
  } finally {
    await source.close();
  }
}

/** A whole number from 1, of so many digits at most; null when the text is none. */
export function wholeNumber(text: string, digits: number): number | null {
  return /^[1-9]\d*$/u.test(text) && text.length <= digits ? Number(text) : null;
}
