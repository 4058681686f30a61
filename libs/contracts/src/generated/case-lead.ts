// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { CaseSourcesCode, DepartmentsCode, JurisdictionsCode, LeadOutcomesCode, LeadStatusesCode, PlateColoursCode } from './codes.ts';
import type { Attachment, Authority, Contact, EvidenceReview, Measure, Officer, Party, Place } from './defs.ts';

/**
 * 案件线索 / Case lead
 * 一条违法线索：举报、非现场监测等，及其核查与去向 / One lead to an offence: a report, a monitoring record and so on, how it is verified and what becomes of it
 */
export interface CaseLeadV1 {
  /**
   * 线索编号 / Lead number
   */
  leadNo: string;
  /**
   * 线索来源 / Source
   */
  source: CaseSourcesCode;
  /**
   * 来源类别代码 / Source's category code
   */
  sourceCategoryCode?: string;
  /**
   * 来源类别名称 / Source's category
   */
  sourceCategoryName?: string;
  /**
   * 线索内容 / Content
   */
  content?: string;
  /**
   * 涉嫌违法行为 / Offence suspected
   */
  causeOfAction?: string;
  /**
   * 权责事项编码 / Power item code
   */
  powerItemCode?: string;
  /**
   * 状态 / Status
   */
  status: LeadStatusesCode;
  /**
   * 处理结果 / Outcome
   */
  outcome?: LeadOutcomesCode;
  /**
   * 接收时间 / Received at
   */
  receivedTime: string;
  /**
   * 发生时间 / Occurred at
   */
  occurredTime?: string;
  /**
   * 被举报（涉嫌）对象 / Party suspected
   */
  party?: Party;
  /**
   * 举报人 / Reporter
   */
  reporter?: Contact;
  /**
   * 号牌号码 / Number plate
   * 规范形式：无间隔号、字母大写，如 苏D12345 / Normalised: no separator, upper case, e.g. 苏D12345
   */
  plate?: string;
  /**
   * 号牌颜色 / Colour of the plate
   */
  plateColour?: PlateColoursCode;
  /**
   * 测量值 / Measured values
   * 车货总重、轴数、超限率等 / Gross weight, axles, overload and so on
   *
   * @maxItems 50
   *
   * Items: 测量值 / Measure
   */
  measures?: Measure[];
  /**
   * 检测站点 / Station
   */
  stationName?: string;
  /**
   * 监测设备编号 / Number of the monitoring device
   */
  deviceNo?: string;
  /**
   * 设备检定有效 / Device verified
   * 计量检定在有效期内 / Metrological verification is in force
   */
  deviceVerified?: boolean;
  /**
   * 技术审核 / Technical review
   */
  technicalReview?: EvidenceReview;
  /**
   * 法制审核 / Legal review
   */
  legalReview?: EvidenceReview;
  /**
   * 音像记录编号 / Recordings
   *
   * @maxItems 50
   *
   * Items: 记录编号 / Recording number
   */
  recordingNos?: string[];
  /**
   * 承办单位 / Assigned to
   */
  assignedUnit?: string;
  /**
   * 核查期限 / To be verified before
   */
  verifyBefore?: string;
  /**
   * 核查日期 / Verified on
   */
  verifiedDate?: string;
  /**
   * 核查情况 / What was verified
   */
  verification?: string;
  /**
   * 核查人员 / Officers
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: 执法人员 / Officer
   */
  officers?: Officer[];
  /**
   * 告知举报人日期 / Reporter told on
   */
  notifiedDate?: string;
  /**
   * 案件编号 / Case number
   * 线索引出的案件 / The case that came of it
   */
  caseNo?: string;
  /**
   * 检查行为编号 / Inspection number
   * 引出本记录的行政检查 / The inspection that this record came from
   */
  inspectionNo?: string;
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
   * 预警编号 / Warning number
   * 引出本记录的预警 / The warning that this record came from
   */
  warningNo?: string;
  /**
   * 抽样编号 / Sampling number
   * 引出本记录的抽检 / The sampling that this record came from
   */
  samplingNo?: string;
  /**
   * 重复的线索编号 / Duplicate of
   */
  duplicateOf?: string;
  /**
   * 许可编号 / Licence number
   */
  licenceNo?: string;
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
   * 发生地点 / Where it happened
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 受理机关 / Body that took it
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
