import type { EventLogHooks } from './hooks.ts';
import { KafkaEventLog } from './kafka/kafka-event-log.ts';
import type { KafkaLogSettings } from './kafka/kafka-settings.ts';
import type { EventLog } from './port.ts';
import { PostgresEventLog, type PostgresLogSettings } from './postgres/postgres-event-log.ts';

/** Which driver, and how it reaches its log. */
export type EventLogSettings = PostgresLogSettings | KafkaLogSettings;

/**
 * Opens the log without waiting for it: `ping` says whether it can be reached. The schema of a PostgreSQL log is brought up
 * to date by `migratePostgresEventLog` in a step of its own.
 */
export function openEventLog(settings: EventLogSettings, hooks: EventLogHooks = {}): EventLog {
  return settings.kind === 'kafka'
    ? new KafkaEventLog(settings, hooks)
    : new PostgresEventLog(settings, hooks);
}
