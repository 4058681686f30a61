// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, FindingResultsCode, InspectionDispositionsCode, InspectionFormsCode, InspectionKindsCode, InspectionMethodsCode, InspectionResultsCode, JurisdictionsCode } from './codes.ts';
import type { Attachment, Authority, Officer, Party, Place } from './defs.ts';

/**
 * 行政检查 / Administrative inspection
 * 一次行政检查行为及其结果 / One act of inspection and its result
 */
export interface AdministrativeInspectionV1 {
  /**
   * 检查行为编号 / Inspection number
   */
  inspectionNo: string;
  /**
   * 检查行为名称 / Name of the inspection
   */
  inspectionName?: string;
  /**
   * 监管事项目录编码 / Supervision item code
   * 国家“互联网+监管”事项编码，通常 14 位（来自公开代码，未核对标准原文） / Code of the national supervision catalogue, usually 14 digits (seen in public code, the standard itself was not at hand)
   */
  itemCode?: string;
  /**
   * 监管事项名称 / Supervision item
   */
  itemName?: string;
  /**
   * 检查形式 / Form
   */
  form?: InspectionFormsCode;
  /**
   * 检查类别 / Kind
   */
  kind?: InspectionKindsCode;
  /**
   * 检查方式 / Method
   */
  method?: InspectionMethodsCode;
  /**
   * 检查计划编号 / Plan number
   * 双随机等计划 / Plan, e.g. of a random inspection
   */
  planNo?: string;
  /**
   * 综合查一次 / Combined inspection
   * 多部门合并为一次入企检查 / Several departments in one visit
   */
  combined?: boolean;
  /**
   * 参与部门 / Participating departments
   *
   * @maxItems 20
   *
   * Items: 部门 / Department
   */
  participatingDepartments?: DepartmentsCode[];
  /**
   * 检查日期 / Inspection date
   */
  inspectionDate: string;
  /**
   * 开始时间 / Started at
   */
  startTime?: string;
  /**
   * 结束时间 / Ended at
   */
  endTime?: string;
  /**
   * 被检查对象 / Party inspected
   * 检查所针对的主体；巡河等只查看公共水域、场地而不针对任何主体的巡查没有此项 / Whom the inspection is about; absent where a patrol looks at public waters or places and at nobody, such as one of a river
   */
  party?: Party;
  /**
   * 执法人员 / Officers
   * 依法不少于两人（行政处罚法第四十二条）；来源只给一人的照收并提醒，不给名单的不填 / Two at least by law (art. 42 of the Act on Administrative Penalties); where the source names one it is taken with a warning, and left out when it gives no names
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: 执法人员 / Officer
   */
  officers?: Officer[];
  /**
   * 检查内容 / What was inspected
   */
  content?: string;
  /**
   * 检查项结果 / Findings
   *
   * @maxItems 500
   *
   * Items: 检查项结果 / Finding
   */
  findings?: {
    /**
     * 检查项 / Item
     */
    item: string;
    /**
     * 结果 / Result
     */
    result?: FindingResultsCode;
    /**
     * 情况说明 / Description
     */
    description?: string;
    /**
     * 隐患编号 / Hazard number
     */
    hazardNo?: string;
  }[];
  /**
   * 检查结果 / Result
   */
  result: InspectionResultsCode;
  /**
   * 结果说明 / Result in words
   */
  resultDetail?: string;
  /**
   * 处理方式 / What follows
   */
  disposition?: InspectionDispositionsCode;
  /**
   * 整改期限 / To be rectified before
   */
  rectifyBefore?: string;
  /**
   * 隐患数 / Number of hazards
   */
  hazardCount?: number;
  /**
   * 案件编号 / Case number
   * 检查引出的案件 / The case that came of it
   */
  caseNo?: string;
  /**
   * 检查文书号 / Document number
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  documentNo?: string;
  /**
   * 检查文书号（匹配形式） / Document number (for matching)
   * 检查文书号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Document number in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  documentNoNormalised?: string;
  /**
   * 许可编号 / Licence number
   * 检查所涉许可 / The licence it is about
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
   * 设备编号 / Equipment number
   */
  equipmentNo?: string;
  /**
   * 场所编号 / Premises number
   */
  premisesNo?: string;
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
   * 报送时间 / Reported at
   * 来源系统的报送时间，应晚于检查时间 / When the source reported it; should be after the inspection
   */
  submittedTime?: string;
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
   * 检查地点 / Place of the inspection
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 检查机关 / Inspecting authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
