// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, JurisdictionsCode, SatisfactionsCode, UrgenciesCode, WorkOrderKindsCode, WorkOrderSourcesCode, WorkOrderStatusesCode, WorkOrderTopicsCode } from './codes.ts';
import type { Attachment, Contact, LimitChange, Party, Place, Step } from './defs.ts';

/**
 * 工单 / Work order
 * 热线等渠道的一件诉求工单 / One request, complaint or report of the hotline or a like channel
 */
export interface WorkOrderV1 {
  /**
   * 工单编号 / Work order number
   */
  workOrderNo: string;
  /**
   * 来源渠道 / Channel
   */
  source?: WorkOrderSourcesCode;
  /**
   * 诉求类型 / Kind
   */
  kind: WorkOrderKindsCode;
  /**
   * 诉求分类代码 / Category code
   * GB/T 39666 六位分类代码；取值以来源为准，作为配置（未核对标准原文） / Six-digit code of GB/T 39666; values are configuration, the standard itself was not at hand
   */
  categoryCode?: string;
  /**
   * 诉求分类名称 / Category
   */
  categoryName?: string;
  /**
   * 诉求领域 / Field
   * 本项目归并的领域，用于统计 / Field as grouped by this project, for statistics
   */
  topic?: WorkOrderTopicsCode;
  /**
   * 诉求内容 / Content
   */
  content: string;
  /**
   * 涉及金额 / Amount concerned
   * 如消费争议金额、被拖欠工资 / e.g. in dispute between consumer and trader, wages owed
   */
  amount?: string;
  /**
   * 状态 / Status
   */
  status: WorkOrderStatusesCode;
  /**
   * 紧急程度 / Urgency
   */
  urgency?: UrgenciesCode;
  /**
   * 来电人 / Caller
   */
  caller?: Contact;
  /**
   * 被反映对象 / Party complained of
   */
  party?: Party;
  /**
   * 受理时间 / Received at
   */
  receivedTime: string;
  /**
   * 承办单位 / Assigned unit
   */
  assignedUnit?: string;
  /**
   * 承办部门 / Assigned department
   */
  assignedDepartment?: DepartmentsCode;
  /**
   * 派单时间 / Assigned at
   */
  assignedTime?: string;
  /**
   * 首次联系时间 / First contact at
   */
  contactedTime?: string;
  /**
   * 办理时限 / Due at
   */
  dueTime?: string;
  /**
   * 答复时间 / Replied at
   */
  repliedTime?: string;
  /**
   * 办结时间 / Closed at
   */
  closedTime?: string;
  /**
   * 答复内容 / Reply
   */
  reply?: string;
  /**
   * 挽回金额 / Amount recovered
   * 办理后退还、赔偿的金额 / What was paid back or compensated in the end
   */
  recoveredAmount?: string;
  /**
   * 满意度 / Satisfaction
   */
  satisfaction?: SatisfactionsCode;
  /**
   * 问题解决 / Resolved
   * 回访所得 / As found by the follow-up call
   */
  resolved?: boolean;
  /**
   * 退单次数 / Times returned
   */
  returnedTimes?: number;
  /**
   * 延期 / Extensions
   *
   * @maxItems 20
   *
   * Items: 延期 / Extension
   */
  extensions?: LimitChange[];
  /**
   * 重复的工单编号 / Duplicate of
   */
  duplicateOf?: string;
  /**
   * 关联工单 / Related work orders
   *
   * @maxItems 50
   *
   * Items: 工单编号 / Work order number
   */
  relatedOrderNos?: string[];
  /**
   * 网格事件编号 / Grid event number
   */
  eventNo?: string;
  /**
   * 案件编号 / Case number
   */
  caseNo?: string;
  /**
   * 网格编码 / Grid code
   */
  gridCode?: string;
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
   * 诉求地点 / Place
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
