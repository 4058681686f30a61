// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { CertificateStatusesCode, DepartmentsCode, JurisdictionsCode } from './codes.ts';
import type { Attachment, Authority, Measure, Party, Place } from './defs.ts';

/**
 * 证照 / Certificate
 * 批文、证照及其电子版本 / A licence document, certificate or approval and its electronic edition
 */
export interface CertificateV1 {
  /**
   * 证照编号 / Certificate number
   */
  certificateNo: string;
  /**
   * 证照名称 / Name of the certificate
   */
  certificateName: string;
  /**
   * 证照类型代码 / Certificate type code
   * 电子证照目录的类型代码，版本以来源为准（未核实） / Type code of the electronic certificate catalogue, edition as in the source (not verified)
   */
  certificateTypeCode?: string;
  /**
   * 电子证照标识 / Electronic certificate identifier
   */
  electronicId?: string;
  /**
   * 版本 / Edition
   */
  edition?: string;
  /**
   * 持证主体 / Holder
   */
  party: Party;
  /**
   * 许可编号 / Licence number
   */
  licenceNo?: string;
  /**
   * 办件编号 / Approval case number
   */
  approvalNo?: string;
  /**
   * 文书号 / Document number
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  documentNo?: string;
  /**
   * 文书号（匹配形式） / Document number (for matching)
   * 文书号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Document number in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  documentNoNormalised?: string;
  /**
   * 原证照编号 / Previous certificate number
   */
  previousCertificateNo?: string;
  /**
   * 项目代码 / Project code
   * 投资项目统一代码或系统内项目编号 / National investment project code, or the project number of the system
   */
  projectCode?: string;
  /**
   * 证载范围 / Scope
   */
  scope?: string;
  /**
   * 证载数量 / Quantities on the certificate
   *
   * @maxItems 50
   *
   * Items: 数量 / Measure
   */
  measures?: Measure[];
  /**
   * 颁发日期 / Issue date
   */
  issueDate: string;
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
   * 证照状态 / Status
   */
  status: CertificateStatusesCode;
  /**
   * 状态变更日期 / Status changed on
   */
  statusChangedDate?: string;
  /**
   * 状态变更原因 / Reason of the status
   */
  statusReason?: string;
  /**
   * 号牌号码 / Number plate
   * 规范形式：无间隔号、字母大写，如 苏D12345 / Normalised: no separator, upper case, e.g. 苏D12345
   */
  plate?: string;
  /**
   * 打印份数 / Printed copies
   */
  printedCopies?: number;
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
   * 证载地址 / Place on the certificate
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 颁发机关 / Issuing authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
