import { setTimeout as pause } from 'node:timers/promises';
import type { LoggedEvent } from '@exchange/event-log';
import type { ScopeMoves } from '../scopes/scope-memory.ts';
import type { TopicFeed } from './topic-feed.ts';

export type MovesOf = (topic: string, events: readonly LoggedEvent[]) => Promise<ScopeMoves>;

const SETTLE_EVENTS_MAX = 500;
const RETRY_MS = 200;

/**
 * Keeps adding to the entries of a feed where their records belonged before, once for all readers who have to know. Gives
 * what ends it.
 */
export function settleFeed(topic: string, feed: TopicFeed, movesOf: MovesOf): () => void {
  const over = new AbortController();
  let isRunning = false;
  const run = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    while (!over.signal.aborted) {
      const entries = feed.unsettled(SETTLE_EVENTS_MAX);
      if (entries.length === 0) break;
      try {
        const events = entries.map(({ logged }) => logged);
        feed.settle(entries, await movesOf(topic, events));
      } catch {
        // The memory reports its own failures; readers who depend on it wait.
        await pause(RETRY_MS);
      }
    }
    isRunning = false;
  };
  const stopListening = feed.onPush(() => void run());
  void run();
  return () => {
    over.abort();
    stopListening();
  };
}
