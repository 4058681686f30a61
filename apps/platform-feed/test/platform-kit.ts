import { randomBytes } from 'node:crypto';
import { createLogger } from '@exchange/runtime';
import { createConsumerWorld, waitUntil, type ConsumerWorld } from '@exchange/testing';
import { platformFeedConfig } from '../src/config.ts';
import { migratePlatform } from '../src/migrate.ts';
import { startPlatformFeed, type PlatformFeedOverrides, type RunningPlatformFeed } from '../src/start.ts';

const CAUGHT_UP_MS_MAX = 20_000;

/** A real database, a real event log, and the feed on top of them. */
export interface PlatformKit extends ConsumerWorld {
  /** Starts one more process's worth of the feed. */
  start(overrides?: PlatformFeedOverrides): Promise<RunningPlatformFeed>;
  /** Resolves when the group stands at the end of every partition. */
  caughtUp(): Promise<void>;
}

/** @param brokers as `createConsumerWorld` takes them */
export async function createPlatformKit(brokers?: string): Promise<PlatformKit> {
  const world = await createConsumerWorld(brokers);
  const { schemas } = world;
  const config = platformFeedConfig({ ...world.env, IDENTITY_KEY: randomBytes(32).toString('base64') });
  await migratePlatform(config);
  // Faults are what these tests are about: their warnings are no news.
  const log = createLogger({ service: 'platform-feed', level: 'fatal' });
  const topics = [...schemas.subjects.values()].map(({ topic }) => topic);
  const running: RunningPlatformFeed[] = [];
  return {
    ...world,
    start: async (overrides) => {
      const feed = await startPlatformFeed(config, { schemas, log, ...overrides });
      running.push(feed);
      return feed;
    },
    caughtUp: () =>
      waitUntil('the feed has caught up', async () => (await world.behind(topics)) === 0, CAUGHT_UP_MS_MAX),
    close: async () => {
      await Promise.all(running.map((feed) => feed.stop('test ends')));
      await world.close();
    },
  };
}

export async function getJson<T>(url: string, token: string): Promise<{ status: number; body: T }> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: (await response.json()) as T };
}
