import type { JsonObject } from '@exchange/contracts';
import type { FaultWorld } from '../fault-world.ts';

/** One change of an order as the system of a wire has it. */
export interface WireRow {
  readonly value: Readonly<Record<string, string>>;
  /** The system writes it so that it cannot be read as a record, on wires where a single record can be unreadable. */
  readonly isUnreadable: boolean;
  /** Its date is none. */
  readonly isBroken: boolean;
}

/** A real legacy system whose stream `orders` the exchange reads. */
export interface WireWorld {
  readonly connection: JsonObject;
  /** Whether one of its records can be unreadable by itself. */
  readonly hasUnreadable: boolean;
  /** The exact bytes that the system hands over for a row. */
  bytesOf(row: WireRow): Buffer;
  /** Resolves when the rows are there to be read, in their order. `run` makes names unique. */
  put(run: number, rows: readonly WireRow[]): Promise<void>;
  /** What of the rows of a run the system itself does not show as taken; empty when nothing. Asked when nobody reads. */
  leftOver(run: number, rows: readonly WireRow[]): Promise<string>;
  end(): Promise<void>;
}

export interface Wire<World extends WireWorld = WireWorld> {
  readonly kind: string;
  /** `source` of the adapter. */
  readonly source: JsonObject;
  /** Columns that the system has beside those of the hotline: properties of the source schema. */
  readonly columns?: JsonObject;
  /** Why it cannot be tried here; empty when it can. */
  missing(): Promise<string>;
  start(world: FaultWorld, system: string): Promise<World>;
}

/** Records of one chunk, on every wire: small, so that many chunks are cut short. */
export const CHUNK_RECORDS = 100;
