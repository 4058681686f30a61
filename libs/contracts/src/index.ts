export { isJsonObject, type Json, type JsonObject } from './json.ts';
export {
  REJECTION_CODES,
  WARNING_CODES,
  type Detail,
  type Finding,
  type Rejection,
  type RejectionCode,
  type Warning,
  type WarningCode,
} from './rejection.ts';
export { EXCHANGE_ERROR_CODES, ExchangeError, type ExchangeErrorCode } from './exchange-error.ts';
export {
  arrivalRevision,
  compareRevisions,
  eventId,
  partitionKey,
  sourceRevision,
  type EventIdentity,
  type ExchangeEvent,
  type Operation,
} from './event.ts';
export { compileSchema, type CompiledSchema, type SchemaProblem } from './schema.ts';
export { expandCodes, type CodeEntry, type CodeTable } from './codes.ts';
export {
  readSubjectSchema,
  type Chain,
  type PlatformModule,
  type Sharing,
  type SubjectSchema,
} from './subject.ts';
