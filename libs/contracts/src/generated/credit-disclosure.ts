// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, DisclosureKindsCode, DisclosureStatusesCode, JurisdictionsCode, ViolationSeveritiesCode } from './codes.ts';
import type { Authority, Party } from './defs.ts';

/**
 * 双公示信息 / Credit disclosure
 * 行政许可、行政处罚决定向信用信息数据库报送的双公示记录（2018 年格式） / A licence or penalty decision as reported to the credit database (双公示, layout of 2018)
 */
export interface CreditDisclosureV1 {
  /**
   * 报送编号 / Disclosure number
   * 由来源记录确定，重报不变 / Determined by the record it came from; stays when it is reported again
   */
  disclosureNo: string;
  /**
   * 信息类型 / Kind
   */
  kind: DisclosureKindsCode;
  /**
   * 报送状态 / Status
   */
  status: DisclosureStatusesCode;
  /**
   * 状态变更时间 / Status changed at
   */
  statusChangedTime?: string;
  /**
   * 撤回、中止等原因 / Reason of withdrawal or suspension
   */
  statusReason?: string;
  /**
   * 来源记录 / Origin
   */
  origin: {
    /**
     * 主题 / Topic
     */
    topic: string;
    /**
     * 来源流 / Source stream
     */
    source: string;
    /**
     * 记录标识 / Record key
     */
    key: string;
    /**
     * 事件标识 / Event id
     */
    eventId?: string;
  };
  /**
   * 行政相对人 / Party
   */
  party: Party;
  /**
   * 决定文书号 / Number of the decision
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  documentNo: string;
  /**
   * 决定文书号（匹配形式） / Number of the decision (for matching)
   * 决定文书号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Number of the decision in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  documentNoNormalised?: string;
  /**
   * 许可编号 / Licence number
   */
  licenceNo?: string;
  /**
   * 决定日期 / Decision date
   */
  decisionDate: string;
  /**
   * 应公示日期 / To be published before
   * 决定之日起七个工作日内 / Seven working days from the decision
   */
  dueDate?: string;
  /**
   * 报送时间 / Reported at
   */
  reportedTime?: string;
  /**
   * 失信（违法）程度 / Severity
   */
  severity?: ViolationSeveritiesCode;
  /**
   * 公示起始日期 / Public from
   */
  publicFrom?: string;
  /**
   * 公示截止日期 / Public until
   */
  publicUntil?: string;
  /**
   * 对外公示 / Published
   * 报送与公示是两件事：报送的不一定对外公示 / Reporting and publishing are two things: what is reported need not be public
   */
  public?: boolean;
  /**
   * 缺失的必填字段 / Required fields that are missing
   *
   * @maxItems 50
   *
   * Items: 字段 / Field
   */
  missing?: string[];
  /**
   * 行政处罚（2018 年格式） / Penalty, layout of 2018
   * 字段名、单位与格式照 2018 年格式（见于公开代码，未核对标准原文），不用本项目的命名惯例 / Names, units and formats are those of the 2018 layout (seen in public code, the standard itself was not at hand), not of this project
   */
  penalty?: {
    /**
     * 行政相对人名称 / Party
     */
    CF_XDR_MC?: string;
    /**
     * 行政相对人类别 / Kind of party
     */
    CF_XDR_LB?: string;
    /**
     * 统一社会信用代码 / USCC
     */
    CF_XDR_SHXYM?: string;
    /**
     * 工商注册号 / Registration number
     */
    CF_XDR_GSZC?: string;
    /**
     * 组织机构代码 / Organisation code
     */
    CF_XDR_ZZJG?: string;
    /**
     * 税务登记号 / Tax number
     */
    CF_XDR_SWDJ?: string;
    /**
     * 事业单位证书号 / Public institution number
     */
    CF_XDR_SYDW?: string;
    /**
     * 社会组织登记证号 / Social organisation number
     */
    CF_XDR_SHZZ?: string;
    /**
     * 法定代表人 / Legal representative
     */
    CF_FRDB?: string;
    /**
     * 法定代表人证件类型 / Kind of document
     */
    CF_FR_ZJLX?: string;
    /**
     * 法定代表人证件号码 / Document number
     */
    CF_FR_ZJHM?: string;
    /**
     * 证件类型 / Kind of document
     */
    CF_XDR_ZJLX?: string;
    /**
     * 证件号码 / Document number
     */
    CF_XDR_ZJHM?: string;
    /**
     * 行政处罚决定书文号 / Number of the decision
     */
    CF_WSH?: string;
    /**
     * 违法行为类型 / Kind of violation
     */
    CF_WFXW?: string;
    /**
     * 违法事实 / Facts
     */
    CF_SY?: string;
    /**
     * 处罚依据 / Legal basis
     */
    CF_YJ?: string;
    /**
     * 处罚类别 / Kinds of penalty
     */
    CF_CFLB?: string;
    /**
     * 处罚内容 / Content
     */
    CF_NR?: string;
    /**
     * 罚款金额（万元） / Fine (ten thousand yuan)
     */
    CF_NR_FK?: string;
    /**
     * 没收违法所得、没收非法财物的金额（万元） / Confiscated amount (ten thousand yuan)
     */
    CF_NR_WFFF?: string;
    /**
     * 暂扣或吊销证照名称及编号 / Licence suspended or revoked
     */
    CF_NR_ZKDX?: string;
    /**
     * 处罚决定日期 / Decision date
     */
    CF_JDRQ?: string;
    /**
     * 处罚有效期 / Effective until
     */
    CF_YXQ?: string;
    /**
     * 公示截止期 / Public until
     */
    CF_GSJZQ?: string;
    /**
     * 处罚机关 / Authority
     */
    CF_CFJG?: string;
    /**
     * 处罚机关统一社会信用代码 / USCC of the authority
     */
    CF_CFJGDM?: string;
    /**
     * 数据来源单位 / Providing unit
     */
    CF_SJLY?: string;
    /**
     * 数据来源单位统一社会信用代码 / USCC of the providing unit
     */
    CF_SJLYDM?: string;
    /**
     * 备注 / Remarks
     */
    BZ?: string;
  };
  /**
   * 行政许可（2018 年格式） / Licence, layout of 2018
   * 有效期至的字段名以 ZI 结尾；数据来源字段名与处罚一侧不同 / The name of "valid until" ends in ZI; the names of the providing unit differ from the penalty side
   */
  licence?: {
    /**
     * 行政相对人名称 / Party
     */
    XK_XDR_MC?: string;
    /**
     * 行政相对人类别 / Kind of party
     */
    XK_XDR_LB?: string;
    /**
     * 统一社会信用代码 / USCC
     */
    XK_XDR_SHXYM?: string;
    /**
     * 工商注册号 / Registration number
     */
    XK_XDR_GSZC?: string;
    /**
     * 组织机构代码 / Organisation code
     */
    XK_XDR_ZZJG?: string;
    /**
     * 税务登记号 / Tax number
     */
    XK_XDR_SWDJ?: string;
    /**
     * 事业单位证书号 / Public institution number
     */
    XK_XDR_SYDW?: string;
    /**
     * 社会组织登记证号 / Social organisation number
     */
    XK_XDR_SHZZ?: string;
    /**
     * 法定代表人 / Legal representative
     */
    XK_FRDB?: string;
    /**
     * 法定代表人证件类型 / Kind of document
     */
    XK_FR_ZJLX?: string;
    /**
     * 法定代表人证件号码 / Document number
     */
    XK_FR_ZJHM?: string;
    /**
     * 证件类型 / Kind of document
     */
    XK_XDR_ZJLX?: string;
    /**
     * 证件号码 / Document number
     */
    XK_XDR_ZJHM?: string;
    /**
     * 行政许可决定文书名称 / Name of the decision
     */
    XK_XKWS?: string;
    /**
     * 行政许可决定文书号 / Number of the decision
     */
    XK_WSH?: string;
    /**
     * 许可类别 / Kind of licence
     */
    XK_XKLB?: string;
    /**
     * 许可证书名称 / Certificate
     */
    XK_XKZS?: string;
    /**
     * 许可编号 / Licence number
     */
    XK_XKBH?: string;
    /**
     * 许可内容 / Content
     */
    XK_NR?: string;
    /**
     * 许可决定日期 / Decision date
     */
    XK_JDRQ?: string;
    /**
     * 有效期自 / Valid from
     */
    XK_YXQZ?: string;
    /**
     * 有效期至 / Valid until
     */
    XK_YXQZI?: string;
    /**
     * 许可机关 / Authority
     */
    XK_XKJG?: string;
    /**
     * 许可机关统一社会信用代码 / USCC of the authority
     */
    XK_XKJGDM?: string;
    /**
     * 当前状态 / Status
     */
    XK_ZT?: string;
    /**
     * 数据来源单位 / Providing unit
     */
    XK_LYDW?: string;
    /**
     * 数据来源单位统一社会信用代码 / USCC of the providing unit
     */
    XK_LYDWDM?: string;
    /**
     * 备注 / Remarks
     */
    BZ?: string;
  };
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 决定机关 / Deciding authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
