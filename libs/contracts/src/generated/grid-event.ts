// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, GridEventCategoriesCode, GridEventSourcesCode, GridEventStatusesCode, JurisdictionsCode, SatisfactionsCode, UrgenciesCode } from './codes.ts';
import type { Attachment, Contact, Party, Place, Step } from './defs.ts';

/**
 * 网格事件 / Grid event
 * 网格巡查、群众或设备发现的一件事件及其处置 / One matter found by grid workers, residents or devices, and how it is handled
 */
export interface GridEventV1 {
  /**
   * 事件编号 / Event number
   */
  eventNo: string;
  /**
   * 事件类别 / Category
   */
  category: GridEventCategoriesCode;
  /**
   * 来源类别代码 / Source's category code
   * 来源的分类代码（如 GB/T 30428 大小类），未核对标准 / The source's own code (e.g. classes of GB/T 30428), not checked against the standard
   */
  sourceCategoryCode?: string;
  /**
   * 来源类别名称 / Source's category
   */
  sourceCategoryName?: string;
  /**
   * 事件描述 / Description
   */
  description: string;
  /**
   * 事件来源 / Source
   */
  source?: GridEventSourcesCode;
  /**
   * 紧急程度 / Urgency
   */
  urgency?: UrgenciesCode;
  /**
   * 状态 / Status
   */
  status: GridEventStatusesCode;
  /**
   * 网格编码 / Grid code
   */
  gridCode?: string;
  /**
   * 网格名称 / Grid
   */
  gridName?: string;
  /**
   * 上报人 / Reporter
   */
  reporter?: Contact;
  /**
   * 上报时间 / Reported at
   */
  reportedTime: string;
  /**
   * 涉及主体 / Parties concerned
   *
   * @minItems 0
   * @maxItems 100
   *
   * Items: 当事人 / Party
   */
  parties?: Party[];
  /**
   * 受理时间 / Accepted at
   */
  acceptedTime?: string;
  /**
   * 派遣时间 / Dispatched at
   */
  dispatchedTime?: string;
  /**
   * 处置时限 / Due at
   */
  dueTime?: string;
  /**
   * 处置时间 / Handled at
   */
  handledTime?: string;
  /**
   * 结案时间 / Closed at
   */
  closedTime?: string;
  /**
   * 处置单位 / Handling unit
   */
  handlingUnit?: string;
  /**
   * 处置部门 / Handling department
   */
  handlingDepartment?: DepartmentsCode;
  /**
   * 协同部门 / Departments that assist
   *
   * @maxItems 20
   *
   * Items: 部门 / Department
   */
  coDepartments?: DepartmentsCode[];
  /**
   * 处置结果 / Result
   */
  result?: string;
  /**
   * 满意度 / Satisfaction
   */
  satisfaction?: SatisfactionsCode;
  /**
   * 重复上报 / Repeated report
   */
  repeated?: boolean;
  /**
   * 重复的事件编号 / Duplicate of
   */
  duplicateOf?: string;
  /**
   * 部件标识码 / Component code
   * 城市管理部件标识码，通常 16 位（未核实） / Code of the city component, usually 16 digits (not verified)
   */
  componentCode?: string;
  /**
   * 工单编号 / Work order number
   */
  workOrderNo?: string;
  /**
   * 案件编号 / Case number
   */
  caseNo?: string;
  /**
   * 隐患编号 / Hazard number
   */
  hazardNo?: string;
  /**
   * 检查行为编号 / Inspection number
   */
  inspectionNo?: string;
  /**
   * 号牌号码 / Number plate
   * 规范形式：无间隔号、字母大写，如 苏D12345 / Normalised: no separator, upper case, e.g. 苏D12345
   */
  plate?: string;
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
   * 事发地点 / Place of the event
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
