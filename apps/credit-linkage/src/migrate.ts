import { migratePostgresEventLog } from '@exchange/event-log';
import { migrateSchema, migrateStore } from '@exchange/store';
import type { CreditLinkageConfig } from './config.ts';
import { MIGRATIONS } from './migrations/index.ts';

/** Brings all tables that the credit linkage uses up to date; resolves with the migrations of records that were run. */
export async function migrateCredit({
  databaseUrl,
  eventLog,
}: Pick<CreditLinkageConfig, 'databaseUrl' | 'eventLog'>): Promise<string[]> {
  if (eventLog === 'postgres') await migratePostgresEventLog(databaseUrl);
  return [
    ...(await migrateStore(databaseUrl, new Date())),
    ...(await migrateSchema(databaseUrl, { schema: 'credit', migrations: MIGRATIONS })),
  ];
}
