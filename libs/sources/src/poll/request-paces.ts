/**
 * When each system may be asked again. One account for all streams of a system and all processes, because a provider counts
 * the requests of a client and knows nothing of streams and processes; kept where all can see it, it also holds when a stream
 * moves to another process, and beside a command that tries the connection.
 */
export interface RequestPaces {
  /** Takes the next turn of a system, of which there is one in `everyMs`. Resolves with the time to wait for it, in ms. */
  turn(system: string, everyMs: number): Promise<number>;
}
