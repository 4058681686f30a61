import { setImmediate as others } from 'node:timers/promises';
import { seededRandom, type StreamStories, type SystemDocument } from '@exchange/testing';

const HOUR_MS = 3_600_000;
const BETWEEN_MS = 1_000;
const DIRTY_SHARE = 0.05;

/** Lets streams tell their part of so many stories, all of it within the last hour. */
export class StoryTime {
  readonly #seed: number;
  readonly #stories: number;
  readonly #startedAt = Date.now() - HOUR_MS;

  constructor({ seed, stories }: { readonly seed: number; readonly stories: number }) {
    this.#seed = seed;
    this.#stories = stories;
  }

  /** Each story with how it went on. */
  async tell(stories: StreamStories): Promise<SystemDocument[]> {
    const random = seededRandom(this.#seed);
    const documents: SystemDocument[] = [];
    for (let number = 0; number < this.#stories * 2; number += 1) {
      // Telling is work for the processor alone, and the apps run in this process, too.
      await others();
      const now = new Date(this.#startedAt + number * BETWEEN_MS);
      documents.push(await stories.next({ random, dirtyShare: DIRTY_SHARE, now }));
    }
    return documents;
  }
}
