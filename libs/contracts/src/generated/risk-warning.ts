// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, JurisdictionsCode, ThresholdKindsCode, WarningKindsCode, WarningLevelsCode, WarningStatusesCode } from './codes.ts';
import type { Attachment, Authority, Measure, Party, Place } from './defs.ts';

/**
 * 监测预警 / Risk warning
 * 监测系统发出的一次预警：欠薪、渣土车、水位、饮用水、工地等 / One warning of a monitoring system: wages, muck trucks, water level, drinking water, construction sites and so on
 */
export interface RiskWarningV1 {
  /**
   * 预警编号 / Warning number
   */
  warningNo: string;
  /**
   * 预警类别 / Kind
   */
  kind: WarningKindsCode;
  /**
   * 预警规则 / Rule
   * 来源的规则或告警类型原文 / Rule or type of alarm of the source, as written
   */
  ruleName?: string;
  /**
   * 预警等级 / Level
   */
  level: WarningLevelsCode;
  /**
   * 原预警等级 / Level before
   * 升级或降级之前 / Before it was raised or lowered
   */
  previousLevel?: WarningLevelsCode;
  /**
   * 状态 / Status
   */
  status: WarningStatusesCode;
  /**
   * 预警时间 / Warned at
   */
  warningTime: string;
  /**
   * 解除时间 / Cleared at
   */
  clearedTime?: string;
  /**
   * 持续时长 / Duration
   */
  durationSeconds?: number;
  /**
   * 监测指标 / Metric
   * 如 水位、余氯、PM10、拖欠金额、车速 / e.g. water level, residual chlorine, PM10, wages owed, speed
   */
  metric?: string;
  /**
   * 监测值 / Value
   */
  value?: string;
  /**
   * 计量单位 / Unit
   * 监测值与阈值共用 / Of the value and of the threshold
   */
  unit?: string;
  /**
   * 阈值 / Threshold
   */
  threshold?: string;
  /**
   * 阈值比较 / Compared how
   */
  thresholdKind?: ThresholdKindsCode;
  /**
   * 相关数值 / Further values
   *
   * @maxItems 50
   *
   * Items: 测量值 / Measure
   */
  measures?: Measure[];
  /**
   * 涉及金额 / Amount concerned
   * 如拖欠工资 / e.g. wages owed
   */
  amount?: string;
  /**
   * 涉及人数 / People concerned
   */
  peopleAffected?: number;
  /**
   * 预警内容 / Content
   */
  content?: string;
  /**
   * 预警对象 / Party concerned
   */
  party?: Party;
  /**
   * 测站编号 / Station number
   */
  stationNo?: string;
  /**
   * 测站名称 / Station
   */
  stationName?: string;
  /**
   * 监测设备编号 / Number of the monitoring device
   */
  deviceNo?: string;
  /**
   * 场所编号 / Premises number
   * 预警所涉场所 / The premises it is about
   */
  premisesNo?: string;
  /**
   * 项目代码 / Project code
   * 投资项目统一代码或系统内项目编号 / National investment project code, or the project number of the system
   */
  projectCode?: string;
  /**
   * 设备编号 / Equipment number
   * 预警所涉特种设备 / The special equipment it is about
   */
  equipmentNo?: string;
  /**
   * 号牌号码 / Number plate
   * 规范形式：无间隔号、字母大写，如 苏D12345 / Normalised: no separator, upper case, e.g. 苏D12345
   */
  plate?: string;
  /**
   * 船舶编号 / Vessel number
   * 渔业船舶编码等，不是船名 / e.g. the code of a fishing vessel, not its name
   */
  vesselNo?: string;
  /**
   * 定位终端号 / Terminal number
   */
  terminalNo?: string;
  /**
   * 许可编号 / Licence number
   * 预警所涉许可 / The licence it is about
   */
  licenceNo?: string;
  /**
   * 网格编码 / Grid code
   */
  gridCode?: string;
  /**
   * 处置单位 / Handled by
   */
  handledBy?: string;
  /**
   * 处置时间 / Handled at
   */
  handledTime?: string;
  /**
   * 处置情况 / How it was handled
   */
  handling?: string;
  /**
   * 工单编号 / Work order number
   * 预警引出的工单 / The work order that came of it
   */
  workOrderNo?: string;
  /**
   * 事件编号 / Event number
   * 预警引出的或所依据的网格、城管事件 / The grid or city event that came of it, or that it came from
   */
  eventNo?: string;
  /**
   * 案件编号 / Case number
   * 预警引出的案件 / The case that came of it
   */
  caseNo?: string;
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
   * 预警地点 / Place of the warning
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 监测单位 / Monitoring body
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
