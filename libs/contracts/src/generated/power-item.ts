// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DelegationKindsCode, DepartmentsCode, EnforcementFieldsCode, JurisdictionsCode, PenaltyKindsCode, PowerItemKindsCode, PowerItemStatusesCode, ProceduresCode } from './codes.ts';
import type { Attachment, Authority } from './defs.ts';

/**
 * 权责事项 / Power item
 * 权责清单中的一个事项，以及交由哪些镇（街道）行使 / One item of the list of powers, and the towns that may exercise it
 */
export interface PowerItemV1 {
  /**
   * 权责事项编码 / Power item code
   */
  powerItemCode: string;
  /**
   * 监管事项目录编码 / Supervision item code
   * 国家“互联网+监管”事项编码，通常 14 位（来自公开代码，未核对标准原文） / Code of the national supervision catalogue, usually 14 digits (seen in public code, the standard itself was not at hand)
   */
  itemCode?: string;
  /**
   * 清单序号 / Number in the list
   */
  sequence?: number;
  /**
   * 清单名称 / Name of the list
   */
  listName?: string;
  /**
   * 清单版本 / Version of the list
   */
  listVersion?: string;
  /**
   * 示例事项 / Illustrative
   * 本项目编制的示例，不是区里公布的清单 / Made up by this project, not of the list that the district published
   */
  illustrative?: boolean;
  /**
   * 事项名称 / Name
   */
  name: string;
  /**
   * 事项类型 / Kind
   */
  kind: PowerItemKindsCode;
  /**
   * 执法领域 / Field
   */
  field: EnforcementFieldsCode;
  /**
   * 案由 / Cause of action
   */
  causeOfAction?: string;
  /**
   * 设定依据 / Legal basis
   */
  legalBasis?: string;
  /**
   * 处罚种类 / Kinds of penalty
   *
   * @maxItems 20
   *
   * Items: 处罚种类 / Kind of penalty
   */
  penaltyKinds?: PenaltyKindsCode[];
  /**
   * 裁量基准 / Standards of discretion
   */
  discretion?: string;
  /**
   * 适用程序 / Procedure
   */
  procedure?: ProceduresCode;
  /**
   * 赋权方式 / How it is given
   */
  delegation?: DelegationKindsCode;
  /**
   * 原行使部门 / Department that exercised it before
   */
  originalDepartment?: DepartmentsCode;
  /**
   * 原行使机关 / Body that exercised it before
   */
  originalAuthority?: Authority;
  /**
   * 承接镇（街道、开发区） / Towns that receive it
   * 起止日期只在与事项有效期不同时填，如个别镇收回 / Dates only where they differ from those of the item, e.g. when one town gives it back
   *
   * @maxItems 50
   *
   * Items: 承接情况 / Town
   */
  recipients?: {
    /**
     * 承接镇（街道、开发区） / Town
     */
    jurisdiction: JurisdictionsCode;
    /**
     * 承接机关 / Body that acts
     */
    authority?: Authority;
    /**
     * 承接起 / From
     */
    validFrom?: string;
    /**
     * 承接止 / Until
     */
    validUntil?: string;
  }[];
  /**
   * 批准文件文号 / Number of the approval document
   * 一份文件批准许多事项，故不用于关联；按原文保留，括号不改 / One document approves many items, so it is no identity; kept as written, brackets unchanged
   */
  approvalDocumentNo?: string;
  /**
   * 批准文件名称 / Approval document
   */
  approvalDocumentName?: string;
  /**
   * 批准机关 / Approved by
   */
  approvedBy?: Authority;
  /**
   * 批准日期 / Approved on
   */
  approvedDate?: string;
  /**
   * 公布日期 / Published on
   */
  publishedDate?: string;
  /**
   * 赋权有效期自 / Valid from
   */
  validFrom?: string;
  /**
   * 赋权有效期至 / Valid until
   * 长期有效时为 null 且 validIndefinitely 为 true；null 而无 validIndefinitely 表示来源未给出 / null together with validIndefinitely true means open-ended; null without it means that the source does not say
   */
  validUntil: string | null;
  /**
   * 长期有效 / Valid indefinitely
   * 来源以 2099-12-31 等哨兵日期或“长期”表示时为 true / true when the source says 长期 or uses a sentinel date such as 2099-12-31
   */
  validIndefinitely?: boolean;
  /**
   * 状态 / Status
   */
  status: PowerItemStatusesCode;
  /**
   * 状态变更日期 / Status changed on
   */
  statusChangedDate?: string;
  /**
   * 状态变更原因 / Reason of the status
   */
  statusReason?: string;
  /**
   * 评估日期 / Assessed on
   * 行政处罚法第二十四条要求定期组织评估 / Art. 24 of the Act on Administrative Penalties demands regular assessment
   */
  assessedDate?: string;
  /**
   * 替代事项编码 / Code of the item that took its place
   */
  replacedByCode?: string;
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
   * 责任主体 / Body that answers for it
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
