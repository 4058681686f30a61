// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { CreditRiskClassesCode, DepartmentsCode, JurisdictionsCode, RegulatedPartyKindsCode, RegulatedPartyStatusesCode } from './codes.ts';
import type { Attachment, Authority, Measure, Organisation, Party, Place } from './defs.ts';

/**
 * 监管对象 / Regulated party
 * 一个监管对象的登记情况：市场主体、医疗机构、农产品生产者、培训机构等 / What is registered of one party under supervision: market entity, medical institution, farm, training institution and so on
 */
export interface RegulatedPartyV1 {
  /**
   * 监管对象编号 / Party number
   * 来源系统自己的编号；不得使用居民身份证号码 / The number that the source itself gives; never that of an identity card
   */
  partyNo: string;
  /**
   * 监管对象类别 / Kind
   */
  kind: RegulatedPartyKindsCode;
  /**
   * 来源分类 / Category of the source
   * 企业类型、机构类别等来源原文 / Type of enterprise, class of institution and so on, as written
   */
  category?: string;
  /**
   * 等级 / Grade
   * 医院等级、量化分级等来源原文 / Grade of a hospital, of hygiene and so on, as written
   */
  grade?: string;
  /**
   * 主体 / The party itself
   */
  party: Party;
  /**
   * 曾用名 / Former names
   *
   * @maxItems 50
   *
   * Items: 曾用名 / Former name
   */
  formerNames?: string[];
  /**
   * 隶属或举办单位 / Parent or organising body
   */
  parentOrganisation?: Organisation;
  /**
   * 状态 / Status
   */
  status: RegulatedPartyStatusesCode;
  /**
   * 状态变更日期 / Status changed on
   */
  statusChangedDate?: string;
  /**
   * 状态变更原因 / Reason of the status
   */
  statusReason?: string;
  /**
   * 成立（登记）日期 / Registered on
   */
  registeredDate?: string;
  /**
   * 核准日期 / Approved on
   * 最近一次变更核准 / Of the latest change
   */
  approvedDate?: string;
  /**
   * 营业（执业）期限自 / Term from
   */
  validFrom?: string;
  /**
   * 营业（执业）期限至 / Term until
   * 长期有效时为 null 且 validIndefinitely 为 true；null 而无 validIndefinitely 表示来源未给出 / null together with validIndefinitely true means open-ended; null without it means that the source does not say
   */
  validUntil?: string | null;
  /**
   * 长期有效 / Valid indefinitely
   * 来源以 2099-12-31 等哨兵日期或“长期”表示时为 true / true when the source says 长期 or uses a sentinel date such as 2099-12-31
   */
  validIndefinitely?: boolean;
  /**
   * 经营（业务）范围 / Scope of business
   */
  scope?: string;
  /**
   * 主要产品或项目 / Main products or services
   * 农产品品种、诊疗科目、培训项目等 / Kinds of produce, medical departments, courses and so on
   *
   * @maxItems 200
   *
   * Items: 产品或项目 / Product or service
   */
  products?: string[];
  /**
   * 注册资本 / Registered capital
   * 人民币；其他币种见原文字段 / In yuan; other currencies only as written
   */
  registeredCapital?: string;
  /**
   * 注册资本原文 / Registered capital as written
   */
  registeredCapitalText?: string;
  /**
   * 从业人数 / Employees
   */
  employees?: number;
  /**
   * 规模 / Size
   * 床位、种养面积、核定人数等 / Beds, area under cultivation, approved capacity and so on
   *
   * @maxItems 50
   *
   * Items: 测量值 / Measure
   */
  measures?: Measure[];
  /**
   * 信用风险分类 / Class of credit risk
   */
  creditRiskClass?: CreditRiskClassesCode;
  /**
   * 列入经营异常名录 / On the list of abnormal operation
   */
  abnormalListed?: boolean;
  /**
   * 许可编号 / Licence number
   * 执业、办学等许可或登记号 / Licence or registration to practise, to teach and so on
   */
  licenceNo?: string;
  /**
   * 证照编号 / Certificate number
   */
  certificateNo?: string;
  /**
   * 场所编号 / Premises
   *
   * @maxItems 100
   *
   * Items: 场所编号 / Premises number
   */
  premisesNos?: string[];
  /**
   * 网格编码 / Grid code
   */
  gridCode?: string;
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
   * 经营（执业）地点 / Place of business
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 登记机关 / Registering authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
