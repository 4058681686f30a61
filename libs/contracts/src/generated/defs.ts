// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { AttachmentKindsCode, DayKindsCode, EvidenceReviewStatusesCode, IdKindsCode, LimitChangeKindsCode, OfficerRolesCode, PartyKindsCode } from './codes.ts';

/**
 * 附件 / Attachment
 */
export interface Attachment {
  /**
   * 文件名 / File name
   */
  name: string;
  /**
   * 媒体类型 / Media type
   * 如 application/pdf / e.g. application/pdf
   */
  type?: string;
  /**
   * 大小 / Size
   */
  size?: number;
  /**
   * 摘要 / Digest
   * 算法:十六进制小写；md5 仅为兼容旧系统 / algorithm:lower-case hex; md5 only because old systems have nothing better
   */
  digest?: string;
  /**
   * 取件位置 / Where the gateway fetches it
   * 网关取件用的引用，不是给读者的内网地址 / A reference for the gateway, not an internal address for readers
   */
  where?: string;
  /**
   * 用途 / Purpose
   */
  kind?: AttachmentKindsCode;
  /**
   * 形成时间 / Taken at
   */
  takenTime?: string;
}

/**
 * 机关 / Authority
 * 行政机关或法律法规授权、受委托的组织 / Administrative body, or an organisation authorised or entrusted by law
 */
export interface Authority {
  /**
   * 名称 / Name
   */
  name: string;
  /**
   * 统一社会信用代码 / Unified social credit code
   * GB 32100-2015，18 位；校验位不符只作告警（早期试点代码确有不符者）；来源已打码（含 *）的照留，不用于关联 / GB 32100-2015, 18 characters; a wrong check digit is a warning only, because some early pilot codes really fail it; one masked by the source (contains *) is kept and never used for matching
   */
  uscc?: string;
  /**
   * 行政区划代码 / Division code
   */
  divisionCode?: string;
}

/**
 * 联系人 / Contact
 */
export interface Contact {
  /**
   * 姓名 / Name
   */
  name?: string;
  /**
   * 联系电话 / Telephone
   */
  phone?: string;
  /**
   * 证件类型 / Kind of identity document
   */
  idKind?: IdKindsCode;
  /**
   * 证件号码 / Identity document number
   */
  idNumber?: string;
  /**
   * 住址 / Address
   */
  address?: string;
  /**
   * 匿名 / Anonymous
   * 当事人未留姓名 / The person left no name
   */
  anonymous?: boolean;
  /**
   * 要求保密 / Confidentiality requested
   * 要求对其身份保密，下游不得展示 / The person asked for confidentiality; no consumer may show who it is
   */
  confidential?: boolean;
}

/**
 * 证据审核 / Review of evidence
 * 电子技术监控记录作为证据的审核（行政处罚法第四十一条） / Review of a monitoring record that is to be evidence (art. 41 of the Act on Administrative Penalties)
 */
export interface EvidenceReview {
  /**
   * 审核状态 / Status
   */
  status: EvidenceReviewStatusesCode;
  /**
   * 审核日期 / Date
   */
  date?: string;
  /**
   * 审核人 / Reviewer
   */
  reviewer?: string;
  /**
   * 审核意见 / Opinion
   */
  opinion?: string;
}

/**
 * 期限变更 / Change of a time limit
 * 延长、中止或不计入期限的一段 / An extension, a suspension, or a stretch that is not counted
 */
export interface LimitChange {
  /**
   * 种类 / Kind
   */
  kind: LimitChangeKindsCode;
  /**
   * 天数 / Days
   */
  days?: number;
  /**
   * 天的算法 / How days are counted
   */
  dayKind?: DayKindsCode;
  /**
   * 起 / From
   */
  from?: string;
  /**
   * 止 / Until
   */
  until?: string;
  /**
   * 原因 / Reason
   */
  reason?: string;
  /**
   * 批准日期 / Approved on
   */
  approvedDate?: string;
  /**
   * 批准人或机关 / Approved by
   */
  approvedBy?: string;
}

/**
 * 数量 / Measure
 */
export interface Measure {
  /**
   * 名称 / Name
   * 如 建筑面积、年取水量、超限重量 / e.g. floor area, yearly abstraction, overload
   */
  name: string;
  /**
   * 数值 / Value
   */
  value: string;
  /**
   * 计量单位 / Unit
   */
  unit: string;
}

/**
 * 执法人员 / Officer
 */
export interface Officer {
  /**
   * 姓名 / Name
   */
  name: string;
  /**
   * 执法证件号 / Enforcement credential number
   */
  certificateNo?: string;
  /**
   * 所在单位 / Unit
   * 编制所在单位（区属镇管镇用时与使用单位不同） / Home unit (differs from the managing unit where the district employs and the town manages)
   */
  unit?: string;
  /**
   * 角色 / Role
   */
  role?: OfficerRolesCode;
}

