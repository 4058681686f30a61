import { tmpdir } from 'node:os';
import type { Catalog } from '@exchange/catalog';
import type { SourceMemory } from '@exchange/sources';
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
