export { CONNECTION_SCHEMAS, openSource, type SourceMemory, type SourceOptions } from './open-source.ts';
export {
  CONNECTION_STEPS,
  type Chunk,
  type ConnectionReport,
  type ConnectionStep,
  type Settlement,
  type Source,
} from './port.ts';
export { Backfill, type LiveRoom } from './running/backfill.ts';
export { whyNoHistory, whyNoLatest } from './history.ts';
export { AnswerRoom } from './running/answer-room.ts';
export { StreamReader, type StreamReaderPorts } from './running/stream-reader.ts';
export type { ReconciliationPorts } from './running/stream-reconciler.ts';
export { SourceError } from './source-error.ts';
export { layoutOf } from './file-drop/file-layout.ts';
export type { FileSettings } from './file-drop/file-settings.ts';
export type { ProcessedFile, ProcessedFiles } from './file-drop/processed-files.ts';
export { readFileAtOnce } from './file-drop/read-file-at-once.ts';
export { UnreadableWorkbook } from './file-drop/sheets/unreadable-workbook.ts';
export type { PollSettings } from './poll/poll-settings.ts';
export type { RequestPaces } from './poll/request-paces.ts';
export { ShortLists } from './poll/short-lists.ts';
export type { QueueSettings } from './queue/queue-settings.ts';
export { handoverDdl, type HandoverStream } from './sql-poll/handover/handover-ddl.ts';
export type { ComparisonResult } from './comparison.ts';
export { leadsElsewhere } from './connection-target.ts';
export { isReconciliationDue } from './running/reconciliation-due.ts';
export { reconcileSettingsOf } from './sql-poll/reconcile-settings-of.ts';
export type { RowDigests } from './sql-poll/row-digests.ts';
export { SQL_DIALECTS, type SqlDialect, type SqlSettings } from './sql-poll/sql-settings.ts';
