export { AccessKey, AccessToken } from './access/access.entities.ts';
export { AccessRegistry } from './access/access-registry.ts';
export { localSealer, type SecretSealer } from './access/secret-sealer.ts';
export {
  ALARM_RULES,
  type Alarm,
  type AlarmFacts,
  type AlarmName,
  type AlarmRule,
  type AlarmView,
} from './alarms/alarm.ts';
export { closeAlarm, listAlarms, raiseAlarm, recoverAlarm, refreshAlarm } from './alarms/alarms.ts';
export { raiseSecrecyAlarms } from './alarms/secrecy-alarms.ts';
export { listStreamHealth, type StreamHealth } from './alarms/stream-health.ts';
export { addStreamCounts, minutesOf, type StreamCount } from './alarms/stream-minutes.ts';
export { byOneProcess } from './by-one-process.ts';
export { addUpArrived, arrivedByDay, countedSpan, type Arrived } from './counts/arrived.ts';
export {
  listDailyCounts,
  reportDailyCount,
  streamsThatCount,
  type DailyCount,
} from './counts/daily-counts.ts';
export {
  askReconciliation,
  beginReconciliation,
  endReconciliation,
  failReconciliation,
  listReconciliations,
  type BegunReconciliation,
  type GoneRows,
  type ReconciliationView,
} from './reconciliations/reconciliations.ts';
export { listBegunReaders, resetReader, type BegunReader } from './sources/reset-reader.ts';
export { closedStreams } from './gate/closed-streams.ts';
export { endMaintenance, listMaintenance, setMaintenance, type Maintenance } from './gate/maintenance.ts';
export { changeStage, listStages, SYSTEM_STAGES, type SystemStage } from './gate/system-stage.ts';
export { closeStream, listStreamGates, openStream, type StreamGate } from './gate/stream-gate.ts';
export { maintainStore, type MaintenanceSettings } from './maintain-store.ts';
export { MappingVersion } from './mappings/mapping-version.entity.ts';
export { MappingVersions, type MappingDraft } from './mappings/mapping-versions.ts';
export { migrateStore } from './migrate-store.ts';
export { publishOutbox, type Outbox } from './outbox.ts';
export { openAppStore } from './open-app-store.ts';
export { openStore, type Store, type StoreSettings } from './open-store.ts';
export { LEASE_RENEWAL_MS, ProcessLease } from './process-lease.ts';
export { QuarantineEntry } from './quarantine/quarantine-entry.entity.ts';
export { PostgresPendingQueue } from './receipts/postgres-pending-queue.ts';
export { PostgresReceipts, type ReceiptSettings } from './receipts/postgres-receipts.ts';
export { isAnyStreamPending } from './receipts/pending-streams.ts';
export { findReceipt, listReports, type ReceiptView } from './receipts/receipt-view.ts';
export {
  SourceReaders,
  type PauseReason,
  type ReaderFailure,
  type ReaderName,
  type ReaderPosition,
} from './sources/source-readers.ts';
export {
  addReader,
  circuitOf,
  listReaders,
  pauseReader,
  resumeReader,
  type ReaderView,
} from './sources/reader-administration.ts';
export { recordSightings, type StreamSightings } from './sources/record-sightings.ts';
export { acceptDrift, listDrift, type SourceDrift } from './sources/source-drift.ts';
export { PostgresRequestPaces } from './sources/request-paces.ts';
export { SourceSharing } from './sources/source-sharing.ts';
export { SourceConnections } from './sources/source-connections.ts';
export {
  cancelBackfill,
  listBackfills,
  startBackfill,
  type BackfillView,
  type HeldAmount,
} from './sources/backfills.ts';
export { BackfillProgress, type Progress } from './sources/backfill-progress.ts';
export { Stream } from './registration/stream.entity.ts';
export { Streams } from './registration/streams.ts';
export { sweep, type Sweep } from './sweep.ts';
export { isStoreUnavailable, withStoreErrors } from './store-error.ts';
export { ConsumerPosition } from './consuming/consumer-position.entity.ts';
export { deliverToTables, type TableDelivery, type TableEffect } from './consuming/deliver-to-tables.ts';
export { errorCodeOf, isRetryableDelivery } from './consuming/delivery-error.ts';
export { DeliveryFailure } from './consuming/delivery-failure.entity.ts';
export {
  keepDeliveryFailure,
  openDeliveryFailures,
  type FailurePlace,
  type KeptFailure,
} from './consuming/delivery-failures.ts';
export { inTransaction } from './in-transaction.ts';
export {
  moveOverGap,
  movePosition,
  positionOf,
  positionsOf,
  type PartitionOfGroup,
  type PositionMove,
  type StandingPosition,
} from './consuming/positions.ts';
export { unnest, unnestValues, type Column } from './consuming/unnest.ts';
export { migrateSchema, type SchemaHistory } from './migrate-schema.ts';
export { PostgresProcessedFiles } from './sources/processed-files.ts';
export { PostgresRowDigests } from './sources/row-digests.ts';
