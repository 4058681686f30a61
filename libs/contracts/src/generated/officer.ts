// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, EnforcementFieldsCode, JurisdictionsCode, OfficerCategoriesCode, OfficerStatusesCode, TeamKindsCode } from './codes.ts';
import type { Authority, Organisation } from './defs.ts';

/**
 * 执法人员 / Enforcement officer
 * 一名执法人员的资格、编制单位与使用单位（区属镇管镇用时两者不同） / Credential, home unit and managing unit of one officer (they differ where the district employs and the town manages)
 */
export interface OfficerV1 {
  /**
   * 人员编号 / Personnel number
   * 来源系统自己的编号；不得使用居民身份证号码 / The number that the source itself gives; never that of an identity card
   */
  officerNo: string;
  /**
   * 姓名 / Name
   */
  name: string;
  /**
   * 执法证件号 / Enforcement credential number
   * 辅助人员没有执法证件 / Auxiliaries have none
   */
  certificateNo?: string;
  /**
   * 发证机关 / Issued by
   */
  certificateIssuer?: string;
  /**
   * 发证日期 / Issued on
   */
  certificateIssuedDate?: string;
  /**
   * 证件有效期自 / Valid from
   */
  validFrom?: string;
  /**
   * 证件有效期至 / Valid until
   * 长期有效时为 null 且 validIndefinitely 为 true；null 而无 validIndefinitely 表示来源未给出 / null together with validIndefinitely true means open-ended; null without it means that the source does not say
   */
  validUntil?: string | null;
  /**
   * 长期有效 / Valid indefinitely
   * 来源以 2099-12-31 等哨兵日期或“长期”表示时为 true / true when the source says 长期 or uses a sentinel date such as 2099-12-31
   */
  validIndefinitely?: boolean;
  /**
   * 执法领域 / Fields of enforcement
   *
   * @maxItems 20
   *
   * Items: 执法领域 / Field
   */
  fields?: EnforcementFieldsCode[];
  /**
   * 人员身份 / Kind of employment
   */
  category?: OfficerCategoriesCode;
  /**
   * 职务 / Post
   */
  post?: string;
  /**
   * 编制单位 / Home unit
   * 编制所在单位 / The unit that employs the officer
   */
  homeUnit: Organisation;
  /**
   * 编制部门 / Home department
   */
  homeDepartment?: DepartmentsCode;
  /**
   * 使用单位 / Managing unit
   * 日常管理、使用的单位；与编制单位相同的也填 / The unit that directs the daily work; also given when it is the home unit
   */
  managingUnit?: Organisation;
  /**
   * 区属镇管镇用 / Employed by the district, managed by the town
   */
  townManaged?: boolean;
  /**
   * 派驻日期 / Assigned on
   */
  assignedDate?: string;
  /**
   * 派驻至 / Assigned until
   */
  assignedUntil?: string;
  /**
   * 下沉批次 / Batch
   * 首批下沉等来源原文 / e.g. the first batch, as written
   */
  batch?: string;
  /**
   * 所属队伍 / Team
   */
  team?: string;
  /**
   * 队伍类别 / Kind of team
   */
  teamKind?: TeamKindsCode;
  /**
   * 对口网格 / Grids served
   *
   * @maxItems 200
   *
   * Items: 网格编码 / Grid code
   */
  gridCodes?: string[];
  /**
   * 法制审核人员 / Legal reviewer
   */
  legalReviewer?: boolean;
  /**
   * 取得法律职业资格 / Holds the legal qualification
   */
  legalQualification?: boolean;
  /**
   * 最近培训考核日期 / Last trained on
   */
  trainedDate?: string;
  /**
   * 联系电话 / Telephone
   */
  phone?: string;
  /**
   * 执法记录仪编号 / Number of the body camera
   */
  recorderNo?: string;
  /**
   * 状态 / Status
   */
  status: OfficerStatusesCode;
  /**
   * 状态变更日期 / Status changed on
   */
  statusChangedDate?: string;
  /**
   * 状态变更原因 / Reason of the status
   */
  statusReason?: string;
  /**
   * 备注 / Remarks
   */
  remarks?: string;
  /**
   * 属地 / Jurisdiction
   * 派驻或管理的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone where the officer serves; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 执法主体 / Body in whose name the officer acts
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
