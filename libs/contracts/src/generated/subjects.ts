// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { AdministrativeCoercionV1 } from './administrative-coercion.ts';
import type { AdministrativeInspectionV1 } from './administrative-inspection.ts';
import type { ApprovalCaseV1 } from './approval-case.ts';
import type { CaseLeadV1 } from './case-lead.ts';
import type { CaseReferralV1 } from './case-referral.ts';
import type { CertificateV1 } from './certificate.ts';
import type { CreditDisclosureV1 } from './credit-disclosure.ts';
import type { EnforcementCaseV1 } from './enforcement-case.ts';
import type { EnforcementDocumentV1 } from './enforcement-document.ts';
import type { EnforcementRecordingV1 } from './enforcement-recording.ts';
import type { ExchangeAlarmV1 } from './exchange-alarm.ts';
import type { FilingV1 } from './filing.ts';
import type { GridEventV1 } from './grid-event.ts';
import type { GridV1 } from './grid.ts';
import type { HiddenHazardV1 } from './hidden-hazard.ts';
import type { InspectionPlanV1 } from './inspection-plan.ts';
import type { LegalReviewV1 } from './legal-review.ts';
import type { LicenseDecisionV1 } from './license-decision.ts';
import type { OfficerV1 } from './officer.ts';
import type { PenaltyDecisionV1 } from './penalty-decision.ts';
import type { PositionV1 } from './position.ts';
import type { PowerItemV1 } from './power-item.ts';
import type { PremisesV1 } from './premises.ts';
import type { RegulatedPartyV1 } from './regulated-party.ts';
import type { ReviewLitigationV1 } from './review-litigation.ts';
import type { RiskWarningV1 } from './risk-warning.ts';
import type { SamplingInspectionV1 } from './sampling-inspection.ts';
import type { SpecialEquipmentV1 } from './special-equipment.ts';
import type { VehicleV1 } from './vehicle.ts';
import type { WorkOrderV1 } from './work-order.ts';

/** The record of each subject. */
export interface SubjectRecords {
  'administrative-coercion.v1': AdministrativeCoercionV1;
  'administrative-inspection.v1': AdministrativeInspectionV1;
  'approval-case.v1': ApprovalCaseV1;
  'case-lead.v1': CaseLeadV1;
  'case-referral.v1': CaseReferralV1;
  'certificate.v1': CertificateV1;
  'credit-disclosure.v1': CreditDisclosureV1;
  'enforcement-case.v1': EnforcementCaseV1;
  'enforcement-document.v1': EnforcementDocumentV1;
  'enforcement-recording.v1': EnforcementRecordingV1;
  'exchange-alarm.v1': ExchangeAlarmV1;
  'filing.v1': FilingV1;
  'grid-event.v1': GridEventV1;
  'grid.v1': GridV1;
  'hidden-hazard.v1': HiddenHazardV1;
  'inspection-plan.v1': InspectionPlanV1;
  'legal-review.v1': LegalReviewV1;
  'license-decision.v1': LicenseDecisionV1;
  'officer.v1': OfficerV1;
  'penalty-decision.v1': PenaltyDecisionV1;
  'position.v1': PositionV1;
  'power-item.v1': PowerItemV1;
  'premises.v1': PremisesV1;
  'regulated-party.v1': RegulatedPartyV1;
  'review-litigation.v1': ReviewLitigationV1;
  'risk-warning.v1': RiskWarningV1;
  'sampling-inspection.v1': SamplingInspectionV1;
  'special-equipment.v1': SpecialEquipmentV1;
  'vehicle.v1': VehicleV1;
  'work-order.v1': WorkOrderV1;
}

export type {
  AdministrativeCoercionV1,
  AdministrativeInspectionV1,
  ApprovalCaseV1,
  CaseLeadV1,
  CaseReferralV1,
  CertificateV1,
  CreditDisclosureV1,
  EnforcementCaseV1,
  EnforcementDocumentV1,
  EnforcementRecordingV1,
  ExchangeAlarmV1,
  FilingV1,
  GridEventV1,
  GridV1,
  HiddenHazardV1,
  InspectionPlanV1,
  LegalReviewV1,
  LicenseDecisionV1,
  OfficerV1,
  PenaltyDecisionV1,
  PositionV1,
  PowerItemV1,
  PremisesV1,
  RegulatedPartyV1,
  ReviewLitigationV1,
  RiskWarningV1,
  SamplingInspectionV1,
  SpecialEquipmentV1,
  VehicleV1,
  WorkOrderV1,
};
