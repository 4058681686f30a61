// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { ContestedActKindsCode, DepartmentsCode, DisputeKindsCode, DisputeOutcomesCode, DisputeStatusesCode, JurisdictionsCode } from './codes.ts';
import type { Attachment, Authority, LimitChange, Party, Step } from './defs.ts';

/**
 * 复议诉讼 / Review and litigation
 * 一件行政复议、行政诉讼或赔偿案件及其结果 / One administrative reconsideration, lawsuit or claim for compensation, and its outcome
 */
export interface ReviewLitigationV1 {
  /**
   * 争议案件编号 / Number of the dispute
   * 复议案号或法院案号，按原文保留 / Number of the review body or court, kept as written
   */
  disputeNo: string;
  /**
   * 案件类型 / Kind
   */
  kind: DisputeKindsCode;
  /**
   * 前一程序案号 / Number of the proceeding before
   * 复议后起诉、上诉的前一案号 / Of the review before the lawsuit, or of the instance below
   */
  previousDisputeNo?: string;
  /**
   * 申请人（原告） / Applicant or plaintiff
   */
  party: Party;
  /**
   * 共同被申请人（被告） / Co-respondents
   *
   * @maxItems 10
   *
   * Items: 机关 / Body
   */
  coRespondents?: Authority[];
  /**
   * 第三人 / Third parties
   *
   * @maxItems 20
   *
   * Items: 第三人 / Third party
   */
  thirdParties?: Party[];
  /**
   * 复议机关（法院） / Review body or court
   */
  reviewBody?: Authority;
  /**
   * 被争议行政行为类型 / Kind of the contested act
   */
  contestedKind?: ContestedActKindsCode;
  /**
   * 被争议文书号 / Number of the contested document
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  contestedDocumentNo?: string;
  /**
   * 被争议文书号（匹配形式） / Number of the contested document (for matching)
   * 被争议文书号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Number of the contested document in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  contestedDocumentNoNormalised?: string;
  /**
   * 被争议行为日期 / Date of the contested act
   */
  contestedDate?: string;
  /**
   * 案件编号 / Case number
   * 被争议行为所属的执法案件 / The enforcement case of the contested act
   */
  caseNo?: string;
  /**
   * 案件编号（匹配形式） / Case number (for matching)
   * 案件编号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Case number in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  caseNoNormalised?: string;
  /**
   * 案由 / Cause of action
   */
  causeOfAction?: string;
  /**
   * 权责事项编码 / Power item code
   */
  powerItemCode?: string;
  /**
   * 复议（诉讼）请求 / Claims
   */
  claims?: string;
  /**
   * 状态 / Status
   */
  status: DisputeStatusesCode;
  /**
   * 收到日期 / Received on
   */
  receivedDate?: string;
  /**
   * 受理日期 / Accepted on
   */
  acceptedDate?: string;
  /**
   * 审理期限 / To be concluded before
   */
  dueDate?: string;
  /**
   * 期限变更 / Changes of the time limit
   *
   * @maxItems 50
   *
   * Items: 期限变更 / Change of a time limit
   */
  limitChanges?: LimitChange[];
  /**
   * 听证（开庭）日期 / Heard on
   */
  hearingDate?: string;
  /**
   * 行政机关负责人出庭 / Head of the body appeared
   */
  headAppeared?: boolean;
  /**
   * 停止执行 / Execution suspended
   */
  executionSuspended?: boolean;
  /**
   * 审结日期 / Concluded on
   */
  concludedDate?: string;
  /**
   * 结果 / Outcome
   */
  outcome?: DisputeOutcomesCode;
  /**
   * 复议决定（裁判）文书号 / Number of the decision or judgment
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  documentNo?: string;
  /**
   * 复议决定（裁判）文书号（匹配形式） / Number of the decision or judgment (for matching)
   * 复议决定（裁判）文书号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Number of the decision or judgment in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  documentNoNormalised?: string;
  /**
   * 认定与理由 / Findings
   */
  findings?: string;
  /**
   * 赔偿金额 / Compensation
   */
  compensation?: string;
  /**
   * 意见书或司法建议 / Suggestion of the review body or court
   */
  suggestion?: string;
  /**
   * 履行日期 / Complied with on
   */
  performedDate?: string;
  /**
   * 办理过程 / Steps
   *
   * @maxItems 200
   *
   * Items: 办理环节 / Step
   */
  steps?: Step[];
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
   * 被申请人（被告） / Respondent or defendant
   * 作出被争议行为的机关 / The body whose act is contested
   */
  authority: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
