import type { LoggedEvent, Position } from './port.ts';

export interface FetchRequest {
  readonly topic: string;
  readonly partition: number;
  /** null = from the earliest event, wherever that is. */
  readonly position: Position | null;
  readonly eventsMax: number;
}

export type Fetched =
  | {
      readonly kind: 'events';
      readonly from: Position;
      readonly events: readonly LoggedEvent[];
      readonly next: Position;
    }
  /** The position is not in the log: retention has passed it, or it lies beyond the end of a log that was reset. */
  | { readonly kind: 'gap'; readonly earliest: Position };

/** What a driver gives to the loops that deliver: events of one partition, waiting for them. */
export interface PartitionSource {
  /**
   * Waits until there is something at the position. `events` may be empty when there was nothing to see up to `next`.
   * Rejects with an ExchangeError when the log cannot be read; when the signal is given it settles soon, no matter how.
   */
  fetch(request: FetchRequest, signal: AbortSignal): Promise<Fetched>;
}
