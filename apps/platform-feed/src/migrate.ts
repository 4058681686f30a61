import { migrateConsumer } from '@exchange/consuming';
import type { PlatformFeedConfig } from './config.ts';
import { MIGRATIONS } from './migrations/index.ts';

/** Brings all tables that the platform feed uses up to date; resolves with the migrations of records that were run. */
export function migratePlatform(
  config: Pick<PlatformFeedConfig, 'databaseUrl' | 'eventLog'>,
): Promise<string[]> {
  return migrateConsumer(config, { schema: 'platform', migrations: MIGRATIONS });
}
