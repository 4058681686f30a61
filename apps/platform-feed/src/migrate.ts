import { migratePostgresEventLog } from '@exchange/event-log';
import { migrateSchema, migrateStore } from '@exchange/store';
import type { PlatformFeedConfig } from './config.ts';
import { MIGRATIONS } from './migrations/index.ts';

/** Brings all tables that the platform feed uses up to date; resolves with the migrations of records that were run. */
export async function migratePlatform({
  databaseUrl,
  eventLog,
}: Pick<PlatformFeedConfig, 'databaseUrl' | 'eventLog'>): Promise<string[]> {
  if (eventLog === 'postgres') await migratePostgresEventLog(databaseUrl);
  return [
    ...(await migrateStore(databaseUrl, new Date())),
    ...(await migrateSchema(databaseUrl, { schema: 'platform', migrations: MIGRATIONS })),
  ];
}
