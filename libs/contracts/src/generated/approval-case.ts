// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { ApplicationKindsCode, ApprovalChannelsCode, ApprovalOutcomesCode, ApprovalStatesCode, DepartmentsCode, JurisdictionsCode } from './codes.ts';
import type { Attachment, Authority, Contact, LimitChange, Party, Place, Step } from './defs.ts';

/**
 * 办件 / Approval case
 * 行政审批窗口受理的一件申请，从提交到办结 / One application at the approval window, from submission to completion
 */
export interface ApprovalCaseV1 {
  /**
   * 办件编号 / Approval case number
   * 审批系统的办件（申报）编号，如 21 位 PROJID / Number of the application in the approval system, e.g. a 21-character PROJID
   */
  approvalNo: string;
  /**
   * 事项编码 / Service item code
   * 政务服务事项编码（SERVICECODE），版本以来源为准 / Code of the government service item (SERVICECODE), edition as in the source
   */
  itemCode?: string;
  /**
   * 事项名称 / Service item
   */
  itemName: string;
  /**
   * 办件名称 / Title of the application
   */
  caseName?: string;
  /**
   * 申请类型 / Kind of application
   */
  applicationKind?: ApplicationKindsCode;
  /**
   * 项目代码 / Project code
   * 投资项目统一代码或系统内项目编号 / National investment project code, or the project number of the system
   */
  projectCode?: string;
  /**
   * 项目名称 / Project name
   */
  projectName?: string;
  /**
   * 申请人 / Applicant
   */
  party: Party;
  /**
   * 代理人 / Agent
   */
  agent?: Contact;
  /**
   * 申请渠道 / Channel
   */
  channel?: ApprovalChannelsCode;
  /**
   * 办件状态 / Status
   */
  status: ApprovalStatesCode;
  /**
   * 办理结果 / Outcome
   * 办结后才有 / Only when completed
   */
  outcome?: ApprovalOutcomesCode;
  /**
   * 退回、不予受理等原因 / Reason of return or refusal
   */
  statusReason?: string;
  /**
   * 提交时间 / Submitted at
   */
  submittedTime?: string;
  /**
   * 受理时间 / Accepted at
   */
  acceptedTime?: string;
  /**
   * 办结时间 / Completed at
   */
  completedTime?: string;
  /**
   * 法定期限 / Statutory limit
   */
  statutoryDays?: number;
  /**
   * 承诺期限 / Promised limit
   */
  promisedDays?: number;
  /**
   * 应办结日期 / Due date
   * 来源给出的应办结日期；网关不推算 / As given by the source; the gateway does not compute it
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
   * 承办单位 / Handling unit
   */
  handlingUnit?: string;
  /**
   * 承办人 / Handler
   */
  handlerName?: string;
  /**
   * 结果文书号 / Number of the result document
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  resultDocumentNo?: string;
  /**
   * 结果文书号（匹配形式） / Number of the result document (for matching)
   * 结果文书号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Number of the result document in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  resultDocumentNoNormalised?: string;
  /**
   * 许可编号 / Licence number
   * 办件产生的许可 / The licence that came of it
   */
  licenceNo?: string;
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
   * 项目或经营地点 / Place of the project or business
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 审批机关 / Approving authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
