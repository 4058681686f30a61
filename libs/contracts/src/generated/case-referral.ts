// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, JurisdictionsCode, ReferralKindsCode, ReferralStatusesCode } from './codes.ts';
import type { Attachment, Authority, Officer, Party } from './defs.ts';

/**
 * 案件移送 / Case referral
 * 案件或线索在机关之间的移送及其接收 / A case or lead handed from one body to another, and its reception
 */
export interface CaseReferralV1 {
  /**
   * 移送编号 / Referral number
   */
  referralNo: string;
  /**
   * 移送书文号 / Number of the referral document
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  documentNo?: string;
  /**
   * 移送书文号（匹配形式） / Number of the referral document (for matching)
   * 移送书文号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Number of the referral document in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  documentNoNormalised?: string;
  /**
   * 移送类型 / Kind
   */
  kind: ReferralKindsCode;
  /**
   * 案件编号 / Case number
   * 移出机关的案件编号 / Number at the body that refers
   */
  caseNo: string;
  /**
   * 案件编号（匹配形式） / Case number (for matching)
   * 案件编号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Case number in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  caseNoNormalised?: string;
  /**
   * 案件名称 / Case name
   */
  caseName?: string;
  /**
   * 案由 / Cause of action
   */
  causeOfAction?: string;
  /**
   * 当事人 / Parties
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: 当事人 / Party
   */
  parties?: Party[];
  /**
   * 移送理由 / Reason
   */
  reason?: string;
  /**
   * 移送依据 / Legal basis
   */
  legalBasis?: string;
  /**
   * 移出机关 / From
   */
  fromAuthority: Authority;
  /**
   * 接收机关 / To
   */
  toAuthority: Authority;
  /**
   * 接收部门 / Receiving department
   */
  toDepartment?: DepartmentsCode;
  /**
   * 接收属地 / Receiving jurisdiction
   */
  toJurisdiction?: JurisdictionsCode;
  /**
   * 移送日期 / Referred on
   */
  referredDate: string;
  /**
   * 移送状态 / Status
   */
  status: ReferralStatusesCode;
  /**
   * 受理日期 / Accepted on
   */
  acceptedDate?: string;
  /**
   * 答复日期 / Answered on
   */
  answeredDate?: string;
  /**
   * 答复内容 / Answer
   */
  answer?: string;
  /**
   * 接收后案件编号 / Case number at the receiver
   */
  newCaseNo?: string;
  /**
   * 涉嫌罪名 / Suspected crime
   */
  suspectedCrime?: string;
  /**
   * 抄送检察机关 / Procuratorate informed
   */
  procuratorateCopied?: boolean;
  /**
   * 刑事立案 / Criminal case filed
   */
  criminalFiled?: boolean;
  /**
   * 退回日期 / Returned on
   */
  returnedDate?: string;
  /**
   * 移送材料件数 / Items of evidence
   */
  evidenceCount?: number;
  /**
   * 执法人员 / Officers
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: 执法人员 / Officer
   */
  officers?: Officer[];
  /**
   * 附件 / Attachments
   *
   * @maxItems 200
   *
   * Items: 附件 / Attachment
   */
  attachments?: Attachment[];
  /**
   * 备注 / Remarks
   */
  remarks?: string;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
