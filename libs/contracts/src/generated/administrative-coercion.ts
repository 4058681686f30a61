// Generated from schemas/ by scripts/generate-types.ts; do not edit.
import type { CoercionDispositionsCode, CoercionKindsCode, CoercionStatusesCode, DepartmentsCode, JurisdictionsCode } from './codes.ts';
import type { Attachment, Authority, Measure, Officer, Party, Place } from './defs.ts';

/**
 * 行政强制 / Administrative coercion
 * 一项行政强制措施或强制执行 / One coercive measure or act of compulsory execution
 */
export interface AdministrativeCoercionV1 {
  /**
   * 强制行为编号 / Coercion number
   */
  coercionNo: string;
  /**
   * 强制决定书文号 / Number of the decision
   * 按原文保留，括号不改 / Kept as written, brackets unchanged
   */
  documentNo?: string;
  /**
   * 强制决定书文号（匹配形式） / Number of the decision (for matching)
   * 强制决定书文号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Number of the decision in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  documentNoNormalised?: string;
  /**
   * 强制种类 / Kind
   * 行政强制法第九条五类措施、第十二条六种执行方式 / Five measures of art. 9 and six ways of execution of art. 12 of the Act on Administrative Coercion
   */
  kind: CoercionKindsCode;
  /**
   * 案件编号 / Case number
   * 所属案件 / The case it belongs to
   */
  caseNo?: string;
  /**
   * 案件编号（匹配形式） / Case number (for matching)
   * 案件编号的匹配形式：括号统一为〔〕、去空格；仅用于关联，原文见前一字段 / Case number in the form used for matching only (brackets unified to 〔〕, no blanks); the original is kept beside it
   */
  caseNoNormalised?: string;
  /**
   * 检查行为编号 / Inspection number
   * 引出本记录的行政检查 / The inspection that this record came from
   */
  inspectionNo?: string;
  /**
   * 权责事项编码 / Power item code
   * 权责清单中的事项；赋权镇（街道）行使的事项以立案时有效者为准 / Item of the list of powers; for delegated items the one valid when the case was filed
   */
  powerItemCode?: string;
  /**
   * 当事人 / Party
   */
  party: Party;
  /**
   * 涉案财物或场所 / Objects and premises
   *
   * @maxItems 500
   *
   * Items: 涉案财物 / Object
   */
  objects?: {
    /**
     * 名称 / Name
     */
    name: string;
    /**
     * 规格型号 / Specification
     */
    specification?: string;
    /**
     * 数量 / Quantity
     */
    quantity?: Measure;
    /**
     * 估值 / Estimated value
     */
    value?: string;
    /**
     * 保管地点 / Stored at
     */
    storedAt?: string;
  }[];
  /**
   * 事由 / Reason
   */
  reason?: string;
  /**
   * 依据 / Legal basis
   */
  legalBasis?: string;
  /**
   * 情况紧急 / Emergency
   * 当场实施，应在二十四小时内报告并补办批准（行政强制法第十九条） / Carried out on the spot; to be reported within 24 hours (art. 19)
   */
  emergency?: boolean;
  /**
   * 补报时间 / Reported at
   */
  reportedTime?: string;
  /**
   * 批准时间 / Approved at
   */
  approvedTime?: string;
  /**
   * 批准人 / Approved by
   */
  approvedBy?: string;
  /**
   * 实施日期 / Started on
   */
  startDate: string;
  /**
   * 期限届满日期 / Ends on
   * 查封扣押不超过三十日，可延长三十日（行政强制法第二十五条） / Sealing and seizure last 30 days at most and may be extended by 30 (art. 25)
   */
  endDate?: string;
  /**
   * 延长至 / Extended until
   */
  extendedUntil?: string;
  /**
   * 延长原因 / Reason of the extension
   */
  extensionReason?: string;
  /**
   * 解除日期 / Lifted on
   */
  liftedDate?: string;
  /**
   * 处理结果 / Disposition
   */
  disposition?: CoercionDispositionsCode;
  /**
   * 代履行单位 / Unit that performs in place of the party
   */
  agentUnit?: string;
  /**
   * 代履行费用 / Cost of performance
   */
  cost?: string;
  /**
   * 申请法院强制执行 / Execution applied for at court
   */
  courtExecution?: boolean;
  /**
   * 状态 / Status
   */
  status: CoercionStatusesCode;
  /**
   * 执法人员 / Officers
   * 依法由两名以上执法人员实施（行政强制法第十八条）；来源只给一人的照收并提醒，不给名单的不填 / Two or more by law (art. 18 of the Act on Administrative Coercion); where the source names one it is taken with a warning, and left out when it gives no names
   *
   * @minItems 1
   * @maxItems 20
   *
   * Items: 执法人员 / Officer
   */
  officers?: Officer[];
  /**
   * 号牌号码 / Number plate
   * 规范形式：无间隔号、字母大写，如 苏D12345 / Normalised: no separator, upper case, e.g. 苏D12345
   */
  plate?: string;
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
   * 实施地点 / Place
   * 行政区划意义上的所在地 / Where it is, in terms of administrative divisions
   */
  place?: Place;
  /**
   * 属地 / Jurisdiction
   * 负责的镇、街道或开发区；与事件属性 jurisdiction 一致，不明则不填 / Town, subdistrict or development zone that answers for it; equals the event attribute, left out when unknown
   */
  jurisdiction?: JurisdictionsCode;
  /**
   * 实施机关 / Acting authority
   * 以自己名义作出行为的机关 / The body that acts in its own name
   */
  authority: Authority;
  /**
   * 主管部门 / Guiding department
   * 业务主管（指导）部门；与事件属性 department 一致 / The department that guides the matter; equals the event attribute
   */
  department?: DepartmentsCode;
}
