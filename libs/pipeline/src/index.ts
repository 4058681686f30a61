export { acceptBatch } from './accepting/accept-batch.ts';
export type { Acceptance, AcceptPorts, AcceptStep } from './accepting/acceptance.ts';
export type { Batch, Outcome, Receipt, RecordReport } from './accepting/batch.ts';
export { drainStream, type DrainPorts } from './accepting/drain-stream.ts';
export { dryRun, type DryRun } from './accepting/dry-run.ts';
export {
  mapBatch,
  type OutputSet,
  type PublishedOutput,
  type QuarantinedRecord,
} from './accepting/map-batch.ts';
export type {
  Claim,
  ClaimRequest,
  Completion,
  EventAppender,
  Mappings,
  PendingQueue,
  ReceiptStore,
} from './accepting/ports.ts';
export {
  dataDigest,
  decide,
  versionAfter,
  versionOf,
  type Decision,
  type RecordVersion,
} from './consuming/decide.ts';
export { deliverBatch, type BatchPart, type DeliveryPorts } from './consuming/deliver-batch.ts';
