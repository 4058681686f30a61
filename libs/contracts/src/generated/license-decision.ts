// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { ApplicationKindsCode, DepartmentsCode, JurisdictionsCode, LicenceKindsCode, LicenceStatusesCode, PremisesRolesCode } from './codes.ts';
import type { Attachment, Authority, Measure, Party, Place } from './defs.ts';

/**
 * 行政许可决定 / Licence decision
 * 行政许可决定及其当前状态；双公示的来源之一 / A decision on a licence and its present status; one of the two sources of 双公示
 */
export interface LicenseDecisionV1 {
  /**
   * 决定文书名称 / Name of the decision document
   */
  documentName?: string;
  /**
   * 决定文书号 / Number of the decision
   * 无文书号的填许可编号；按原文保留 / The licence number where a decision has none; kept as written
   */
  documentNo: string;
  /**
   * 决定文书号（匹配形式） / Number of the decision (for matching)
   * 决定文书号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Number of the decision in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  documentNoNormalised?: string;
  /**
   * 行政相对人 / Holder
   */
  party: Party;
  /**
   * 其他参与单位 / Further participants
   * 许可所列的相对人以外的单位或个人，如施工许可的施工、监理单位，办学许可的举办者 / Whom the licence names besides its holder, e.g. contractor and supervisor of a building permit, the organising body of a school
   *
   * @maxItems 50
   *
   * Items: 参与单位 / Participant
   */
  participants?: {
    /**
     * 角色 / Part
     */
    role: PremisesRolesCode;
    /**
     * 单位或个人 / Organisation or person
     */
    party: Party;
  }[];
  /**
   * 许可类别 / Kind of licence
   */
  licenceKind?: LicenceKindsCode;
  /**
   * 其他类别说明 / Which other kind
   * 许可类别为“其他”时注明 / To be given when the kind is "other"
   */
  licenceKindOther?: string;
  /**
   * 许可证书名称 / Name of the certificate
   */
  certificateName?: string;
  /**
   * 许可编号 / Licence number
   */
  licenceNo?: string;
  /**
   * 许可内容 / Licensed content
   */
  content?: string;
  /**
   * 许可数量 / Licensed quantities
   *
   * @maxItems 50
   *
   * Items: 数量 / Measure
   */
  measures?: Measure[];
  /**
   * 决定日期 / Decision date
   */
  decisionDate: string;
  /**
   * 有效期自 / Valid from
   */
  validFrom?: string;
  /**
   * 有效期至 / Validity until
   * 长期有效时为 null 且 validIndefinitely 为 true；null 而无 validIndefinitely 表示来源未给出 / null together with validIndefinitely true means open-ended; null without it means that the source does not say
   */
  validUntil: string | null;
  /**
   * 长期有效 / Valid indefinitely
   * 来源以 2099-12-31 等哨兵日期或“长期”表示时为 true / true when the source says 长期 or uses a sentinel date such as 2099-12-31
   */
  validIndefinitely?: boolean;
  /**
   * 当前状态 / Status
   * 双公示两种格式的代码含义相反，由各系统的映射换算 / The two 双公示 layouts use the same codes with opposite meanings; each system's mapping translates its own
   */
  status: LicenceStatusesCode;
  /**
   * 状态变更日期 / Status changed on
   */
  statusChangedDate?: string;
  /**
   * 状态变更原因 / Reason of the status
   */
  statusReason?: string;
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
   */
  applicationKind?: ApplicationKindsCode;
  /**
   * 办件编号 / Approval case number
   */
  approvalNo?: string;
  /**
   * 原许可编号 / Previous licence number
   * 变更、延续、换证之前的编号 / Number before change, renewal or replacement
   */
  previousLicenceNo?: string;
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
   * 经营或实施地点 / Place of business
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 许可机关 / Licensing authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
