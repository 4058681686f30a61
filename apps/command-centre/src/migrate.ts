import { migratePostgresEventLog } from '@exchange/event-log';
import { migrateSchema, migrateStore } from '@exchange/store';
import type { CommandCentreConfig } from './config.ts';
import { MIGRATIONS } from './migrations/index.ts';

/** Brings all tables that the command centre uses up to date; resolves with the names of the migrations that were run. */
export async function migrateCommandCentre({
  databaseUrl,
  eventLog,
}: Pick<CommandCentreConfig, 'databaseUrl' | 'eventLog'>): Promise<string[]> {
  if (eventLog === 'postgres') await migratePostgresEventLog(databaseUrl);
  return [
    ...(await migrateStore(databaseUrl, new Date())),
    ...(await migrateSchema(databaseUrl, { schema: 'command_centre', migrations: MIGRATIONS })),
  ];
}
