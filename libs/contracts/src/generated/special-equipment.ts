// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, EquipmentClassesCode, EquipmentStatusesCode, EquipmentTestResultsCode, JurisdictionsCode } from './codes.ts';
import type { Attachment, Authority, Contact, Measure, Organisation, Party, Place } from './defs.ts';

/**
 * 特种设备 / Special equipment
 * 一台（套）特种设备的登记、检验与使用状态 / Registration, tests and state of one piece of special equipment
 */
export interface SpecialEquipmentV1 {
  /**
   * 设备编号 / Equipment number
   * 设备代码；没有的用来源系统编号 / The code of the equipment, or the number of the source when it has none
   */
  equipmentNo: string;
  /**
   * 设备种类代码 / Class
   * 特种设备目录四位代码；目录原文未核对 / Four digits of the national catalogue, whose text was not at hand
   */
  classCode: EquipmentClassesCode;
  /**
   * 设备品种原文 / Class as written
   */
  classText?: string;
  /**
   * 设备名称 / Name
   */
  name?: string;
  /**
   * 型号 / Model
   */
  model?: string;
  /**
   * 出厂编号 / Factory number
   */
  factoryNo?: string;
  /**
   * 单位内部编号 / Number of the user
   */
  internalNo?: string;
  /**
   * 使用登记证编号 / Number of the use registration
   */
  useCertificateNo?: string;
  /**
   * 使用登记日期 / Registered on
   */
  registeredDate?: string;
  /**
   * 使用状态 / Status
   */
  status: EquipmentStatusesCode;
  /**
   * 状态变更日期 / Status changed on
   */
  statusChangedDate?: string;
  /**
   * 状态变更原因 / Reason of the status
   */
  statusReason?: string;
  /**
   * 使用单位 / User
   */
  party: Party;
  /**
   * 产权单位 / Owner
   */
  owner?: Organisation;
  /**
   * 制造单位 / Manufacturer
   */
  manufacturer?: Organisation;
  /**
   * 制造日期 / Manufactured on
   */
  manufacturedDate?: string;
  /**
   * 安装单位 / Installer
   */
  installer?: Organisation;
  /**
   * 投用日期 / Put to use on
   */
  commissionedDate?: string;
  /**
   * 维护保养单位 / Maintenance firm
   */
  maintainer?: Organisation;
  /**
   * 最近维保日期 / Last maintained on
   */
  maintainedDate?: string;
  /**
   * 安全管理人员 / Safety officer
   */
  safetyManager?: Contact;
  /**
   * 技术参数 / Technical data
   * 额定载重量、速度、压力、容积等 / Rated load, speed, pressure, volume and so on
   *
   * @maxItems 50
   *
   * Items: 测量值 / Measure
   */
  measures?: Measure[];
  /**
   * 最近检验日期 / Last tested on
   */
  testedDate?: string;
  /**
   * 检验结论 / Result of the test
   */
  testResult?: EquipmentTestResultsCode;
  /**
   * 检验机构 / Testing body
   */
  testingBody?: Organisation;
  /**
   * 检验报告编号 / Number of the test report
   */
  testReportNo?: string;
  /**
   * 下次检验日期 / Next test before
   */
  nextTestDate?: string;
  /**
   * 场所编号 / Premises number
   * 使用场所 / Where it is used
   */
  premisesNo?: string;
  /**
   * 项目代码 / Project code
   * 投资项目统一代码或系统内项目编号 / National investment project code, or the project number of the system
   */
  projectCode?: string;
  /**
   * 号牌号码 / Number plate
   * 规范形式：无间隔号、字母大写，如 苏D12345 / Normalised: no separator, upper case, e.g. 苏D12345
   */
  plate?: string;
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
   * 使用地点 / Place of use
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
