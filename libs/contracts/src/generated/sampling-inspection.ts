// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { DepartmentsCode, FindingResultsCode, InspectionDispositionsCode, JurisdictionsCode, SamplingKindsCode, SamplingResultsCode, SamplingStagesCode } from './codes.ts';
import type { Attachment, Authority, Measure, Officer, Organisation, Party, Place } from './defs.ts';

/**
 * 监督抽检 / Sampling inspection
 * 一个样品从抽样到检验结论与处置 / One sample from being taken to its result and what follows
 */
export interface SamplingInspectionV1 {
  /**
   * 抽样编号 / Sampling number
   * 抽样单编号 / Number of the sampling sheet
   */
  samplingNo: string;
  /**
   * 抽检类型 / Kind
   */
  kind?: SamplingKindsCode;
  /**
   * 检查计划编号 / Plan number
   */
  planNo?: string;
  /**
   * 任务名称 / Task
   */
  taskName?: string;
  /**
   * 抽样环节 / Stage
   */
  stage?: SamplingStagesCode;
  /**
   * 样品名称 / Sample
   */
  sampleName: string;
  /**
   * 样品类别 / Category of the sample
   */
  sampleCategory?: string;
  /**
   * 批号 / Batch
   */
  batchNo?: string;
  /**
   * 商标 / Brand
   */
  brand?: string;
  /**
   * 规格 / Specification
   */
  specification?: string;
  /**
   * 生产（采收）日期 / Produced or harvested on
   */
  producedDate?: string;
  /**
   * 抽样数量 / Quantities
   * 抽样数量、抽样基数、备样数量等 / Taken, in stock, kept as reserve and so on
   *
   * @maxItems 50
   *
   * Items: 测量值 / Measure
   */
  quantities?: Measure[];
  /**
   * 被抽样单位或个人 / Party sampled
   */
  party: Party;
  /**
   * 被抽样主体编号 / Party number
   * 来源系统中被抽样单位或个人的编号 / Number of the party in the source
   */
  partyNo?: string;
  /**
   * 标称生产者 / Producer as labelled
   */
  producer?: Party;
  /**
   * 抽样日期 / Taken on
   */
  samplingDate: string;
  /**
   * 抽样人员 / Samplers
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: 执法人员 / Officer
   */
  samplers?: Officer[];
  /**
   * 检验机构 / Laboratory
   */
  laboratory?: Organisation;
  /**
   * 检验日期 / Tested on
   */
  testedDate?: string;
  /**
   * 检验报告编号 / Number of the report
   */
  reportNo?: string;
  /**
   * 报告日期 / Date of the report
   */
  reportDate?: string;
  /**
   * 检验项目 / Items tested
   *
   * @maxItems 500
   *
   * Items: 检验项目 / Item tested
   */
  findings?: {
    /**
     * 检验项目 / Item
     */
    item: string;
    /**
     * 检验值 / Value
     * 原文保留，如 未检出、<0.01 / As written, e.g. 未检出 (not found), <0.01
     */
    value?: string;
    /**
     * 计量单位 / Unit
     */
    unit?: string;
    /**
     * 标准限值 / Limit
     */
    limit?: string;
    /**
     * 判定依据 / Standard
     */
    standard?: string;
    /**
     * 结果 / Result
     */
    result?: FindingResultsCode;
  }[];
  /**
   * 检验结论 / Result
   */
  result: SamplingResultsCode;
  /**
   * 提出异议 / Objection raised
   */
  objection?: boolean;
  /**
   * 复检结论 / Result of the retest
   */
  recheckResult?: SamplingResultsCode;
  /**
   * 处理方式 / What follows
   */
  disposition?: InspectionDispositionsCode;
  /**
   * 公布日期 / Published on
   */
  publishedDate?: string;
  /**
   * 检查行为编号 / Inspection number
   * 引出本记录的行政检查 / The inspection that this record came from
   */
  inspectionNo?: string;
  /**
   * 案件编号 / Case number
   * 抽检引出的案件 / The case that came of it
   */
  caseNo?: string;
  /**
   * 许可编号 / Licence number
   * 被抽样单位的许可 / Licence of the party
   */
  licenceNo?: string;
  /**
   * 合格证编号 / Certificate of produce
   */
  certificateNo?: string;
  /**
   * 场所编号 / Premises number
   */
  premisesNo?: string;
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
   * 抽样地点 / Where it was taken
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 抽检机关 / Body that samples
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority?: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
