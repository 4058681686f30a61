// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, DocumentKindsCode, DocumentStatusesCode, JurisdictionsCode, ServiceKindsCode } from './codes.ts';
import type { Attachment, Authority, Officer, Party } from './defs.ts';

/**
 * 行政执法文书 / Enforcement document
 * 案件、检查、强制中形成的一份文书及其送达 / One document of a case, inspection or coercion, and its service
 */
export interface EnforcementDocumentV1 {
  /**
   * 文书标识 / Document identifier
   * 系统内唯一；现场笔录等文书没有文号 / Unique in the system; records made on site and the like have no document number
   */
  documentId: string;
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
   * 文书种类 / Kind of document
   */
  documentKind: DocumentKindsCode;
  /**
   * 文书种类原文 / Kind of document as written
   */
  documentKindText?: string;
  /**
   * 文书状态 / Status
   */
  status?: DocumentStatusesCode;
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
   * 检查行为编号 / Inspection number
   * 引出本记录的行政检查 / The inspection that this record came from
   */
  inspectionNo?: string;
  /**
   * 强制行为编号 / Coercion number
   */
  coercionNo?: string;
  /**
   * 当事人 / Party
   */
  party?: Party;
  /**
   * 内容摘要 / Summary
   */
  summary?: string;
  /**
   * 制作日期 / Made on
   */
  madeDate?: string;
  /**
   * 签发日期 / Issued on
   */
  issuedDate?: string;
  /**
   * 签发人 / Issued by
   */
  issuedBy?: string;
  /**
   * 电子签章 / Electronically sealed
   */
  sealed?: boolean;
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
    /**
     * 送达地址 / Address for service
     */
    address?: string;
    /**
     * 签收人 / Signed for by
     */
    recipient?: string;
    /**
     * 拒收 / Refused
     */
    refused?: boolean;
  };
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
   * 页数 / Pages
   */
  pages?: number;
  /**
   * 格式文书版本 / Template version
   */
  templateVersion?: string;
  /**
   * 依法公开 / Disclosed to the public
   */
  publicDisclosure?: boolean;
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
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 制作机关 / Issuing authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
