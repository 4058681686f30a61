// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DecisionStatusesCode, DepartmentsCode, JurisdictionsCode, PenaltyKindsCode, PerformanceStatusesCode, ProceduresCode, ServiceKindsCode, TeamKindsCode, ViolationSeveritiesCode } from './codes.ts';
import type { Attachment, Authority, Officer, Party, Place } from './defs.ts';

/**
 * 行政处罚决定 / Penalty decision
 * 行政处罚决定及其送达、履行和当前状态；一份文书对多个相对人时每人一条 / A penalty decision with service, performance and present status; one record for each party of a document
 */
export interface PenaltyDecisionV1 {
  /**
   * 决定书文号 / Number of the decision
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  documentNo: string;
  /**
   * 决定书文号（匹配形式） / Number of the decision (for matching)
   * 决定书文号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Number of the decision in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  documentNoNormalised?: string;
  /**
   * 决定书名称 / Name of the decision
   */
  documentName?: string;
  /**
   * 案件编号 / Case number
   * 所属案件 / The case it belongs to
   */
  caseNo?: string;
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
   * 行政相对人 / Party punished
   */
  party: Party;
  /**
   * 案由 / Cause of action
   */
  causeOfAction?: string;
  /**
   * 权责事项编码 / Power item code
   * 权责清单中的事项；赋权镇（街道）行使的事项以立案时有效者为准 / Item of the list of powers; for delegated items the one valid when the case was filed
   */
  powerItemCode?: string;
  /**
   * 赋权事项 / Delegated item
   */
  delegated?: boolean;
  /**
   * 违法行为类型 / Kind of violation
   */
  violationKind?: string;
  /**
   * 违法事实 / Facts
   */
  illegalFacts?: string;
  /**
   * 处罚依据 / Legal basis of the penalty
   */
  penaltyBasis?: string;
  /**
   * 处罚种类 / Kinds of penalty
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: 处罚种类 / Kind of penalty
   */
  penaltyKinds: PenaltyKindsCode[];
  /**
   * 处罚类别原文 / Kinds of penalty as written
   * 来源文字，“其他”须在此注明 / Text of the source; "other" has to be explained here
   */
  penaltyKindsText?: string;
  /**
   * 处罚内容 / Content of the penalty
   */
  penaltyContent?: string;
  /**
   * 罚款金额 / Fine
   * 元；来源为万元的由映射换算。从文字中提取的金额只作建议（告警），不作事实 / Yuan; a source in 万元 is converted by its mapping. An amount taken from prose is a suggestion with a warning, not a fact
   */
  fineAmount?: string;
  /**
   * 没收金额 / Confiscated amount
   * 没收违法所得、没收非法财物的金额合计，元 / Illegal gains and illegal property confiscated, together, yuan
   */
  confiscatedAmount?: string;
  /**
   * 暂扣或吊销证照名称 / Licence suspended or revoked
   */
  affectedLicenceName?: string;
  /**
   * 许可编号 / Licence number
   * 暂扣或吊销的证照编号 / Number of the licence suspended or revoked
   */
  affectedLicenceNo?: string;
  /**
   * 处罚程序 / Procedure
   */
  procedure?: ProceduresCode;
  /**
   * 失信（违法）程度 / Severity
   * 决定公示期限；以来源认定为准，网关不判定 / Decides the public period; as found by the source, the gateway does not judge
   */
  severity?: ViolationSeveritiesCode;
  /**
   * 处罚决定日期 / Decision date
   */
  decisionDate: string;
  /**
   * 处罚有效期至 / Effective until
   * 长期有效时为 null 且 validIndefinitely 为 true；null 而无 validIndefinitely 表示来源未给出 / null together with validIndefinitely true means open-ended; null without it means that the source does not say
   */
  validUntil: string | null;
  /**
   * 长期有效 / Valid indefinitely
   * 来源以 2099-12-31 等哨兵日期或“长期”表示时为 true / true when the source says 长期 or uses a sentinel date such as 2099-12-31
   */
  validIndefinitely?: boolean;
  /**
   * 是否公示 / Disclosed
   * 来源标明不公示的为 false，不报送信用库；来源未标明的不填（具有一定社会影响的处罚决定应当公开，行政处罚法第四十八条） / False when its source marks the decision as not to be made public: it is not handed over to the credit database. Left out where the source does not say (decisions of some social effect are made public, art. 48 of the Act on Administrative Penalties)
   */
  disclosed?: boolean;
  /**
   * 公示截止期 / Public until
   */
  publicUntil?: string;
  /**
   * 送达 / Service
   */
  served?: {
    /**
     * 送达日期 / Served on
     */
    date?: string;
    /**
     * 送达方式 / Kind of service
     */
    kind?: ServiceKindsCode;
  };
  /**
   * 缴款期限 / To be paid before
   */
  payBefore?: string;
  /**
   * 实缴金额 / Amount paid
   */
  paidAmount?: string;
  /**
   * 履行情况 / Performance
   */
  performance?: PerformanceStatusesCode;
  /**
   * 履行完毕日期 / Performed on
   */
  performedDate?: string;
  /**
   * 复议或诉讼 / Under dispute
   * 已申请行政复议或提起行政诉讼 / Reconsideration or litigation is under way
   */
  disputed?: boolean;
  /**
   * 当前状态 / Status
   */
  status: DecisionStatusesCode;
  /**
   * 状态变更日期 / Status changed on
   */
  statusChangedDate?: string;
  /**
   * 状态变更原因 / Reason of the status
   */
  statusReason?: string;
  /**
   * 原决定书文号 / Number of the decision that this one changes
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  originalDocumentNo?: string;
  /**
   * 原决定书文号（匹配形式） / Number of the decision that this one changes (for matching)
   * 原决定书文号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Number of the decision that this one changes in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  originalDocumentNoNormalised?: string;
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
   * 队伍类别 / Kind of team
   */
  teamKind?: TeamKindsCode;
  /**
   * 检查行为编号 / Inspection number
   * 引出本记录的行政检查 / The inspection that this record came from
   */
  inspectionNo?: string;
  /**
   * 法制审核编号 / Legal review number
   */
  reviewNo?: string;
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
   * 数据来源单位 / Providing unit
   * 报送数据的单位，双公示必填 / The unit that reports the data; 双公示 demands it
   */
  dataSource?: Authority;
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
   * 处罚机关 / Punishing authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
