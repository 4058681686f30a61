// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { ApplicationKindsCode, DepartmentsCode, FilingKindsCode, FilingStatusesCode, JurisdictionsCode, OccupationalFactorKindsCode, OccupationalRiskLevelsCode } from './codes.ts';
import type { Attachment, Authority, Measure, Organisation, Party, Place } from './defs.ts';

/**
 * 备案申报 / Filing
 * 一件备案或申报，如职业病危害项目申报 / One filing or declaration, e.g. that of occupational hazards
 */
export interface FilingV1 {
  /**
   * 备案编号 / Filing number
   */
  filingNo: string;
  /**
   * 备案类别 / Kind
   */
  kind: FilingKindsCode;
  /**
   * 备案名称 / Name of the filing
   */
  filingName?: string;
  /**
   * 事项编码 / Service item code
   */
  itemCode?: string;
  /**
   * 事项名称 / Service item
   */
  itemName?: string;
  /**
   * 申请类型 / Kind of application
   * 初次、变更、年度更新等 / First, changed, yearly, …
   */
  applicationKind?: ApplicationKindsCode;
  /**
   * 备案单位 / Party that files
   */
  party: Party;
  /**
   * 状态 / Status
   */
  status: FilingStatusesCode;
  /**
   * 申报日期 / Submitted on
   */
  submittedDate?: string;
  /**
   * 备案日期 / Filed on
   */
  filedDate?: string;
  /**
   * 状态变更日期 / Status changed on
   */
  statusChangedDate?: string;
  /**
   * 状态变更原因 / Reason of the status
   */
  statusReason?: string;
  /**
   * 有效期自 / Valid from
   */
  validFrom?: string;
  /**
   * 有效期至 / Validity until
   * 长期有效时为 null 且 validIndefinitely 为 true；null 而无 validIndefinitely 表示来源未给出 / null together with validIndefinitely true means open-ended; null without it means that the source does not say
   */
  validUntil?: string | null;
  /**
   * 长期有效 / Valid indefinitely
   * 来源以 2099-12-31 等哨兵日期或“长期”表示时为 true / true when the source says 长期 or uses a sentinel date such as 2099-12-31
   */
  validIndefinitely?: boolean;
  /**
   * 回执文书号 / Number of the receipt
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  documentNo?: string;
  /**
   * 回执文书号（匹配形式） / Number of the receipt (for matching)
   * 回执文书号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Number of the receipt in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  documentNoNormalised?: string;
  /**
   * 原备案编号 / Previous filing number
   * 变更或更新之前的编号 / Number before the change or renewal
   */
  previousFilingNo?: string;
  /**
   * 办件编号 / Approval case number
   */
  approvalNo?: string;
  /**
   * 许可编号 / Licence number
   * 备案所涉许可 / The licence it is about
   */
  licenceNo?: string;
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
   * 场所编号 / Premises number
   * 备案所涉场所 / The premises it is about
   */
  premisesNo?: string;
  /**
   * 备案内容 / What is filed
   */
  content?: string;
  /**
   * 职业病危害风险类别 / Occupational risk
   */
  riskLevel?: OccupationalRiskLevelsCode;
  /**
   * 职业病危害因素 / Occupational hazard factors
   *
   * @maxItems 200
   *
   * Items: 危害因素 / Factor
   */
  factors?: {
    /**
     * 因素类别 / Kind
     */
    kind: OccupationalFactorKindsCode;
    /**
     * 因素名称 / Name
     */
    name: string;
    /**
     * 岗位或工序 / Workplace or process
     */
    workplace?: string;
    /**
     * 接触人数 / Workers exposed
     */
    exposedWorkers?: number;
  }[];
  /**
   * 从业人数 / Workers
   */
  workers?: number;
  /**
   * 接触危害人数 / Workers exposed
   * 只有人数，不含个人健康信息 / A number only; nothing about the health of a person
   */
  exposedWorkers?: number;
  /**
   * 申报数量 / Quantities filed
   *
   * @maxItems 50
   *
   * Items: 测量值 / Measure
   */
  measures?: Measure[];
  /**
   * 检测日期 / Tested on
   */
  testedDate?: string;
  /**
   * 检测机构 / Testing body
   */
  testingUnit?: Organisation;
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
   * 作业场所所在地 / Place of work
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 备案机关 / Body that files are made with
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
