import { migratePostgresEventLog, type EventLogConfig } from '@exchange/event-log';
import { migrateSchema, migrateStore, type SchemaHistory } from '@exchange/store';

/**
 * Brings all tables up to date that a consumer uses: those of the event log, the exchange's, its own. Resolves with the
 * names of the migrations that were run of the latter two.
 */
export async function migrateConsumer(
  { databaseUrl, eventLog }: Pick<EventLogConfig, 'databaseUrl' | 'eventLog'>,
  own: SchemaHistory,
): Promise<string[]> {
  if (eventLog === 'postgres') await migratePostgresEventLog(databaseUrl);
  return [...(await migrateStore(databaseUrl, new Date())), ...(await migrateSchema(databaseUrl, own))];
}
