// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, JurisdictionsCode, PenaltyKindsCode, ReviewGroundsCode, ReviewKindsCode, ReviewOutcomesCode, ReviewStatusesCode } from './codes.ts';
import type { Attachment, Authority, Officer, Party } from './defs.ts';

/**
 * 法制审核 / Legal review
 * 重大执法决定法制审核或案卷评查的一次审核 / One review: of a major decision before it is made, or of a case file
 */
export interface LegalReviewV1 {
  /**
   * 审核编号 / Review number
   */
  reviewNo: string;
  /**
   * 审核类型 / Kind
   */
  kind: ReviewKindsCode;
  /**
   * 案件编号 / Case number
   * 办案系统中的案件编号，按原文保留 / Number of the case in the case-handling system, kept as written
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
   * 被审核文书号 / Number of the document reviewed
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  documentNo?: string;
  /**
   * 被审核文书号（匹配形式） / Number of the document reviewed (for matching)
   * 被审核文书号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Number of the document reviewed in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  documentNoNormalised?: string;
  /**
   * 当事人 / Party
   */
  party?: Party;
  /**
   * 审核情形 / Grounds
   * 行政处罚法第五十八条所列情形 / Cases listed in art. 58
   *
   * @maxItems 10
   *
   * Items: 审核情形 / Ground
   */
  grounds?: ReviewGroundsCode[];
  /**
   * 送审单位 / Submitted by
   */
  submittedBy?: string;
  /**
   * 送审日期 / Submitted on
   */
  submittedDate?: string;
  /**
   * 审核次数 / Round
   */
  round?: number;
  /**
   * 审核状态 / Status
   */
  status: ReviewStatusesCode;
  /**
   * 审核结论 / Outcome
   */
  outcome?: ReviewOutcomesCode;
  /**
   * 审核意见 / Opinion
   */
  opinion?: string;
  /**
   * 意见采纳 / Opinion adopted
   */
  opinionAdopted?: boolean;
  /**
   * 审核日期 / Reviewed on
   */
  reviewedDate?: string;
  /**
   * 审核机构 / Reviewing unit
   */
  reviewUnit?: string;
  /**
   * 审核人 / Reviewers
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: 审核人 / Reviewer
   */
  reviewers?: Officer[];
  /**
   * 拟处罚种类 / Proposed penalties
   *
   * @maxItems 20
   *
   * Items: 处罚种类 / Kind of penalty
   */
  proposedPenaltyKinds?: PenaltyKindsCode[];
  /**
   * 拟罚款金额 / Proposed fine
   */
  proposedFine?: string;
  /**
   * 集体讨论 / Collective discussion
   */
  collectiveDiscussion?: boolean;
  /**
   * 集体讨论日期 / Discussed on
   */
  discussionDate?: string;
  /**
   * 评查得分 / Score
   * 案卷评查 / File review only
   */
  score?: string;
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
   * 办案机关 / Handling authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
