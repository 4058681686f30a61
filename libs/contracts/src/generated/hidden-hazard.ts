// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, HazardKindsCode, HazardLevelsCode, HazardSourcesCode, HazardStatusesCode, JurisdictionsCode, RecheckResultsCode } from './codes.ts';
import type { Attachment, Authority, Contact, LimitChange, Officer, Party, Place, Step } from './defs.ts';

/**
 * 安全隐患 / Hidden hazard
 * 一处隐患从发现到销号 / One hazard from discovery to closing
 */
export interface HiddenHazardV1 {
  /**
   * 隐患编号 / Hazard number
   */
  hazardNo: string;
  /**
   * 隐患类别 / Kind
   */
  kind?: HazardKindsCode;
  /**
   * 隐患类别原文 / Kind as written
   */
  kindText?: string;
  /**
   * 隐患等级 / Level
   */
  level: HazardLevelsCode;
  /**
   * 隐患描述 / Description
   */
  description: string;
  /**
   * 发现途径 / How it was found
   */
  source?: HazardSourcesCode;
  /**
   * 整改状态 / Status
   */
  status: HazardStatusesCode;
  /**
   * 发现日期 / Found on
   */
  foundDate: string;
  /**
   * 发现时间 / Found at
   */
  foundTime?: string;
  /**
   * 发现人 / Found by
   */
  foundBy?: Officer;
  /**
   * 责任单位或个人 / Party responsible
   */
  party?: Party;
  /**
   * 整改责任人 / Person in charge of rectification
   */
  responsiblePerson?: Contact;
  /**
   * 整改措施 / Measure
   */
  measure?: string;
  /**
   * 整改资金 / Funds
   */
  funds?: string;
  /**
   * 整改期限 / To be rectified before
   */
  rectifyBefore?: string;
  /**
   * 期限变更 / Changes of the time limit
   *
   * @maxItems 50
   *
   * Items: 期限变更 / Change of a time limit
   */
  limitChanges?: LimitChange[];
  /**
   * 整改完成日期 / Rectified on
   */
  rectifiedDate?: string;
  /**
   * 复查日期 / Rechecked on
   */
  recheckDate?: string;
  /**
   * 复查结果 / Result of the recheck
   */
  recheckResult?: RecheckResultsCode;
  /**
   * 执法人员 / Officers
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: 执法人员 / Officer
   */
  recheckOfficers?: Officer[];
  /**
   * 挂牌督办 / Under listed supervision
   */
  supervised?: boolean;
  /**
   * 停产停用 / Operation stopped
   * 整改期间停产、停用或停气 / Operation, use or supply stopped while it lasts
   */
  stopped?: boolean;
  /**
   * 检查行为编号 / Inspection number
   * 引出本记录的行政检查 / The inspection that this record came from
   */
  inspectionNo?: string;
  /**
   * 案件编号 / Case number
   */
  caseNo?: string;
  /**
   * 许可编号 / Licence number
   */
  licenceNo?: string;
  /**
   * 设备编号 / Equipment number
   */
  equipmentNo?: string;
  /**
   * 场所编号 / Premises number
   */
  premisesNo?: string;
  /**
   * 项目代码 / Project code
   * 投资项目统一代码或系统内项目编号 / National investment project code, or the project number of the system
   */
  projectCode?: string;
  /**
   * 网格编码 / Grid code
   */
  gridCode?: string;
  /**
   * 来源工单编号 / Source work order number
   * 引出本记录的工单 / The work order that this record came from
   */
  sourceWorkOrderNo?: string;
  /**
   * 来源网格事件编号 / Source grid event number
   * 引出本记录的网格事件 / The grid event that this record came from
   */
  sourceEventNo?: string;
  /**
   * 办理过程 / Steps
   *
   * @maxItems 200
   *
   * Items: 办理环节 / Step
   */
  steps?: Step[];
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
   * 隐患地点 / Place of the hazard
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 监管机关 / Supervising authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
