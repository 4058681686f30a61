export { daysOf, isInstantText, isRealDate, twoDigits } from './calendar.ts';
export { isJsonObject, type Json, type JsonObject } from './json.ts';
export { valueAt } from './value-at.ts';
export { dayAfter, dayOf, dayStart } from './shanghai-day.ts';
export { isWorkingDay } from './working-day.ts';
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
  isHistoricalArrival,
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
export { ALARM_TOPIC } from './alarm-topic.ts';
export { publishSchema } from './publish-schema.ts';
export type { Attachment, Authority, Contact, Officer, Party, Place, Point } from './generated/defs.ts';
export type {
  AdministrativeCoercionV1,
  AdministrativeInspectionV1,
  ApprovalCaseV1,
  CaseReferralV1,
  CertificateV1,
  CreditDisclosureV1,
  EnforcementCaseV1,
  EnforcementDocumentV1,
  EnforcementRecordingV1,
  ExchangeAlarmV1,
  GridEventV1,
  GridV1,
  HiddenHazardV1,
  LegalReviewV1,
  LicenseDecisionV1,
  PenaltyDecisionV1,
  SubjectRecords,
  WorkOrderV1,
} from './generated/subjects.ts';
export { REJECTION_ADVICE, WARNING_MEANINGS, type Advice } from './finding-advice.ts';
