import { setTimeout as pause } from 'node:timers/promises';
import type { ScopeMemory } from '../scopes/scope-memory.ts';
import type { TopicFeed } from './topic-feed.ts';

const SETTLE_EVENTS_MAX = 1_000;
const RETRY_MS = 200;

/** Keeps adding to the entries of a feed what readers have to know of them, once for all readers. Gives what ends it. */
export function settleFeed(topic: string, feed: TopicFeed, scopes: Pick<ScopeMemory, 'notesOf'>): () => void {
  const over = new AbortController();
  const { signal } = over;
  let isRunning = false;
  const run = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    while (!signal.aborted) {
      const entries = feed.unsettled(SETTLE_EVENTS_MAX);
      if (entries.length === 0) break;
      try {
        const events = entries.map(({ logged }) => logged);
        feed.settle(entries, await scopes.notesOf(topic, events, signal));
      } catch {
        // The memory reports its own failures; the readers wait.
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