/**
 * 单位 / Organisation
 * 记录中提到、但不是记录对象的单位（检测机构、维保单位、所属学校等）；其代码不用于主体关联 / An organisation that a record mentions without being about it (laboratory, maintenance firm, school served); its code is not used for matching
 */
export interface Organisation {
  /**
   * 名称 / Name
   */
  name: string;
  /**
   * 统一社会信用代码 / Unified social credit code
   * GB 32100-2015，18 位；来源已打码（含 *）的照留 / GB 32100-2015, 18 characters; one masked by the source (contains *) is kept
   */
  uscc?: string;
  /**
   * 联系电话 / Telephone
   */
  phone?: string;
}

/**
 * 行政相对人 / Party
 * 被许可、检查、处罚的自然人、法人或其他组织 / The person or organisation that is licensed, inspected or punished
 */
export interface Party {
  /**
   * 相对人类别 / Kind of party
   */
  kind: PartyKindsCode;
  /**
   * 名称或姓名 / Name
   * 自然人为姓名（按敏感信息脱敏），其他为名称 / For natural persons the personal name (masked as such), else the name of the organisation
   */
  name: string;
  /**
   * 统一社会信用代码 / Unified social credit code
   * GB 32100-2015，18 位；校验位不符只作告警（早期试点代码确有不符者）；来源已打码（含 *）的照留，不用于关联 / GB 32100-2015, 18 characters; a wrong check digit is a warning only, because some early pilot codes really fail it; one masked by the source (contains *) is kept and never used for matching
   */
  uscc?: string;
  /**
   * 组织机构代码 / Organisation code
   * GB 11714，无连字符；来源已打码的照留 / GB 11714, without hyphen; one masked by the source is kept
   */
  organisationCode?: string;
  /**
   * 工商注册号 / Business registration number
   */
  registrationNo?: string;
  /**
   * 税务登记号 / Tax registration number
   */
  taxNo?: string;
  /**
   * 事业单位证书号 / Public institution certificate number
   */
  publicInstitutionNo?: string;
  /**
   * 社会组织登记证号 / Social organisation registration number
   */
  socialOrganisationNo?: string;
  /**
   * 证件类型 / Kind of identity document
   */
  idKind?: IdKindsCode;
  /**
   * 证件号码 / Identity document number
   * 来源已打码（含 *）的照留，不校验、不用于关联 / A number masked by the source (contains *) is kept, never checked and never used for matching
   */
  idNumber?: string;
  /**
   * 法定代表人或负责人 / Legal representative or person in charge
   */
  legalRepresentative?: string;
  /**
   * 法定代表人证件类型 / Kind of the legal representative's document
   */
  legalRepresentativeIdKind?: IdKindsCode;
  /**
   * 法定代表人证件号码 / Legal representative's document number
   */
  legalRepresentativeIdNumber?: string;
  /**
   * 字号或招牌 / Trading name
   * 个体工商户字号、门店招牌 / Trade name of an individual business, sign of a shop
   */
  tradingName?: string;
  /**
   * 联系人 / Contact person
   */
  contactName?: string;
  /**
   * 联系电话 / Telephone
   */
  phone?: string;
  /**
   * 住所或住址 / Address
   */
  address?: string;
  /**
   * 住所行政区划代码 / Division code of the address
   */
  divisionCode?: string;
  /**
   * 未成年人 / Minor
   * 不满十八周岁；来源明示时才填 / Under eighteen; only when the source says so
   */
  minor?: boolean;
  /**
   * 行业代码 / Industry code
   * GB/T 4754：门类字母加 2—4 位数字（版本以来源为准） / GB/T 4754: letter and 2–4 digits (edition as in the source)
   */
  industryCode?: string;
}

/**
 * 所在地 / Place
 */
export interface Place {
  /**
   * 行政区划代码 / Division code
   * 县级 6 位、乡级 9 位、村级 12 位；旧码换成现行码 / 6 digits county, 9 township, 12 village; old codes are replaced by current ones
   */
  divisionCode?: string;
  /**
   * 行政区划名称 / Division name
   */
  divisionName?: string;
  /**
   * 村或社区 / Village or community
   */
  village?: string;
  /**
   * 详细地址 / Address
   */
  address?: string;
  /**
   * 场所名称 / Name of the premises
   */
  premisesName?: string;
  /**
   * 坐标 / Point
   */
  point?: Point;
}

/**
 * 坐标点 / Point
 * CGCS2000 经纬度，十进制度 / CGCS2000, decimal degrees
 */
export interface Point {
  /**
   * 经度 / Longitude
   */
  longitude: number;
  /**
   * 纬度 / Latitude
   */
  latitude: number;
}

/**
 * 办理环节 / Step
 */
export interface Step {
  /**
   * 环节名称 / Name of the step
   */
  name: string;
  /**
   * 时间 / Time
   */
  time?: string;
  /**
   * 办理单位 / Unit
   */
  unit?: string;
  /**
   * 办理人 / Person
   */
  person?: string;
  /**
   * 结果 / Result
   */
  result?: string;
  /**
   * 意见 / Opinion
   */
  opinion?: string;
}
