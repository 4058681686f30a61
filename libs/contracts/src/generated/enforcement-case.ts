// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { CaseClosingsCode, CaseSourcesCode, CaseStagesCode, CaseStatusesCode, DepartmentsCode, JurisdictionsCode, ProceduresCode, TeamKindsCode } from './codes.ts';
import type { Attachment, Authority, LimitChange, Officer, Party, Place } from './defs.ts';

/**
 * 行政执法案件 / Enforcement case
 * 行政处罚案件从立案到结案的当前状态 / A penalty case from filing to closing, in its present state
 */
export interface EnforcementCaseV1 {
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
   * 常含当事人姓名 / Often holds the name of a person
   */
  caseName?: string;
  /**
   * 案由 / Cause of action
   */
  causeOfAction: string;
  /**
   * 权责事项编码 / Power item code
   * 权责清单中的事项；赋权镇（街道）行使的事项以立案时有效者为准 / Item of the list of powers; for delegated items the one valid when the case was filed
   */
  powerItemCode?: string;
  /**
   * 赋权事项 / Delegated item
   * 镇（街道）依赋权行使的处罚权 / A power of penalty that a town or subdistrict exercises by delegation
   */
  delegated?: boolean;
  /**
   * 案件来源 / Source of the case
   */
  source?: CaseSourcesCode;
  /**
   * 处罚程序 / Procedure
   */
  procedure?: ProceduresCode;
  /**
   * 办案阶段 / Stage
   */
  stage?: CaseStagesCode;
  /**
   * 案件状态 / Status
   */
  status: CaseStatusesCode;
  /**
   * 当事人 / Parties
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: 当事人 / Party
   */
  parties: Party[];
  /**
   * 违法事实 / Facts
   */
  illegalFacts?: string;
  /**
   * 违反条款 / Provisions violated
   */
  legalBasis?: string;
  /**
   * 违法行为发生日期 / Date of the violation
   */
  occurredDate?: string;
  /**
   * 发现日期 / Discovered on
   */
  discoveredDate?: string;
  /**
   * 立案日期 / Filed on
   * 九十日办案期限自此起算（行政处罚法第六十条） / The ninety days for a decision run from here (art. 60)
   */
  filedDate?: string;
  /**
   * 办案期限 / Due date
   * 来源给出；网关不推算 / As given by the source; the gateway does not compute it
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
   * 要求听证 / Hearing requested
   */
  hearingRequested?: boolean;
  /**
   * 重大案件 / Major case
   * 须法制审核或集体讨论 / Needs legal review or collective discussion
   */
  major?: boolean;
  /**
   * 涉嫌犯罪 / Suspected crime
   */
  criminalSuspicion?: boolean;
  /**
   * 法制审核编号 / Legal review number
   */
  reviewNo?: string;
  /**
   * 处罚决定书文号 / Number of the penalty decision
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  decisionDocumentNo?: string;
  /**
   * 处罚决定书文号（匹配形式） / Number of the penalty decision (for matching)
   * 处罚决定书文号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Number of the penalty decision in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  decisionDocumentNoNormalised?: string;
  /**
   * 决定日期 / Decision date
   */
  decisionDate?: string;
  /**
   * 结案日期 / Closed on
   */
  closedDate?: string;
  /**
   * 结案方式 / How it was closed
   */
  closingKind?: CaseClosingsCode;
  /**
   * 执法人员 / Officers
   * 依法不少于两人（行政处罚法第四十二条）；来源只给一人的照收并提醒，不给名单的不填 / Two at least by law (art. 42 of the Act on Administrative Penalties); where the source names one it is taken with a warning, and left out when it gives no names
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: 执法人员 / Officer
   */
  officers?: Officer[];
  /**
   * 办案机构 / Handling team
   */
  team?: string;
  /**
   * 队伍类别 / Kind of team
   */
  teamKind?: TeamKindsCode;
  /**
   * 检查行为编号 / Inspection number
   * 引出本记录的行政检查 / The inspection that this record came from
   */
  inspectionNo?: string;
  /**
   * 线索编号 / Lead number
   */
  leadNo?: string;
  /**
   * 来源工单编号 / Source work order number
   * 引出本记录的工单 / The work order that this record came from
   */
  sourceWorkOrderNo?: string;
  /**
   * 来源网格事件编号 / Source grid event number
   * 引出本记录的网格事件 / The grid event that this record came from
   */
  sourceEventNo?: string;
  /**
   * 来源隐患编号 / Source hazard number
   * 引出本记录的隐患 / The hazard that this record came from
   */
  sourceHazardNo?: string;
  /**
   * 许可编号 / Licence number
   * 案件涉及的许可 / The licence the case is about
   */
  licenceNo?: string;
  /**
   * 项目代码 / Project code
   * 投资项目统一代码或系统内项目编号 / National investment project code, or the project number of the system
   */
  projectCode?: string;
  /**
   * 号牌号码 / Number plate
   * 规范形式：无间隔号、字母大写，如 苏D12345 / Normalised: no separator, upper case, e.g. 苏D12345
   */
  plate?: string;
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
   * 违法行为发生地 / Place of the violation
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 办案机关 / Handling authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
