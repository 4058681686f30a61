// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { CreditRiskClassesCode, DepartmentsCode, InspectionFormsCode, InspectionKindsCode, InspectionMethodsCode, JurisdictionsCode, PlanStatusesCode, RegulatedPartyKindsCode } from './codes.ts';
import type { Attachment, Authority, Officer, Party } from './defs.ts';

/**
 * 检查计划 / Inspection plan
 * 一项检查计划或双随机抽查任务及其抽取结果 / One plan of inspections, or one random draw of parties and officers
 */
export interface InspectionPlanV1 {
  /**
   * 检查计划编号 / Plan number
   */
  planNo: string;
  /**
   * 计划名称 / Name of the plan
   */
  planName: string;
  /**
   * 上级计划编号 / Number of the plan above
   */
  parentPlanNo?: string;
  /**
   * 任务编号 / Task number
   */
  taskNo?: string;
  /**
   * 检查类别 / Kind
   */
  kind: InspectionKindsCode;
  /**
   * 检查形式 / Form
   */
  form?: InspectionFormsCode;
  /**
   * 检查方式 / Method
   */
  method?: InspectionMethodsCode;
  /**
   * 年度 / Year
   */
  year?: number;
  /**
   * 状态 / Status
   */
  status: PlanStatusesCode;
  /**
   * 计划开始日期 / Starts on
   */
  startDate?: string;
  /**
   * 计划结束日期 / Ends on
   */
  endDate?: string;
  /**
   * 批准日期 / Approved on
   */
  approvedDate?: string;
  /**
   * 公布日期 / Published on
   */
  publishedDate?: string;
  /**
   * 制定依据 / Basis
   */
  basis?: string;
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
   * 检查事项 / Items to inspect
   *
   * @maxItems 100
   *
   * Items: 事项 / Item
   */
  items?: {
    /**
     * 监管事项目录编码 / Supervision item code
     * 国家“互联网+监管”事项编码，通常 14 位（来自公开代码，未核对标准原文） / Code of the national supervision catalogue, usually 14 digits (seen in public code, the standard itself was not at hand)
     */
    itemCode?: string;
    /**
     * 监管事项名称 / Supervision item
     */
    itemName: string;
  }[];
  /**
   * 对象类别 / Kind of party
   */
  targetKind?: RegulatedPartyKindsCode;
  /**
   * 对象范围 / Which parties
   */
  targetScope?: string;
  /**
   * 信用风险分类 / Classes of credit risk
   *
   * @maxItems 5
   *
   * Items: 信用风险分类 / Class of credit risk
   */
  creditRiskClasses?: CreditRiskClassesCode[];
  /**
   * 抽查比例 / Share drawn
   * 百分数，5 表示 5% / Per cent: 5 means 5 %
   */
  ratioPercent?: string;
  /**
   * 对象总数 / Parties in the pool
   */
  poolSize?: number;
  /**
   * 计划检查数 / Inspections planned
   */
  plannedCount?: number;
  /**
   * 抽取对象数 / Parties drawn
   */
  drawnCount?: number;
  /**
   * 已检查数 / Parties inspected
   */
  inspectedCount?: number;
  /**
   * 发现问题数 / Parties with problems
   */
  problemCount?: number;
  /**
   * 抽取时间 / Drawn at
   */
  drawnTime?: string;
  /**
   * 抽取对象 / Parties drawn
   * 检查实施前不得公开 / Not to be made public before the inspection
   *
   * @maxItems 2000
   *
   * Items: 抽取对象 / Party
   */
  parties?: Party[];
  /**
   * 抽取人员 / Officers drawn
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: 执法人员 / Officer
   */
  officers?: Officer[];
  /**
   * 结果公示期限 / Results to be published before
   */
  publicBefore?: string;
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
   * 计划制定机关 / Body that made the plan
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
