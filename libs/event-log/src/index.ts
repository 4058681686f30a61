export type {
  EventBatch,
  EventLog,
  Gap,
  LoggedEvent,
  Position,
  Positions,
  ReadRequest,
  ReadResult,
  RunningSubscription,
  Subscription,
  TopicSettings,
} from './port.ts';
export { gapKind, type GapKind } from './gap-kind.ts';
export type { EventLogHooks } from './hooks.ts';
export { openAppEventLog, type LogOwner } from './open-app-event-log.ts';
export { openEventLog, type EventLogSettings } from './open-event-log.ts';
export { migratePostgresEventLog } from './postgres/migrations.ts';
export { PostgresEventLog, type PostgresLogSettings } from './postgres/postgres-event-log.ts';
export { calmRequestQueue } from './kafka/calm-request-queue.ts';
export { KafkaEventLog } from './kafka/kafka-event-log.ts';
export type { KafkaLogSettings } from './kafka/kafka-settings.ts';
export { partitionOf, partitionOfKey } from './partition.ts';
export {
  EVENT_LOG_CONFIG_PROPERTIES,
  EVENT_LOG_CONFIG_RULE,
  eventLogHooks,
  eventLogSettings,
  type EventLogConfig,
} from './event-log-config.ts';
export {
  EventLogTransport,
  HandErrorsOn,
  type BatchHandler,
  type EventLogTransportOptions,
} from './transport-strategy.ts';
