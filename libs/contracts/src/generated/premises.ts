// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, JurisdictionsCode, PremisesKindsCode, PremisesRolesCode, PremisesStatusesCode, WarningLevelsCode } from './codes.ts';
import type { Attachment, Authority, Contact, Measure, Party, Place, Point } from './defs.ts';

/**
 * 场所 / Premises
 * 一处监管场所：工地、诊所、校园、种养殖基地等 / One place under supervision: construction site, clinic, campus, farm and so on
 */
export interface PremisesV1 {
  /**
   * 场所编号 / Premises number
   */
  premisesNo: string;
  /**
   * 场所名称 / Name
   */
  name: string;
  /**
   * 场所类别 / Kind
   */
  kind: PremisesKindsCode;
  /**
   * 来源分类 / Category of the source
   */
  category?: string;
  /**
   * 状态 / Status
   */
  status: PremisesStatusesCode;
  /**
   * 状态变更日期 / Status changed on
   */
  statusChangedDate?: string;
  /**
   * 状态变更原因 / Reason of the status
   */
  statusReason?: string;
  /**
   * 责任单位或个人 / Party responsible
   */
  party?: Party;
  /**
   * 参与单位 / Participants
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
     * 单位 / Organisation
     */
    party: Party;
  }[];
  /**
   * 监管对象编号 / Party number
   * 来源系统中监管对象的编号 / Number of the party in the source
   */
  partyNo?: string;
  /**
   * 场所负责人 / Person in charge
   */
  responsiblePerson?: Contact;
  /**
   * 安全管理人员 / Safety officer
   */
  safetyOfficer?: Contact;
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
   * 许可编号 / Licence number
   * 施工许可、执业许可等 / Construction permit, licence to practise and so on
   */
  licenceNo?: string;
  /**
   * 开工（启用）日期 / Started on
   */
  startDate?: string;
  /**
   * 计划完工日期 / Planned end
   */
  plannedEndDate?: string;
  /**
   * 完工（停用）日期 / Ended on
   */
  endDate?: string;
  /**
   * 阶段 / Stage
   * 施工阶段等来源原文 / Stage of construction and so on, as written
   */
  stage?: string;
  /**
   * 投资额 / Investment
   */
  investment?: string;
  /**
   * 面积 / Area
   */
  areaSquareMetres?: string;
  /**
   * 核定容量 / Approved capacity
   * 床位、学位、座位等数量 / Number of beds, pupils, seats and so on
   */
  capacity?: number;
  /**
   * 规模 / Size
   *
   * @maxItems 50
   *
   * Items: 测量值 / Measure
   */
  measures?: Measure[];
  /**
   * 风险等级 / Level of risk
   */
  riskLevel?: WarningLevelsCode;
  /**
   * 涉及危大工程 / Works of special danger
   */
  dangerousWorks?: boolean;
  /**
   * 监测设备编号 / Monitoring devices
   *
   * @maxItems 500
   *
   * Items: 监测设备编号 / Number of the monitoring device
   */
  deviceNos?: string[];
  /**
   * 网格编码 / Grid code
   */
  gridCode?: string;
  /**
   * 边界 / Boundary
   * 外环界址点，CGCS2000，首尾不重复 / Outer ring in CGCS2000, first point not repeated
   *
   * @minItems 3
   * @maxItems 2000
   *
   * Items: 界址点 / Point
   */
  boundary?: Point[];
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
   * 场所地址 / Where it is
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
