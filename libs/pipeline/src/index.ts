export { acceptBatch } from './accepting/accept-batch.ts';
export type { Acceptance, AcceptPorts, AcceptStep } from './accepting/acceptance.ts';
export {
  isHistorical,
  type Batch,
  type Outcome,
  type ReadFrom,
  type Receipt,
  type RecordReport,
} from './accepting/batch.ts';
export { CLOSED_TO_LIVE_ALONE, type ClosedBecause, type Closure } from './accepting/closure.ts';
export { drainStream, type DrainPorts } from './accepting/drain-stream.ts';
export { dryRun, type DryRun } from './accepting/dry-run.ts';
export {
  mapBatch,
  type OutputSet,
  type PublishedOutput,
  type QuarantinedRecord,
} from './accepting/map-batch.ts';
export { mapRecords } from './accepting/map-records.ts';
export { reportsToldMax } from './accepting/batch-report.ts';
export { isOutdated, revisionsAfter, type RevisionsSeen } from './revisions-seen.ts';
export type {
  Claim,
  ClaimRequest,
  Completion,
  EventAppender,
  Mappings,
  PendingQueue,
  ReceiptStore,
} from './accepting/ports.ts';
export { evaluatePolicy, type PolicyVerdict, type StreamMinute } from './policy/evaluate-policy.ts';
export { DEFAULT_FAILURE_POLICY, type FailurePolicy } from './policy/failure-policy.ts';
export { silentFrom, updateCycleSeconds, type UpdateRhythm } from './policy/silence.ts';
export { FieldObserver, type FieldSighting, type FieldType } from './drift/field-observer.ts';
export { judgeFields, type DriftState, type FieldCount, type FieldDrift } from './drift/judge-fields.ts';
export { schemaFields } from './drift/schema-fields.ts';
export {
  dataDigest,
  decide,
  versionAfter,
  versionOf,
  type Decision,
  type EventVersion,
  type RecordVersion,
} from './consuming/decide.ts';
export { deliverBatch, type BatchPart, type DeliveryPorts } from './consuming/deliver-batch.ts';
